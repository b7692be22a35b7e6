import { stringify } from 'yaml';
import { compactYaml } from '../../../lib/envoy/compact-yaml';
import { EgressPolicy } from '../../../lib/policy/egress-policy';
import { judgeAll } from '../../../lib/verify/judge';
import { terraformSystems } from '../../../lib/verify/terraform/systems';
import { planOf } from '../mutations/google/as-plan';
import { instancesTwoNetworks } from '../mutations/google/instances-two-networks';
import { changed } from '../mutations/google/judged';
import type { Site } from '../mutations/google/site';
import { configured } from '../terraform/evaluate/worlds-of';
import { rendered } from './deployed';

export interface Entry {
  readonly path: string;
  readonly content: string;
  readonly encoding?: string;
  readonly append?: boolean;
}

const policyOf = (host: string) =>
  EgressPolicy.parse({ version: 1, destinations: [{ name: 'model', host, access: 'gateway', allow: 'any' }] });
export const policy = policyOf('api.example.com');
export const another = policyOf('api.example.net');

export const file = (path: string, text: string): Entry => ({
  path,
  encoding: 'b64',
  content: Buffer.from(text).toString('base64'),
});
export const config = '/etc/airlock/envoy.yaml';
export const envoy = file(config, compactYaml(rendered(policy)));
export const options = '--rm --name=envoy --read-only --network=host --volume=/etc/airlock:/etc/airlock:ro';
export const started = (run = `${options} \${IMAGE} --config-path ${config} --log-level info`, more: readonly string[] = []) =>
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
export const pull = file('/etc/airlock/pull.sh', 'docker pull --quiet "$IMAGE"\n');
export const settings = { path: '/etc/airlock/settings', content: 'IMAGE=registry.example/envoy@sha256:0\n' };
const start = [
  ['systemctl', 'daemon-reload'],
  ['systemctl', 'start', '--no-block', 'envoy.service'],
];

export const cloudInit = (files: readonly Entry[], more: object = { runcmd: start }) =>
  `#cloud-config\n${stringify({ write_files: files, ...more })}`;
export const sealed = cloudInit([envoy, pull, settings, started()]);

export const template = (site: Site) => site.at('compute_region_instance_template.proxy');
export const given =
  (userData: string, more: object = {}) =>
  (site: Site) =>
    Object.assign(template(site), { metadata: { 'user-data': userData, ...more } });

export function inputOf(change: (site: Site) => unknown, asPlan = false) {
  const site = changed(instancesTwoNetworks, change);
  const { names, port } = site.fixture;
  const roles = { agents: [{ id: `google_${names.agent}` }], proxies: [{ id: `google_${names.proxy}`, ports: [port] }] };
  return { input: asPlan ? planOf(site) : configured(site.document()), roles };
}

/** What is said of the proxy, held against a policy. */
export function saidOf(change: (site: Site) => unknown, of: EgressPolicy = policy, asPlan = false): string[] {
  const { input, roles } = inputOf(change, asPlan);
  const judgements = judgeAll(terraformSystems([input], roles), { policy: of });
  const findings = judgements.flatMap(({ worlds }) => worlds.flatMap((world) => world.findings));
  return [...new Set(findings.map(({ rule, verdict, message }) => `${rule} ${verdict}: ${message}`))];
}
