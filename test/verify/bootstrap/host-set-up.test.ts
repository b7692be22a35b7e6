import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { compactYaml } from '../../../lib/envoy/compact-yaml';
import { EgressPolicy } from '../../../lib/policy/egress-policy';
import { judgeAll } from '../../../lib/verify/judge';
import { type ReportOptions, reportOf } from '../../../lib/verify/report/report-of';
import { terraformSystems } from '../../../lib/verify/terraform/systems';
import { planOf } from '../mutations/google/as-plan';
import { instancesTwoNetworks } from '../mutations/google/instances-two-networks';
import { changed } from '../mutations/google/judged';
import type { Site } from '../mutations/google/site';
import { configured } from '../terraform/evaluate/worlds-of';
import { ref } from '../terraform/network/airlock';
import { rendered } from './deployed';

interface Entry {
  readonly path: string;
  readonly content: string;
  readonly encoding?: string;
  readonly append?: boolean;
}

const policyOf = (host: string) =>
  EgressPolicy.parse({ version: 1, destinations: [{ name: 'model', host, access: 'gateway', allow: 'any' }] });
const policy = policyOf('api.example.com');
const another = policyOf('api.example.net');

const file = (path: string, text: string): Entry => ({ path, encoding: 'b64', content: Buffer.from(text).toString('base64') });
const config = '/etc/airlock/envoy.yaml';
const envoy = file(config, compactYaml(rendered(policy)));
const options = '--rm --name=envoy --read-only --network=host --volume=/etc/airlock:/etc/airlock:ro';
const started = (run = `${options} \${IMAGE} --config-path ${config} --log-level info`, more: readonly string[] = []) =>
  file(
    '/etc/systemd/system/envoy.service',
    [
      '[Service]',
      'EnvironmentFile=/etc/airlock/settings',
      `ExecStart=/usr/bin/docker run ${run}`,
      ...more,
      'Restart=always',
    ].join('\n'),
  );
const pull = file('/etc/airlock/pull.sh', 'docker pull --quiet "$IMAGE"\n');
const settings = { path: '/etc/airlock/settings', content: 'IMAGE=registry.example/envoy@sha256:0\n' };
const start = [
  ['systemctl', 'daemon-reload'],
  ['systemctl', 'start', '--no-block', 'envoy.service'],
];

const cloudInit = (files: readonly Entry[], more: object = { runcmd: start }) =>
  `#cloud-config\n${stringify({ write_files: files, ...more })}`;
const sealed = cloudInit([envoy, pull, settings, started()]);

const template = (site: Site) => site.at('compute_region_instance_template.proxy');
const given =
  (userData: string, more: object = {}) =>
  (site: Site) =>
    Object.assign(template(site), { metadata: { 'user-data': userData, ...more } });

function inputOf(change: (site: Site) => unknown, asPlan = false) {
  const site = changed(instancesTwoNetworks, change);
  const { names, port } = site.fixture;
  const roles = { agents: [{ id: `google_${names.agent}` }], proxies: [{ id: `google_${names.proxy}`, ports: [port] }] };
  return { input: asPlan ? planOf(site) : configured(site.document()), roles };
}

/** What is said of the proxy, held against a policy. */
function saidOf(change: (site: Site) => unknown, of: EgressPolicy = policy, asPlan = false): string[] {
  const { input, roles } = inputOf(change, asPlan);
  const judgements = judgeAll(terraformSystems([input], roles), { policy: of });
  const findings = judgements.flatMap(({ worlds }) => worlds.flatMap((world) => world.findings));
  return [...new Set(findings.map(({ rule, verdict, message }) => `${rule} ${verdict}: ${message}`))];
}

const unsure = (why: string) => [`AIRLOCK-PROXY-003 unknown: can't be held against the policy: ${why}`];
const notTold = "it can't be told whether Envoy is started with it";
const several = 'its host has several configurations';
const chosen = 'what is deployed in it is chosen at deployment';

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

