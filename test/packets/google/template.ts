import type { Deployment } from '../deployment';
import { found } from '../found';
import { agent, listenerPort, type PortRange, proxy, type Traffic } from '../topology';
import type { Firewall, GoogleHost, GoogleTopology, Nat, Network, Policy, Route } from './topology';

type Blocks = Readonly<Record<string, object>>;

export const instanceId = (name: string): string => `google_compute_instance.${label(name)}`;

/** The system as Terraform's JSON configuration. */
export function googleDeployment(topology: GoogleTopology): Deployment {
  const { networks, peerings, hosts } = topology;
  const policies = networks.flatMap(({ name, policy }) => (policy ? [{ ...policy, network: name }] : []));
  const blocks = {
    ...policyBlocks(policies),
    google_compute_network: named(networks, networkBlock),
    google_compute_subnetwork: Object.assign({}, ...networks.map(subnetworkBlocks)),
    google_compute_route: Object.assign(
      {},
      ...networks.map((network) => named(network.routes, (route) => routeBlock(topology, network, route))),
    ),
    google_compute_firewall: Object.assign(
      {},
      ...networks.map((network) => named(network.firewalls, (rule) => firewallBlock(network, rule))),
    ),
    google_compute_router: Object.assign(
      {},
      ...networks.map((network) => named(network.nats, (nat) => routerBlock(network, nat))),
    ),
    google_compute_router_nat: Object.assign({}, ...networks.map(({ nats }) => named(nats, natBlock))),
    google_compute_network_peering: named(peerings, ({ name, from, to }) => ({
      name,
      network: link('google_compute_network', from, 'self_link'),
      peer_network: link('google_compute_network', to, 'self_link'),
    })),
    google_compute_instance: named(hosts, (host) => instanceBlock(topology, host)),
  };
  const resource = Object.fromEntries(Object.entries(blocks).filter(([, block]) => Object.keys(block).length > 0));
  const content = { provider: { google: [{ project: 'airlock-test', region: 'europe-west1' }] }, resource };
  return { file: 'cdk.tf.json', content, agents: [instanceId(agent)], proxies: [`${instanceId(proxy)}:${listenerPort}`] };
}

const label = (name: string): string => name.toLowerCase().replaceAll('-', '_');
const link = (type: string, name: string, attribute = 'id'): string => `\${${type}.${label(name)}.${attribute}}`;

const named = <T extends { readonly name: string }>(items: readonly T[], block: (item: T) => object): Blocks =>
  Object.fromEntries(items.map((item) => [label(item.name), block(item)]));

const networkBlock = ({ name, keepsDefaultRoute, policy }: Network): object => ({
  name,
  ...(policy?.first && { network_firewall_policy_enforcement_order: 'BEFORE_CLASSIC_FIREWALL' }),
  auto_create_subnetworks: false,
  ...(keepsDefaultRoute ? {} : { delete_default_routes_on_create: true }),
});

const subnetworkBlocks = (network: Network): Blocks =>
  named(network.subnetworks, ({ name, cidr, ipv6, region }) => ({
    name,
    ...(ipv6 && { stack_type: 'IPV4_IPV6', ipv6_access_type: 'EXTERNAL' }),
    network: link('google_compute_network', network.name),
    ip_cidr_range: cidr,
    region,
  }));

function routeBlock(topology: GoogleTopology, network: Network, { name, to, via, priority, tags }: Route): object {
  const hop =
    via === 'internet'
      ? { next_hop_gateway: 'default-internet-gateway' }
      : { next_hop_instance: link('google_compute_instance', via.host), next_hop_instance_zone: zoneOf(topology, via.host) };
  return {
    name,
    network: link('google_compute_network', network.name),
    dest_range: to,
    priority,
    ...hop,
    ...(tags.length > 0 && { tags }),
  };
}

function zoneOf(topology: GoogleTopology, name: string): string {
  const { subnetwork } = found(topology.hosts, (host) => host.name === name);
  const all = topology.networks.flatMap(({ subnetworks }) => subnetworks);
  return `${found(all, (one) => one.name === subnetwork).region}-b`;
}

