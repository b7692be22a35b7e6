import type { Random } from '../random';
import { agent } from '../topology';
import { type AwsHost, type AwsTopology, type GroupRule, type Network, networkOf, type Route, subnetOf } from './topology';

const part = '93.184.0.0/16';
const https = { protocol: 'tcp', ports: { from: 443, to: 443 } } as const;

/** The system with a part of the internet routed to a bystander, as to a NAT instance, and with groups that let the agent's packets reach it. */
export function withDetour(random: Random, topology: AwsTopology): AwsTopology {
  const sender = topology.hosts.find(({ name }) => name === agent);
  const relay = topology.hosts.find((host) => sender && isAside(topology, host, sender));
  if (!sender || !relay) return topology;
  const change = (network: Network): Network => {
    const { table } = subnetOf(topology, sender.subnet);
    const route: Route = { to: part, via: { kind: 'host', name: relay.name } };
    const tables = network.tables.map((one) =>
      one.name === table ? { ...one, routes: [...one.routes.filter(({ to }) => to !== part), route] } : one,
    );
    return { ...network, tables, groups: network.groups.map((group) => opened(random, group, sender, relay)) };
  };
  return {
    ...topology,
    networks: topology.networks.map((network) => (network === networkOf(topology, relay.subnet) ? change(network) : network)),
  };
}

/** A host in a subnet with another table, so that it isn't its own next hop. */
function isAside(topology: AwsTopology, host: AwsHost, sender: AwsHost): boolean {
  const sameNetwork = networkOf(topology, host.subnet) === networkOf(topology, sender.subnet);
  return (
    host.name.startsWith('Bystander') &&
    sameNetwork &&
    subnetOf(topology, host.subnet).table !== subnetOf(topology, sender.subnet).table
  );
}

function opened(random: Random, group: Network['groups'][number], sender: AwsHost, relay: AwsHost): Network['groups'][number] {
  const way = (cidr: string): GroupRule => ({ ...https, peer: { cidr } });
  if (group.isDefault) return group;
  if (sender.groups.includes(group.name)) return group.egress ? { ...group, egress: [...group.egress, way(part)] } : group;
  const isRelays = relay.groups.includes(group.name) && random.chance(0.8);
  return isRelays ? { ...group, ingress: [...group.ingress, way(`${sender.address}/32`)] } : group;
}
