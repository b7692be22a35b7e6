import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { compactYaml } from '../../../lib/envoy/compact-yaml';
import type { Site } from '../mutations/google/site';
import { ref } from '../terraform/network/airlock';
import { rendered } from './deployed';
import {
  cloudInit,
  config,
  type Entry,
  envoy,
  file,
  given,
  options,
  policy,
  saidOf,
  sealed,
  settings,
  started,
  template,
} from './host-set-up';

const unsure = (why: string) => [`AIRLOCK-PROXY-003 unknown: can't be held against the policy: ${why}`];
const notTold = "it can't be told whether Envoy is started with it";
const several = 'its host has several configurations';
const chosen = 'what is deployed in it is chosen at deployment';

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
    ['with a volume of no name over it', run(`-v /etc/airlock \${IMAGE} -c ${config}`), notTold],
    [
      'with a mount right behind its option',
      run(`${options} -v/var/a=b/envoy.yaml:/etc/airlock/envoy.yaml \${IMAGE} -c ${config}`),
      notTold,
    ],
    ['with a mount in another spelling', run(`${options} -v /var/x:/etc/airlock/./envoy.yaml \${IMAGE} -c ${config}`), notTold],
    ['with a comment inside its command', run(`${options} \\\n# x --config-path ${config} \\\n \${IMAGE}`), notTold],
    [
      'with a command of its unit that names it',
      files(envoy, started(undefined, [`ExecStartPre=/usr/bin/cp /var/x ${config}`])),
      /envoy\.service may change it/,
    ],
    [
      'with another container',
      beside(file('/etc/systemd/system/more.service', 'ExecStart=/usr/bin/docker run --network=host other')),
      /more\.service may change it/,
    ],
    [
      'with a command that starts a container',
      given(cloudInit([envoy, started()], { runcmd: ['docker run x'] })),
      'a command of its host may change it',
    ],
    ['with a set-up that is decoded', given(sealed, { 'user-data-encoding': 'base64' }), /also runs the user-data-encoding of/],
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
      'with a script that runs when a host stops',
      given(sealed, { 'shutdown-script-url': 'gs://scripts/stop.sh' }),
      /also runs the shutdown-script-url of google_compute_region_instance_template\.proxy/,
    ],
    [
      'with a script of the project that runs then',
      (site) => {
        given(sealed, { 'startup-script': 'exit 0' })(site);
        site.add('compute_project_metadata.s', { metadata: { 'shutdown-script': 'true' } });
      },
      /shutdown-script of google_compute_project_metadata\.s/,
    ],
    [
      'with a start-up script of the zone',
      (site) => {
        given(sealed)(site);
        site.add('compute_instance_settings.s', {
          zone: 'europe-west1-b',
          metadata: [{ items: { 'startup-script-url': 'gs://scripts/start.sh' } }],
        });
      },
      /startup-script-url of google_compute_instance_settings\.s/,
    ],
    [
      'with steps of VM Manager',
      (site) => {
        given(sealed)(site);
        site.add('os_config_os_policy_assignment.s', { name: 's', location: 'europe-west1-b' });
      },
      /also runs the steps of google_os_config_os_policy_assignment\.s/,
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
