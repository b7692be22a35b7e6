import type { Random } from '../random';
import { agent, type Traffic } from '../topology';
import { type Firewall, type GoogleTopology, type Network, networkOf } from './topology';

const https: Traffic = { protocol: 'tcp', ports: { from: 443, to: 443 } };
const plain = { action: 'allow', disabled: false, priority: 400, traffic: https, sourceTags: [], targetTags: [] } as const;

/** The system with the internet routed to a bystander, as to a NAT instance, and with rules that let the agent's packets reach it. */
export function withDetour(random: Random, topology: GoogleTopology): GoogleTopology {
  const sender = topology.hosts.find(({ name }) => name === agent);
  const home = sender && networkOf(topology, sender);
  const relay = topology.hosts.find((host) => host.name.startsWith('Bystander') && networkOf(topology, host) === home);
  if (!sender || !home || !relay) return topology;
  const route = {
    name: `detour-${home.name}`,
    to: '0.0.0.0/0',
    via: { host: relay.name },
    // below and above that of the route that Google gives
    priority: random.pick([950, 1050]),
    tags: ['agent'],
  };
  const ways: Firewall[] = [
    { ...plain, name: 'detour-out', direction: 'egress', ranges: ['93.184.0.0/16', '203.0.113.0/24'] },
    { ...plain, name: 'detour-in', direction: 'ingress', ranges: [`${sender.address}/32`] },
  ];
  const changed: Network = { ...home, routes: [...home.routes, route], firewalls: [...home.firewalls, ...ways] };
  return { ...topology, networks: topology.networks.map((network) => (network === home ? changed : network)) };
}
