import type { Planted } from '../cloud';
import { contains } from '../topology';
import type { AclEntry, AwsHost, AwsTopology, Group, GroupRule, Network, Route, Subnet } from './topology';

/** Errors that a judge of AWS could make. */
export const plantedAws: readonly Planted<AwsTopology>[] = [
  { error: 'ignores network ACLs', mistaken: subnets(({ acl: _, ...subnet }) => subnet) },
  { error: 'ignores what a network ACL denies', mistaken: entries((list) => list.filter(({ action }) => action === 'allow')) },
  {
    error: 'ignores what a network ACL lets in',
    mistaken: entries((list) => list.filter(({ direction }) => direction === 'egress')),
  },
  {
    error: 'takes the last entry of a network ACL that matches',
    mistaken: entries((list) => list.map((entry) => ({ ...entry, number: 1000 - entry.number }))),
  },
  {
    error: 'takes entries of a network ACL in the order of the file',
    mistaken: entries((list) => list.map((entry, index) => ({ ...entry, number: index + 1 }))),
  },
  { error: "takes a subnet without a table for one with its network's first", mistaken: networks(allAssociated) },
  { error: 'takes every subnet for one without a table', mistaken: subnets(({ table: _, ...subnet }) => subnet) },
  { error: 'sees default routes only', mistaken: routes((route) => route.to.endsWith('/0')) },
  {
    error: 'takes every route for a default route',
    mistaken: networks((network) => ({ ...network, tables: network.tables.map(widened) })),
  },
  { error: 'takes any route that matches, not the most specific', mistaken: networks(widestRoutes) },
  { error: 'takes a group without egress for closed', mistaken: groups((group) => ({ ...group, egress: group.egress ?? [] })) },
  {
    error: 'takes egress in resources of its own for all the egress',
    mistaken: groups((group) => ({ ...group, keepsDefault: false })),
  },
  { error: 'ignores egress of groups', mistaken: groups(({ egress: _, ...group }) => group) },
  { error: 'ignores ingress of groups', mistaken: groups((group) => ({ ...group, ingress: everything })) },
  {
    error: 'takes a group as a peer for anybody',
    mistaken: rules((rule) => ('group' in rule.peer ? { ...rule, peer: { cidr: '0.0.0.0/0' } } : rule)),
  },
  { error: 'ignores rules about groups', mistaken: groups(withoutGroupRules) },
  {
    error: 'ignores prefix lists',
    mistaken: rules((rule) => ('prefixList' in rule.peer ? { ...rule, peer: { prefixList: [] } } : rule)),
  },
  { error: 'takes a prefix list for its first entry', mistaken: rules(firstPrefix) },
  {
    error: 'takes a default group for one that lets nothing in',
    mistaken: groups((group) => (group.isDefault ? { ...group, ingress: [], isDefault: false } : group)),
  },
  {
    error: 'takes a default group for closed',
    mistaken: groups((group) => (group.isDefault ? { ...group, egress: [], isDefault: false } : group)),
  },
  { error: 'sees no interfaces of their own', mistaken: hosts((host) => ({ ...host, separateInterface: false })) },
  { error: 'takes a default route to a peering for one to the internet', mistaken: networks(peeringsToInternet) },
  { error: 'takes every protocol for all', mistaken: rules(({ peer }) => ({ protocol: 'any', peer })) },
  {
    error: 'takes all protocols for TCP',
    mistaken: rules((rule) => (rule.protocol === 'any' ? { ...rule, protocol: 'tcp' } : rule)),
  },
  {
    error: 'leaves out the last port of a range',
    mistaken: rules((rule) => (rule.ports ? { ...rule, ports: { ...rule.ports, to: rule.ports.to - 1 } } : rule)),
  },
  { error: 'needs no public address at an internet gateway', mistaken: hosts(madePublic) },
  { error: 'sees no public addresses', mistaken: hosts((host) => ({ ...host, publicAddress: 'refused' })) },
  {
    error: 'lets the subnet decide on public addresses always',
    mistaken: hosts((host) => ({ ...host, publicAddress: 'subnet' })),
  },
  {
    error: 'ignores that a subnet gives public addresses',
    mistaken: subnets((subnet) => ({ ...subnet, givesPublicAddresses: false })),
  },
  { error: 'ignores NAT gateways', mistaken: routes(({ via }) => via.kind !== 'nat') },
  { error: 'takes a NAT gateway for an internet gateway with addresses for all', mistaken: natAsGateway },
  { error: 'ignores peerings', mistaken: routes(({ via }) => via.kind !== 'peering') },
  { error: 'needs no route to a peering', mistaken: peeringsRouted },
  { error: 'wants a way back through a peering', mistaken: wayBackWanted },
  { error: 'ignores IPv6', mistaken: (topology) => hosts(({ ipv6: _, ...host }) => host)(topology) },
  { error: 'ignores egress-only gateways', mistaken: routes(({ via }) => via.kind !== 'egress-only') },
  { error: 'follows no other host', mistaken: bystandersClosed },
  { error: 'ignores routes to hosts', mistaken: routes(({ via }) => via.kind !== 'host') },
  { error: 'ignores the check of source and destination', mistaken: hosts((host) => ({ ...host, sourceDestCheck: false })) },
];

