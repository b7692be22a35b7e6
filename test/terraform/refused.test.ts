import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digest } from '../gcp/fixture';
import { changedResource } from './changed-resource';
import type { Arguments } from './schema/derived-schema';
import { everythingChosen } from './stacks';
import { stubMissing } from './stub-provider';
import { TerraformFolder } from './terraform-folder';

const missing = stubMissing();
const reason = missing ? `: ${missing}` : '';
const { configuration, variables } = everythingChosen;
let folder: TerraformFolder;

beforeAll(async () => {
  if (missing) return;
  folder = await TerraformFolder.of(configuration);
  expect(await folder.run('init')).toMatchObject({ status: 0 });
});

afterAll(() => folder?.remove());

const set = (name: string, value: unknown) => (resource: Arguments) => {
  resource[name] = value;
};
const container = (change: (container: Arguments) => void) => (job: Arguments) => change(job.template.template.containers[0]);

describe.skipIf(missing)(`Terraform refuses, before anything is made${reason}`, () => {
  test.each<[string, string, (resource: Arguments) => void, string]>([
    [
      'an argument that is misspelt',
      'compute_network',
      set('delete_default_route_on_create', true),
      'No argument or block type is named',
    ],
    [
      'a block that is misspelt',
      'compute_subnetwork',
      set('logs_config', {}),
      'No argument or block type is named "logs_config"',
    ],
    [
      'a required argument that is missing',
      'compute_subnetwork',
      set('network', undefined),
      'The argument "network" is required',
    ],
    ['one in a block', 'cloud_run_v2_job', container(set('image', undefined)), 'The argument "image" is required'],
    [
      'a required block that is missing',
      'compute_region_instance_template',
      set('disk', []),
      'At least 1 "disk" blocks are required',
    ],
    [
      'two blocks of a kind that stands once',
      'compute_subnetwork',
      set('log_config', [{}, {}]),
      'No more than 1 "log_config" blocks',
    ],
    ['a list in the place of a text', 'compute_subnetwork', set('ip_cidr_range', ['10.0.0.0/24']), 'string required'],
    ['a text in the place of a number', 'compute_router_nat', set('min_ports_per_vm', 'many'), 'a number is required'],
    [
      'a value for what the cloud decides',
      'compute_network',
      set('gateway_ipv4', '10.0.0.1'),
      'Value for unconfigurable attribute',
    ],
    [
      'a reference to nothing',
      'compute_subnetwork',
      set('network', '${google_compute_network.nobody.id}'),
      'Reference to undeclared resource',
    ],
    [
      'a reference to what a type lacks',
      'compute_subnetwork',
      set('network', '${google_compute_network.Sealed_Network_970DE566.link}'),
      'Unsupported attribute',
    ],
    [
      'a variable that is not declared',
      'compute_subnetwork',
      set('region', '${var.region}'),
      'Reference to undeclared input variable',
    ],
    ['a text with ${…} that is not escaped', 'cloud_run_v2_job', container(set('args', ['echo ${HOME}'])), 'Invalid reference'],
    [
      'a text with %{…} that is not escaped',
      'cloud_run_v2_job',
      container(set('args', ['%{if true}'])),
      'Unexpected end of template',
    ],
  ])('%s', async (_name, type, change, message) => {
    folder.write('cdk.tf.json', changedResource(configuration, `google_${type}`, change));
    const { status, output } = await folder.run('validate');
    expect(output.replace(/\s+/g, ' ')).toContain(message);
    expect(status).toBe(1);
  });

  test.each([
    [
      'an image with a tag',
      { ...variables, agent_image: 'registry.example.com/claude:latest' },
      'The image must be REGION-docker.pkg.dev/',
    ],
    ['an image without a registry', { ...variables, proxy_image: `envoy@${digest}` }, 'The image must be REGION-docker.pkg.dev/'],
    [
      'an image of another registry',
      { ...variables, proxy_image: `gcr.io/acme/envoy@${digest}` },
      'The image must be REGION-docker.pkg.dev/',
    ],
    [
      'a digest that is too short',
      { ...variables, proxy_image: 'europe-west1-docker.pkg.dev/acme/images/envoy@sha256:abc' },
      'The image must be REGION-docker.pkg.dev/',
    ],
    ['an image that is not given', { proxy_image: variables.proxy_image }, 'input variable "agent_image" is not set'],
    ['an image that is null', { ...variables, agent_image: null }, 'Required variable not set'],
  ])('%s', async (_name, given, message) => {
    folder.write('cdk.tf.json', configuration);
    folder.give(given);
    const { status, output } = await folder.run('plan');
    expect(output.replace(/[\s│]+/g, ' ')).toContain(message);
    expect(status).toBe(1);
  });
});
