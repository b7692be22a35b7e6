import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Report } from '../../lib/verify/report/report';
import { put, scratchFolder } from '../runtime/scratch';
import { rendered } from '../verify/bootstrap/deployed';
import { closed, imported } from '../verify/cloudformation/assume/existing';
import { of, type Resources, ref, sealed } from '../verify/cloudformation/network/airlock';
import { airlock } from './airlock-process';

const folder = scratchFolder();
const roles = ['--agent', 'Agent', '--proxy', 'Proxy:3128'];
const written = (name: string, content: unknown) => put(folder, name, JSON.stringify(content, undefined, 1));
const template = (name: string, resources: Resources) => written(`${name}.template.json`, { Resources: resources });

describe('--assume', () => {
  const existing = template('Imported', imported());

  test('proves what is unknown without it, and says so among the assumptions', async () => {
    const answers = written(
      'existing.json',
      Object.entries(closed).map(([key, value]) => ({ [key]: value })),
    );
    const [before, after] = await Promise.all([
      airlock(['verify', existing, ...roles]),
      airlock(['verify', existing, ...roles, '--assume', answers]),
    ]);
    expect([before.status, after.status]).toEqual([2, 0]);
    expect(after.stdout).toContain('as --assume describes it');
  });

  test.each([
    ['what is no answer', { Buckets: [] }, /^what is assumed has none of Vpcs, /],
    ['a first page', { Vpcs: [], NextToken: 'x' }, /is a first page only: run the command without/],
  ])('refuses %s', async (_, content, message) => {
    const { status, stderr } = await airlock(['verify', existing, ...roles, '--assume', written('bad.json', content)]);
    expect([status, stderr]).toEqual([3, expect.stringMatching(message)]);
  });

  test('is refused where nothing is of AWS', async () => {
    const terraform = written('cdk.tf.json', { resource: { google_compute_network: { network: { name: 'n' } } } });
    const { status, stderr } = await airlock(['verify', terraform, ...roles, '--assume', written('answers.json', closed)]);
    expect([status, stderr]).toEqual([3, expect.stringMatching(/^--assume tells of AWS: give a CloudFormation template/)]);
  });
});

describe('--policy', () => {
  const container = { Name: 'envoy', Image: 'envoy', Command: ['--config-yaml', stringify(rendered())] };
  const deployed: Resources = {
    ...sealed,
    Proxy: of('ECS::Service', {
      ...{ TaskDefinition: ref('ProxyTask'), LaunchType: 'FARGATE' },
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [ref('ProxySubnet')], SecurityGroups: [ref('ProxyGroup')] } },
      LoadBalancers: [{ ContainerName: 'envoy', ContainerPort: 3128, TargetGroupArn: ref('Proxies') }],
    }),
    ProxyTask: of('ECS::TaskDefinition', { NetworkMode: 'awsvpc', ContainerDefinitions: [container] }),
  };
  const path = template('Deployed', deployed);
  const policy = (name: string, ...destinations: object[]) => written(name, { version: 1, destinations });
  const tunnel = { name: 'other', host: 'other.example.org', access: 'tunnel' };

  test('refutes a proxy that admits more, and names what the policy leaves open', async () => {
    const { stdout } = await airlock(['verify', path, ...roles, '--format', 'json', '--policy', policy('narrow.yaml', tunnel)]);
    const { verdict, findings, residual } = JSON.parse(stdout) as Report;
    expect(verdict).toBe('refuted');
    expect(findings.map(({ rule }) => rule)).toContain('AIRLOCK-PROXY-003');
    expect(residual.at(-1)).toContain("The tunnel 'other' carries what it likes to other.example.org");
  });

  test('refuses a policy that can not be used', async () => {
    const { status, stderr } = await airlock(['verify', path, ...roles, '--policy', policy('bad.yaml', { name: 'x' })]);
    expect([status, stderr]).toEqual([3, expect.stringContaining('bad.yaml:')]);
  });
});
