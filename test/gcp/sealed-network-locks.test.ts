import { describe, expect, test } from 'vitest';
import { AgentAirlock } from '../../lib/gcp/agent-airlock';
import { CloudRunAgent } from '../../lib/gcp/cloud-run-agent';
import { ComputeAgent } from '../../lib/gcp/compute-agent';
import { verifyConfigurations } from '../../lib/verify/verify-configurations';
import { type Arguments, configurationOf, image, policy, stackOf } from './fixture';

type Resources = Record<string, Record<string, Arguments>>;

/** What Terraform makes of a whole airlock with an agent, to take locks out of. */
function whole(): Resources {
  const stack = stackOf();
  const airlock = new AgentAirlock(stack, 'Airlock', { policy, proxyImage: image('envoy') });
  new CloudRunAgent(stack, 'Agent', { airlock, image: image('claude') });
  new ComputeAgent(stack, 'Machine', {
    airlock,
    image: image('claude'),
    bootImage: 'projects/acme/global/images/agent',
    zone: 'europe-west1-b',
  });
  return configurationOf(stack).resource;
}

const sealed = whole();

/** Local name of the one resource of a type that begins with a word. */
const named = (type: string, start: string): string =>
  Object.keys(sealed[`google_${type}`] ?? {}).find((name) => name.startsWith(`Airlock_Sealed_${start}`)) ?? '';
const network = `\${google_compute_network.${named('compute_network', 'Network')}.id}`;

type Change = (resources: Resources) => void;

const without =
  (type: string, start: string): Change =>
  (resources) => {
    delete resources[`google_${type}`]?.[named(type, start)];
  };
const changed =
  (type: string, start: string, edit: Arguments): Change =>
  (resources) => {
    Object.assign(resources[`google_${type}`]?.[named(type, start)] as Arguments, edit);
  };
const added =
  (type: string, body: Arguments): Change =>
  (resources) => {
    resources[`google_${type}`] = { ...resources[`google_${type}`], leak: body };
  };

function judged(changes: readonly Change[]) {
  const resource = structuredClone(sealed);
  for (const change of changes) change(resource);
  const provider = { google: [{ project: 'acme', region: 'europe-west1' }] };
  const { verdict, findings, exits } = verifyConfigurations([{ stack: 'Test', body: { provider, resource } }], {});
  const distinct = (values: readonly string[]) => [...new Set(values)].sort();
  return { verdict, rules: distinct(findings.map(({ rule }) => rule)), families: distinct(exits.map(({ family }) => family)) };
}

const noDenial = without('compute_firewall', 'Seal_Firewall_Egress_');
const route = added('compute_route', {
  name: 'r',
  network,
  dest_range: '0.0.0.0/0',
  next_hop_gateway: 'default-internet-gateway',
});
const nat: Change = (resources) => {
  added('compute_router', { name: 'r', network, region: 'europe-west1' })(resources);
  added('compute_router_nat', {
    ...{ name: 'n', router: '${google_compute_router.leak.name}', region: 'europe-west1' },
    ...{ nat_ip_allocate_option: 'AUTO_ONLY', source_subnetwork_ip_ranges_to_nat: 'ALL_SUBNETWORKS_ALL_IP_RANGES' },
  })(resources);
};
const defaultRoute = changed('compute_network', 'Network', { delete_default_routes_on_create: false });
const googleApis = changed('compute_subnetwork', 'agent-default', { private_ip_google_access: true });
const ipv6: Change = (resources) => {
  changed('compute_subnetwork', 'agent-default', { stack_type: 'IPV4_IPV6', ipv6_access_type: 'EXTERNAL' })(resources);
  const [machine] = Object.values(resources.google_compute_instance ?? {});
  Object.assign(machine?.network_interface[0], { stack_type: 'IPV4_IPV6', ipv6_access_config: [{ network_tier: 'PREMIUM' }] });
};
const noDenial6 = without('compute_firewall', 'Seal_Firewall_Egress6_');
const noAnswer = without('dns_response_policy_rule', 'Seal_Names__');
const noZone = without('dns_managed_zone', 'Seal_Names_Root');

test('a whole airlock is proven, and nothing in it has an exit of IPv6', () => {
  expect(judged([])).toEqual({ verdict: 'proven', rules: [], families: ['ipv4'] });
});

describe('one lock is enough:', () => {
  test.each([
    ['without the denial, nothing routes', [noDenial]],
    ['with a route and translation, the denial holds', [route, nat]],
    ['with the default route and translation, the denial holds', [defaultRoute, nat]],
    ['with Private Google Access, the denial holds', [googleApis, defaultRoute]],
    ['with IPv6 addresses and the default route, the denial holds', [ipv6, defaultRoute]],
    ['without the denial of IPv6, nothing has such an address', [noDenial6, defaultRoute]],
    ['without the answer to all names, there are no names', [noAnswer]],
    ['without the empty zone, all names are answered', [noZone]],
  ])('%s', (_, changes) => {
    expect(judged(changes)).toMatchObject({ verdict: 'proven', rules: [] });
  });
});

describe('without both an agent gets out:', () => {
  test.each([
    ['by a route and translation', [noDenial, route, nat], 'AIRLOCK-NET-001'],
    ['by the default route and translation', [noDenial, defaultRoute, nat], 'AIRLOCK-NET-001'],
    ["by Google's APIs", [noDenial, googleApis, defaultRoute], 'AIRLOCK-ENDPOINT-001'],
    ['by IPv6', [noDenial6, ipv6, defaultRoute], 'AIRLOCK-NET-001'],
    ['by names', [noAnswer, noZone], 'AIRLOCK-DNS-001'],
  ])('%s', (_, changes, rule) => {
    const { verdict, rules } = judged(changes);
    expect([verdict, rules.includes(rule) ? rule : rules]).toEqual(['refuted', rule]);
  });
});
