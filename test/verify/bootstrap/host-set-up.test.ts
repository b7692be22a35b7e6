import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { compactYaml } from '../../../lib/envoy/compact-yaml';
import { judgeAll } from '../../../lib/verify/judge';
import { type ReportOptions, reportOf } from '../../../lib/verify/report/report-of';
import { terraformSystems } from '../../../lib/verify/terraform/systems';
import type { Site } from '../mutations/google/site';
import { rendered } from './deployed';
import {
  another,
  cloudInit,
  config,
  envoy,
  given,
  inputOf,
  options,
  policy,
  saidOf,
  sealed,
  settings,
  started,
  template,
} from './host-set-up';

describe("Envoy's configuration is found among a host's files", () => {
  const run = (words: string) => given(cloudInit([envoy, settings, started(words)]));

  test.each<[string, (site: Site) => unknown]>([
    ['in base64', given(sealed)],
    [
      'packed',
      given(
        cloudInit([
          { path: config, encoding: 'gz+b64', content: gzipSync(compactYaml(rendered(policy))).toString('base64') },
          started(),
        ]),
      ),
    ],
    ['as it is', given(cloudInit([{ path: config, content: stringify(rendered(policy)) }, started()]))],
    [
      'with a file that the cloud fills in',
      given(cloudInit([envoy, started(), { path: '/etc/airlock/secrets', content: '${google_secret_manager_secret.key.id}\n' }])),
    ],
    ['with the program that starts it', run(`${options} \${IMAGE} /usr/local/bin/envoy -c ${config}`)],
    ['with the program as the entrypoint', run(`${options} --entrypoint=/usr/local/bin/envoy \${IMAGE} -c ${config}`)],
    ['with an equals sign', run(`${options} \${IMAGE} --config-path=${config}`)],
    [
      'of a mount of another place',
      run(`--mount=type=bind,source=/etc/airlock,target=/conf,readonly \${IMAGE} -c /conf/envoy.yaml`),
    ],
    ['of a mount of the file alone', run(`-v ${config}:/envoy.yaml:ro \${IMAGE} -c /envoy.yaml`)],
    ['of a command on several lines', run(`--rm \\\n  --volume=/etc/airlock:/etc/airlock \\\n  \${IMAGE} -c ${config}`)],
  ])('%s', (_, change) => {
    expect(saidOf(change)).toEqual([]);
    expect(saidOf(change, another).join()).toContain("which the policy doesn't allow");
  });

  test("with scripts that do nothing in place of the project's", () => {
    const idle = { 'startup-script': 'exit 0', 'shutdown-script': 'exit 0', 'enable-osconfig': 'FALSE' };
    const said = saidOf((site) => {
      given(sealed, idle)(site);
      const others = { 'startup-script': 'true', 'startup-script-url': 'gs://s', 'shutdown-script': 'true' };
      site.add('compute_project_metadata.s', { metadata: others });
      site.add('os_config_patch_deployment.s', { patch_deployment_id: 's' });
    });
    expect(said).toEqual([]);
  });

  test('in a plan', () => {
    expect(saidOf(given(sealed), policy, true)).toEqual([]);
    expect(saidOf(given(sealed), another, true).join()).toContain('refuted');
  });

  test.each([
    ['a project that a variable says', (site: Site) => Object.assign(template(site), { project: site.variable('project') })],
    [
      'an image that a variable says, of one line',
      (site: Site) =>
        site.variable('project', {
          type: 'string',
          validation: [{ condition: '${can(regex("^[a-z./@:]+$", var.project))}', error_message: 'no' }],
        }),
    ],
  ])('with %s', (_, change) => {
    expect(
      saidOf((site) => {
        change(site);
        given(sealed.replace('registry.example', '${var.project}'))(site);
      }),
    ).toEqual([]);
  });
});

test('a report says that the scripts of a host are taken for harmless, where it is held against a policy', () => {
  const { input, roles } = inputOf(given(sealed));
  const assumed = (options: ReportOptions) =>
    reportOf(judgeAll(terraformSystems([input], roles), options), [], options).assumptions;
  const assumption = 'What else a host is set up with leaves its Envoy alone: google_compute_region_instance_template.proxy.';
  expect(assumed({ policy })).toContain(assumption);
  expect(assumed({})).not.toContain(assumption);
});