describe('it is unknown what Envoy runs with,', () => {
  const files = (...entries: readonly Entry[]) => given(cloudInit(entries));
  const run = (words: string) => files(envoy, settings, started(words));
  const beside = (...entries: readonly Entry[]) => files(envoy, settings, started(), ...entries);

  test.each<[string, (site: Site) => unknown, string | RegExp]>([
    ['without a configuration', files(settings, started()), /holds no configuration of Envoy that can be found$/],
    ['without a set-up', () => undefined, /holds no configuration of Envoy that can be found$/],
    [
      'with a set-up of another kind',
      given(sealed.replace('#cloud-config', '## template: jinja\n#cloud-config')),
      /holds no configuration/,
    ],
    ["with a set-up that isn't YAML", given(`${sealed}\n  - : [`), /holds no configuration/],
    [
      'with a set-up that nothing reads',
      (site) => Object.assign(template(site), { metadata: { 'user-date': sealed } }),
      /holds no configuration of Envoy that can be found$/,
    ],
    [
      'with a set-up that a variable may take the place of',
      (site) => {
        given(sealed)(site);
        site.at(site.names.proxy).version.push({ instance_template: ref('compute_region_instance_template.second') });
        const second = { ...template(site), metadata: { 'user-data': site.variable('data') } };
        site.add('compute_region_instance_template.second', second);
      },
      /the user-data of google_compute_region_instance_template\.second isn't known: variable 'var\.data'/,
    ],
    ['without a unit', files(envoy, settings), notTold],
    ['with a file that no unit names', files(file('/etc/airlock/other.yaml', compactYaml(rendered(policy))), started()), notTold],
    ['with two configurations', beside(file('/etc/airlock/second.yaml', compactYaml(rendered(policy)))), several],
    [
      'with two units',
      beside(file('/etc/systemd/system/second.service', `ExecStart=/usr/bin/docker run ${options} x -c ${config}`)),
      several,
    ],
    ['with the file twice', beside(envoy), /given .*envoy\.yaml twice|several configurations/],
    ['with the unit twice', beside({ ...started(), path: '/run/systemd/system/envoy.service' }), several],
    [
      'with a drop-in',
      beside(file('/etc/systemd/system/envoy.service.d/more.conf', 'ExecStart=\n')),
      /which changes how Envoy is started/,
    ],
    [
      'with a second command',
      files(envoy, started(undefined, [`ExecStart=/usr/bin/docker run ${options} x -c ${config}`])),
      several,
    ],
    ['with a text besides', run(`${options} \${IMAGE} -c ${config} --config-yaml {}`), notTold],
    ['with a path twice', run(`${options} \${IMAGE} -c ${config} -c /etc/other.yaml`), notTold],
    ['with another program', run(`${options} \${IMAGE} sh -c ${config}`), notTold],
    ['with another start of the image', run(`${options} --entrypoint=sh \${IMAGE} -c ${config}`), notTold],
    ['with a variable among its words', run(`${options} \${IMAGE} -c ${config} \${MORE}`), notTold],
    ['with a variable that may be several words', run(`${options} $IMAGE -c ${config}`), notTold],
    ['with quotes', run(`${options} \${IMAGE} -c "${config}"`), notTold],
    ['with an option that nobody knows', run(`${options} --unknown \${IMAGE} -c ${config}`), notTold],
    ['with the file of the image', run(`--rm \${IMAGE} -c ${config}`), notTold],
    ['with memory over the folder', run(`${options} --tmpfs=/etc/airlock/envoy.yaml \${IMAGE} -c ${config}`), notTold],
    ['with another folder over it', run(`${options} -v /var/other:/etc/airlock/ \${IMAGE} -c ${config}`), notTold],
    ['with a volume over it', run(`-v name:/etc/airlock \${IMAGE} -c ${config}`), notTold],
    ['with a path that goes up', run(`${options} \${IMAGE} -c /etc/airlock/../airlock/envoy.yaml`), notTold],
    [
      'with a shell around it',
      files(envoy, file('/etc/systemd/system/envoy.service', `ExecStart=/bin/bash -c 'docker run ${options} x -c ${config}'`)),
      notTold,
    ],
    [
      'with a script that names it',
      beside(file('/etc/airlock/edit.sh', 'sed -i s/a/b/ /etc/airlock/envoy.yaml')),
      /edit\.sh may change it/,
    ],
    [
      'with a script that writes units',
      beside(file('/etc/airlock/edit.sh', 'cp x /etc/systemd/system/')),
      /edit\.sh may change it/,
    ],
    [
      'with a command that names it',
      given(cloudInit([envoy, started()], { runcmd: ['cp /x /etc/airlock/envoy.yaml'] })),
      'a command of its host may change it',
    ],
    [
      'with a command before that names it',
      given(cloudInit([envoy, started()], { bootcmd: [['cp', '/x', config]] })),
      'a command of its host may change it',
    ],
    [
      'with more in its set-up',
      given(cloudInit([envoy, started()], { mounts: [['/dev/sdb', '/etc/airlock']] })),
      /has 'mounts', which may change files/,
    ],
    ['with a file that is appended to', beside({ ...file('/etc/more', 'a'), append: true }), /has 'append'/],
    [
      "with a file that can't be read",
      beside({ path: '/etc/more', encoding: 'rot13', content: 'a' }),
      /\/etc\/more says can't be read/,
    ],
    [
      'with a hole in it',
      files({ path: config, content: `${stringify(rendered(policy))}# \${google_compute_network.room.name}\n` }, started()),
      chosen,
    ],
    [
      'with a start-up script',
      given(sealed, { 'startup-script': 'true' }),
      /also runs the startup-script of google_compute_region_instance_template\.proxy/,
    ],
    [
      'with a start-up script of its own argument',
      (site) => {
        given(sealed)(site);
        template(site).metadata_startup_script = 'true';
      },
      /also runs the start-up script/,
    ],
    [
      'with a start-up script of the project',
      (site) => {
        given(sealed)(site);
        site.add('compute_project_metadata_item.s', { key: 'startup-script', value: 'true' });
      },
      /startup-script of google_compute_project_metadata_item\.s/,
    ],
    [
      'with metadata of the project that nobody knows',
      (site) => {
        given(sealed)(site);
        site.add('compute_project_metadata.s', { metadata: site.toldLater('map') });
      },
      /gives its host isn't known/,
    ],
    [
      'with a set-up of the group',
      (site) => {
        given(sealed)(site);
        site.at(site.names.proxy).all_instances_config = [{ metadata: { 'user-data': 'x' } }];
      },
      /also runs the user-data of/,
    ],
    [
      'with an image that a variable says, of any lines',
      (site) => given(sealed.replace('registry.example', site.variable('image')))(site),
      chosen,
    ],
    ['with what nobody knows', (site) => given(sealed.replace('registry.example', site.toldLater()))(site), chosen],
  ])('%s', (_, change, why) => {
    const said = saidOf(change);
    expect(said.every((each) => each.startsWith('AIRLOCK-PROXY-003 unknown'))).toBe(true);
    if (typeof why === 'string') expect(said).toEqual(unsure(why));
    else expect(said.join('\n')).toMatch(why);
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
