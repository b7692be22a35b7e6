import { stringify } from 'yaml';
import { renderBootstrap } from '../../../lib/envoy/bootstrap';
import type { BootstrapProps } from '../../../lib/envoy/bootstrap-props';
import { compactYaml } from '../../../lib/envoy/compact-yaml';
import { EgressPolicy } from '../../../lib/policy/egress-policy';
import type { Bootstrap } from '../../../lib/verify/model/bootstrap';
import { withinPolicy } from '../../../lib/verify/rules/proxy/within-policy';
import type { Finding } from '../../../lib/verify/verdict/finding';
import { hop } from '../reachability/fixture';

const messages = { methods: ['POST'], path: '/v1/messages' };

const destinations = [
  {
    name: 'claude',
    host: 'api.anthropic.com',
    access: 'gateway',
    allow: [messages, { methods: ['GET', 'HEAD'], path: '/v1/models/*' }],
  },
  { name: 'github', host: 'api.github.com', access: 'gateway', allow: [{ methods: ['GET'], path: '/repos/acme/**' }] },
  {
    ...{ name: 'orders', host: 'orders.corp.example', access: 'gateway', allow: 'any', headers: { 'x-tenant': '100%' } },
    upstream: { addresses: ['10.20.0.0/16'], port: 8443 },
  },
  {
    ...{ name: 'bedrock', host: 'bedrock-runtime.eu-west-1.amazonaws.com', access: 'gateway', encodedSlash: 'allow' },
    allow: [{ methods: ['POST'], path: '/model/*/invoke*' }],
  },
  { name: 'mirror', hosts: ['mirror.example.org', '*.mirror.example.org'], access: 'tunnel', ports: [443, 8443] },
  { name: 'inner', hosts: ['git.corp.example'], access: 'tunnel', upstream: { addresses: ['10.30.0.0/16'] } },
];

/** A policy with every kind of destination that the proxy renders. */
export const policy = EgressPolicy.parse({ version: 1, destinations });

/** The same for two agents. */
export const policyOfTwo = EgressPolicy.parse({
  version: 1,
  destinations,
  agents: {
    reviewer: { destinations: ['claude', 'github'], limits: { requestsPerMinute: 60, requestBytes: 1000 } },
    builder: { destinations: ['orders', 'mirror', 'inner', 'bedrock'] },
  },
});

const props: BootstrapProps = {
  ...{ address: '0.0.0.0', gatewayPort: 8080, proxyPort: 3128, healthPort: 8081, trustedCa: '/etc/ca.pem', proxyProtocol: true },
  secrets: { kind: 'environment', variable: (name) => name },
};

export const rendered = (of: EgressPolicy = policy, more: Partial<BootstrapProps> = {}) =>
  renderBootstrap(of, { ...props, ...more });

/** How a bootstrap is written: on one line with aliases, as YAML or as JSON. */
export const writings: readonly (readonly [string, (config: unknown) => string])[] = [
  ['compact YAML', compactYaml],
  ['YAML', stringify],
  ['JSON', (config) => JSON.stringify(config)],
];

export function findings(text: string, of: EgressPolicy = policy, more: Partial<Bootstrap> = {}): Finding[] {
  const bootstraps = [{ proxy: 'proxy', text, hop: hop('task'), ...more }];
  const model = { agents: [{ id: 'agent', members: ['agent'] }], proxies: [{ id: 'proxy', members: ['proxy'] }], bootstraps };
  return withinPolicy.judge({ model, arrivals: new Map(), policy: of } as unknown as Parameters<typeof withinPolicy.judge>[0]);
}

/** The worst verdict of a bootstrap's findings. */
export function verdict(config: unknown, of: EgressPolicy = policy): string {
  const verdicts = findings(JSON.stringify(config), of).map((finding) => finding.verdict);
  return verdicts.includes('refuted') ? 'refuted' : (verdicts[0] ?? 'proven');
}
