import type { Known } from '../cloud';
import type { AclEntry, AwsHost, AwsTopology, GroupRule, Route } from './topology';

/** What a known system has beside the sealed one. */
interface Changes {
  /** Of the agent's group, beside the way to the proxy. */
  readonly egress?: readonly GroupRule[];
  readonly agentGroup?: { readonly keepsDefault: true };
  readonly agent?: Partial<AwsHost>;
  /** Of the bystander's group. */
  readonly bystander?: { readonly ingress: readonly GroupRule[]; readonly egress: readonly GroupRule[] };
  readonly bystanderHost?: Partial<AwsHost>;
  readonly innerRoutes?: readonly Route[];
  readonly openRoutes?: readonly Route[];
  readonly innerAcl?: readonly AclEntry[];
  readonly openAcl?: readonly AclEntry[];
  readonly farRoutes?: readonly Route[];
  readonly innerGivesPublicAddresses?: boolean;
}

const door: GroupRule = { protocol: 'tcp', ports: { from: 8080, to: 8080 }, peer: { group: 'ProxyGroup' } };
const fromAgent: GroupRule = { ...door, peer: { group: 'AgentGroup' } };
const https = (cidr: string): GroupRule => ({ protocol: 'tcp', ports: { from: 443, to: 443 }, peer: { cidr } });
const toInternet: Route = { to: '0.0.0.0/0', via: { kind: 'internet' } };
const toNat: Route = { to: '0.0.0.0/0', via: { kind: 'nat', name: 'Nat' } };
const toFar: Route = { to: '10.1.0.0/16', via: { kind: 'peering', name: 'Peering' } };
const back: Route = { to: '10.0.0.0/16', via: { kind: 'peering', name: 'Peering' } };
const entry = (number: number, direction: AclEntry['direction'], action: AclEntry['action'], port?: number): AclEntry => ({
  number,
  direction,
  action,
  cidr: '0.0.0.0/0',
  ...(port ? { protocol: 'tcp', ports: { from: port, to: port } } : { protocol: 'any' }),
});
const everything = [entry(100, 'egress', 'allow'), entry(100, 'ingress', 'allow')];

/** An agent in an inner subnet and a proxy in an open one; a bystander beside the agent, and a peered network with nobody in it. */
function system(changes: Changes = {}): AwsTopology {
  const subnetDefaults = { givesPublicAddresses: false };
  const hostDefaults = { publicAddress: 'subnet', sourceDestCheck: true, separateInterface: false } as const;
  return {
    networks: [
      {
        name: 'Vpc',
        cidr: '10.0.0.0/16',
        ipv6: '2600:1f14:0:100::/56',
        internetGateway: true,
        egressOnlyGateway: true,
        natGateways: [{ name: 'Nat', subnet: 'Open', address: '10.0.0.100' }],
        subnets: [
          {
            ...subnetDefaults,
            name: 'Open',
            cidr: '10.0.0.0/24',
            table: 'OpenTable',
            ...(changes.openAcl && { acl: 'OpenAcl' }),
          },
          {
            name: 'Inner',
            cidr: '10.0.1.0/24',
            ipv6: '2600:1f14:0:101::/64',
            table: 'InnerTable',
            ...(changes.innerAcl && { acl: 'InnerAcl' }),
            givesPublicAddresses: changes.innerGivesPublicAddresses ?? false,
          },
        ],
        tables: [
          { name: 'OpenTable', routes: changes.openRoutes ?? [toInternet] },
          { name: 'InnerTable', routes: changes.innerRoutes ?? [] },
        ],
        acls: [
          { name: 'OpenAcl', entries: changes.openAcl ?? [] },
          { name: 'InnerAcl', entries: changes.innerAcl ?? [] },
        ],
        groups: [
          {
            name: 'AgentGroup',
            ingress: [],
            egress: [door, ...(changes.egress ?? [])],
            keepsDefault: false,
            ...changes.agentGroup,
          },
          { name: 'ProxyGroup', ingress: [fromAgent], keepsDefault: false },
          { name: 'BystanderGroup', ingress: [], egress: [], ...changes.bystander, keepsDefault: false },
        ],
      },
      {
        name: 'FarVpc',
        cidr: '10.1.0.0/16',
        internetGateway: false,
        egressOnlyGateway: false,
        natGateways: [],
        subnets: [{ ...subnetDefaults, name: 'Far', cidr: '10.1.0.0/24', table: 'FarTable' }],
        tables: [{ name: 'FarTable', routes: changes.farRoutes ?? [] }],
        acls: [],
        groups: [{ name: 'FarGroup', ingress: [https('10.0.0.0/8')], egress: [], keepsDefault: false }],
      },
    ],
    peerings: [{ name: 'Peering', from: 'Vpc', to: 'FarVpc' }],
    hosts: [
      {
        ...hostDefaults,
        name: 'Agent',
        address: '10.0.1.10',
        ipv6: '2600:1f14:0:101::10',
        subnet: 'Inner',
        groups: ['AgentGroup'],
        ...changes.agent,
      },
      { ...hostDefaults, name: 'Proxy', address: '10.0.0.11', subnet: 'Open', groups: ['ProxyGroup'] },
      {
        ...hostDefaults,
        name: 'Bystander1',
        address: '10.0.1.12',
        subnet: 'Inner',
        groups: ['BystanderGroup'],
        ...changes.bystanderHost,
      },
      { ...hostDefaults, name: 'Bystander2', address: '10.1.0.13', subnet: 'Far', groups: ['FarGroup'] },
    ],
  };
}