type Change<T> = (thing: T) => T;
const everything: readonly GroupRule[] = ['0.0.0.0/0', '::/0'].map((cidr) => ({ protocol: 'any', peer: { cidr } }));

function networks(change: (network: Network, topology: AwsTopology) => Network): Change<AwsTopology> {
  return (topology) => ({ ...topology, networks: topology.networks.map((network) => change(network, topology)) });
}

function hosts(change: Change<AwsHost>): Change<AwsTopology> {
  return (topology) => ({ ...topology, hosts: topology.hosts.map(change) });
}

function subnets(change: Change<Subnet>): Change<AwsTopology> {
  return networks((network) => ({ ...network, subnets: network.subnets.map(change) }));
}

function entries(change: Change<readonly AclEntry[]>): Change<AwsTopology> {
  return networks((network) => ({ ...network, acls: network.acls.map((acl) => ({ ...acl, entries: change(acl.entries) })) }));
}

function groups(change: Change<Group>): Change<AwsTopology> {
  return networks((network) => ({ ...network, groups: network.groups.map(change) }));
}

function rules(change: Change<GroupRule>): Change<AwsTopology> {
  return groups(({ egress, ...group }) => ({
    ...group,
    ingress: group.ingress.map(change),
    ...(egress && { egress: egress.map(change) }),
  }));
}

function madePublic(host: AwsHost): AwsHost {
  return { ...host, publicAddress: 'asked', separateInterface: false };
}

function firstPrefix(rule: GroupRule): GroupRule {
  return 'prefixList' in rule.peer ? { ...rule, peer: { prefixList: rule.peer.prefixList.slice(0, 1) } } : rule;
}

function peeringsToInternet(network: Network): Network {
  const changed = (route: Route): Route =>
    route.to === '0.0.0.0/0' && route.via.kind === 'peering' ? { ...route, via: { kind: 'internet' } } : route;
  return {
    ...network,
    internetGateway: true,
    tables: network.tables.map((table) => ({ ...table, routes: table.routes.map(changed) })),
  };
}

function withoutGroupRules({ ingress, egress, ...group }: Group): Group {
  const aboutRanges = (list: readonly GroupRule[]) => list.filter(({ peer }) => !('group' in peer));
  return { ...group, ingress: aboutRanges(ingress), ...(egress && { egress: aboutRanges(egress) }) };
}

function routes(keeps: (route: Route) => boolean): Change<AwsTopology> {
  return networks((network) => ({
    ...network,
    tables: network.tables.map((table) => ({ ...table, routes: table.routes.filter(keeps) })),
  }));
}

function allAssociated(network: Network): Network {
  const [first] = network.tables;
  return { ...network, subnets: network.subnets.map((subnet) => ({ ...(first && { table: first.name }), ...subnet })) };
}

function widened<T extends { readonly routes: readonly Route[] }>(table: T): T {
  return { ...table, routes: table.routes.map((route) => ({ ...route, to: route.to.includes(':') ? '::/0' : '0.0.0.0/0' })) };
}

function widestRoutes(network: Network): Network {
  const widest = (list: readonly Route[]) =>
    list.filter(({ to }) => !list.some((other) => other.to !== to && contains(other.to, to)));
  return { ...network, tables: network.tables.map((table) => ({ ...table, routes: widest(table.routes) })) };
}

function natAsGateway(topology: AwsTopology): AwsTopology {
  const direct = (route: Route): Route => (route.via.kind === 'nat' ? { ...route, via: { kind: 'internet' } } : route);
  const routed = networks((network) => ({
    ...network,
    tables: network.tables.map((table) => ({ ...table, routes: table.routes.map(direct) })),
  }));
  return hosts(madePublic)(routed(topology));
}

function peeringsRouted(topology: AwsTopology): AwsTopology {
  const [peering] = topology.peerings;
  if (!peering) return topology;
  return networks((network) => {
    const peer = topology.networks.find(({ name }) => name !== network.name);
    const added = [peer?.cidr, peer?.ipv6].flatMap((to) =>
      to ? [{ to, via: { kind: 'peering', name: peering.name } } satisfies Route] : [],
    );
    const missing = (list: readonly Route[]) => added.filter(({ to }) => !list.some((route) => route.to === to));
    return {
      ...network,
      tables: network.tables.map((table) => ({ ...table, routes: [...table.routes, ...missing(table.routes)] })),
    };
  })(topology);
}

function wayBackWanted(topology: AwsTopology): AwsTopology {
  const isPeered = ({ tables }: Network) => tables.some((table) => table.routes.some(({ via }) => via.kind === 'peering'));
  return topology.networks.every(isPeered) ? topology : routes(({ via }) => via.kind !== 'peering')(topology);
}

function bystandersClosed(topology: AwsTopology): AwsTopology {
  return groups((group) => (group.name === 'AgentGroup' ? group : { ...group, egress: [], keepsDefault: false }))(topology);
}