function firewallBlock(network: Network, rule: Firewall): object {
  const ranges = rule.direction === 'egress' ? 'destination_ranges' : 'source_ranges';
  return {
    name: rule.name,
    network: link('google_compute_network', network.name),
    direction: rule.direction.toUpperCase(),
    priority: rule.priority,
    [rule.action]: [trafficBlock(rule.traffic)],
    ...(rule.disabled && { disabled: true }),
    ...(rule.ranges && { [ranges]: rule.ranges }),
    ...(rule.sourceTags.length > 0 && { source_tags: rule.sourceTags }),
    ...(rule.targetTags.length > 0 && { target_tags: rule.targetTags }),
  };
}

const trafficBlock = ({ protocol, ports }: Traffic): object => ({
  protocol: protocolName(protocol),
  ...(ports && { ports: portNames(ports) }),
});

// Terraform knows no name for ICMPv6
const protocolName = (protocol: Traffic['protocol']): string =>
  protocol === 'any' ? 'all' : protocol === 'icmpv6' ? '58' : protocol;
const portNames = ({ from, to }: PortRange): readonly string[] => [from === to ? `${from}` : `${from}-${to}`];

function policyBlocks(policies: readonly (Policy & { readonly network: string })[]): Readonly<Record<string, Blocks>> {
  const policyLink = (name: string) => link('google_compute_network_firewall_policy', name, 'name');
  return {
    google_compute_network_firewall_policy: named(policies, ({ name }) => ({ name })),
    google_compute_network_firewall_policy_association: named(policies, ({ name, network }) => ({
      name: `${name}-association`,
      firewall_policy: policyLink(name),
      attachment_target: link('google_compute_network', network),
    })),
    google_compute_network_firewall_policy_rule: Object.assign(
      {},
      ...policies.map(({ name, rules }) =>
        named(rules, (rule) => ({ firewall_policy: policyLink(name), ...policyRuleBlock(rule) })),
      ),
    ),
  };
}

function policyRuleBlock({ direction, action, priority, disabled, ranges, traffic }: Firewall): object {
  const layer4 = { ip_protocol: protocolName(traffic.protocol), ...(traffic.ports && { ports: portNames(traffic.ports) }) };
  const match = { [direction === 'egress' ? 'dest_ip_ranges' : 'src_ip_ranges']: ranges, layer4_configs: [layer4] };
  return { direction: direction.toUpperCase(), action, priority, ...(disabled && { disabled }), match: [match] };
}

const routerBlock = (network: Network, { name, region }: Nat): object => ({
  name: `${name}-router`,
  network: link('google_compute_network', network.name),
  region,
});

const natBlock = ({ name, region, subnetworks }: Nat): object => ({
  name,
  router: link('google_compute_router', name, 'name'),
  region,
  nat_ip_allocate_option: 'AUTO_ONLY',
  source_subnetwork_ip_ranges_to_nat: subnetworks ? 'LIST_OF_SUBNETWORKS' : 'ALL_SUBNETWORKS_ALL_IP_RANGES',
  ...(subnetworks && {
    subnetwork: subnetworks.map((subnetwork) => ({
      name: link('google_compute_subnetwork', subnetwork),
      source_ip_ranges_to_nat: ['ALL_IP_RANGES'],
    })),
  }),
});

function instanceBlock(topology: GoogleTopology, host: GoogleHost): object {
  return {
    name: host.name.toLowerCase(),
    machine_type: 'e2-small',
    zone: zoneOf(topology, host.name),
    can_ip_forward: host.canForward,
    ...(host.tags.length > 0 && { tags: host.tags }),
    boot_disk: [{ initialize_params: [{ image: 'debian-cloud/debian-12' }] }],
    network_interface: [
      {
        subnetwork: link('google_compute_subnetwork', host.subnetwork),
        network_ip: host.address,
        ...(host.ipv6 && { stack_type: 'IPV4_IPV6', ipv6_access_config: [{ network_tier: 'PREMIUM' }] }),
        ...(host.hasExternalAddress && { access_config: [{}] }),
      },
    ],
  };
}