const sealed = ['Proxy ipv4 tcp/8080'];
const lowHalf = ['3.5.140.10 ipv4 tcp/443', '93.184.216.34 ipv4 tcp/443'];
const leaking = [...sealed, ...lowHalf, '151.101.1.69 ipv4 tcp/443', '203.0.113.9 ipv4 tcp/443'];
const outward = { egress: [https('0.0.0.0/0')], innerRoutes: [toNat] };
const direct = { egress: [https('0.0.0.0/0')], innerRoutes: [toInternet] };
const far = { egress: [https('10.0.0.0/8')] };
const relaying = { egress: [], ingress: [] };
const relay = { ...relaying, ingress: [https('10.0.1.10/32')], egress: [https('0.0.0.0/0')] };

const rows: readonly (readonly [string, Changes, readonly string[]])[] = [
  ['a sealed system', {}, sealed],
  ['a wide group, and no route', { egress: [https('0.0.0.0/0')] }, sealed],
  ['a wide group, and a route to a NAT gateway', outward, leaking],
  [
    'a group that keeps what it was born with, and a route',
    { ...outward, egress: [], agentGroup: { keepsDefault: true } },
    everyWay(),
  ],
  [
    'a deny before the allow of a network ACL',
    { ...outward, innerAcl: [entry(90, 'egress', 'deny', 443), ...everything] },
    sealed,
  ],
  [
    'a deny after the allow of a network ACL',
    { ...outward, innerAcl: [entry(110, 'egress', 'deny', 443), ...everything] },
    leaking,
  ],
  ['a network ACL that lets no answer in', { ...outward, innerAcl: [entry(100, 'egress', 'allow')] }, leaking],
  ['a network ACL that lets nothing out', { ...outward, innerAcl: [entry(100, 'ingress', 'allow')] }, []],
  ['a network ACL before the NAT gateway', { ...outward, openAcl: [entry(90, 'ingress', 'deny', 443), ...everything] }, sealed],
  ['a network ACL behind the NAT gateway', { ...outward, openAcl: [entry(90, 'egress', 'deny', 443), ...everything] }, sealed],
  ['a NAT gateway without a route of its own', { ...outward, openRoutes: [] }, sealed],
  [
    'a NAT gateway with half a route of its own',
    { ...outward, openRoutes: [{ ...toInternet, to: '0.0.0.0/1' }] },
    [...sealed, ...lowHalf],
  ],
  ['an internet gateway, and no public address', direct, sealed],
  ['an internet gateway, and an Elastic IP', { ...direct, agent: { publicAddress: 'elastic' } }, leaking],
  ['a subnet that gives public addresses', { ...direct, innerGivesPublicAddresses: true }, leaking],
  [
    'a public address that the interface refuses',
    { ...direct, innerGivesPublicAddresses: true, agent: { publicAddress: 'refused' } },
    sealed,
  ],
  [
    'a subnet that gives public addresses, but not to an interface of its own',
    { ...direct, innerGivesPublicAddresses: true, agent: { separateInterface: true } },
    sealed,
  ],
  [
    'an interface of its own with an Elastic IP',
    { ...direct, agent: { separateInterface: true, publicAddress: 'elastic' } },
    leaking,
  ],
  [
    'a prefix list',
    { ...outward, egress: [{ ...https(''), peer: { prefixList: ['3.0.0.0/8', '93.184.216.34/32'] } }] },
    [...sealed, ...lowHalf],
  ],
  [
    'a peering that should lead to the internet',
    { ...outward, innerRoutes: [{ ...toFar, to: '0.0.0.0/0' }] },
    [...sealed, 'Bystander2 ipv4 tcp/443'],
  ],
  [
    'IPv6 by an egress-only gateway',
    { egress: [https('::/0')], innerRoutes: [{ to: '::/0', via: { kind: 'egress-only' } }] },
    [...sealed, '2a00:1450:4001::8a ipv6 tcp/443'],
  ],
  [
    'IPv6 routed, and a group about IPv4',
    { egress: [https('0.0.0.0/0')], innerRoutes: [{ to: '::/0', via: { kind: 'egress-only' } }] },
    sealed,
  ],
  [
    'a peering with routes on both sides',
    { ...far, innerRoutes: [toFar], farRoutes: [back] },
    [...sealed, 'Bystander2 ipv4 tcp/443'],
  ],
  ['a peering with no way back', { ...far, innerRoutes: [toFar] }, [...sealed, 'Bystander2 ipv4 tcp/443']],
  ['a peering with only a way back', { ...far, farRoutes: [back] }, sealed],
  [
    'a host beside the agent that goes out by NAT',
    { egress: [https('10.0.1.0/24')], innerRoutes: [toNat], bystander: relay },
    [...leaking, 'Bystander1 ipv4 tcp/443'],
  ],
  [
    'a host beside the agent that goes nowhere',
    { egress: [https('10.0.1.0/24')], innerRoutes: [toNat], bystander: { ...relay, egress: [] } },
    [...sealed, 'Bystander1 ipv4 tcp/443'],
  ],
  [
    'a network ACL that denies, inside a subnet',
    { egress: [https('10.0.1.0/24')], innerAcl: [], bystander: relay },
    ['Bystander1 ipv4 tcp/443'],
  ],
  [
    'a route to a host that takes foreign packets',
    { ...viaHost(), bystanderHost: { ...inOpen(), sourceDestCheck: false } },
    [...sealed, 'Bystander1 ipv4 tcp/443'],
  ],
  ['a route to a host that checks destinations', { ...viaHost(), bystanderHost: inOpen() }, sealed],
];

/** Systems on AWS, sealed and not, and what the agent's packets reach. */
export const knownAws: readonly Known<AwsTopology>[] = rows.map(([name, changes, reaches]) => ({
  name,
  topology: system(changes),
  reaches,
}));

function everyWay(): string[] {
  const ports = [8079, 8080, 8081].flatMap((port) => [`tcp/${port}`, `udp/${port}`]);
  // the far group speaks of this port, so it is tried too
  const more = [442, 443, 444].flatMap((port) => [`tcp/${port}`, `udp/${port}`]);
  const addresses = ['3.5.140.10', '93.184.216.34', '151.101.1.69', '203.0.113.9'];
  return [...sealed, ...addresses.flatMap((address) => [...ports, ...more, 'icmp'].map((what) => `${address} ipv4 ${what}`))];
}

function viaHost(): Changes {
  const bystander = { ...relay, egress: [] };
  return {
    egress: [https('93.184.0.0/16')],
    innerRoutes: [{ to: '93.184.0.0/16', via: { kind: 'host', name: 'Bystander1' } }],
    bystander,
  };
}

function inOpen(): Partial<AwsHost> {
  return { subnet: 'Open', address: '10.0.0.12' };
}
