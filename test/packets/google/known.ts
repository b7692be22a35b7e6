import type { Known } from '../cloud';
import type { Traffic } from '../topology';
import type { Firewall, GoogleHost, GoogleTopology, Nat, Policy, Route } from './topology';

/** What a known system has beside the sealed one. */
interface Changes {
  readonly agent?: Partial<GoogleHost>;
  readonly bystander?: Partial<GoogleHost>;
  /** Of the rule that closes the agent. */
  readonly closing?: Partial<Firewall>;
  readonly rules?: readonly Partial<Firewall>[];
  readonly farRules?: readonly Partial<Firewall>[];
  readonly nats?: readonly Nat[];
  readonly routes?: readonly Route[];
  readonly keepsDefaultRoute?: boolean;
  readonly peerings?: readonly ('out' | 'back')[];
  readonly policy?: Omit<Policy, 'name' | 'rules'> & { readonly rules: readonly Partial<Firewall>[] };
  readonly hasIpv6?: true;
}

const onPort = (port: number): Traffic => ({ protocol: 'tcp', ports: { from: port, to: port } });
const plain = { disabled: false, priority: 1000, action: 'allow', traffic: onPort(443), sourceTags: [], targetTags: [] } as const;
const out: Partial<Firewall> = { direction: 'egress', ranges: ['0.0.0.0/0'], targetTags: ['agent'] };
const into: Partial<Firewall> = { direction: 'ingress', sourceTags: ['agent'] };

/** An agent and a proxy in one network, a bystander too, and another network that may be peered with one host in it. */
function system(changes: Changes = {}): GoogleTopology {
  const host = { tags: [], hasExternalAddress: false, canForward: false };
  const rule = (prefix: string, list: readonly Partial<Firewall>[]) =>
    list.map((one, index): Firewall => ({ ...plain, name: `${prefix}-${index}`, direction: 'egress', ...one }));
  const closing = { ...out, action: 'deny', traffic: { protocol: 'any' }, ...changes.closing } as const;
  const door = { ...out, ranges: ['10.0.0.11/32'], traffic: onPort(8080), priority: 900 };
  const doorway = { ...into, traffic: onPort(8080), targetTags: ['proxy'] };
  const empty = { routes: [], firewalls: [], nats: [], keepsDefaultRoute: true };
  const peerings = [
    { name: 'out', from: 'net', to: 'far' },
    { name: 'back', from: 'far', to: 'net' },
  ] as const;
  return {
    networks: [
      {
        name: 'net',
        keepsDefaultRoute: changes.keepsDefaultRoute ?? true,
        subnetworks: [
          { name: 'open', cidr: '10.0.0.0/24', region: 'europe-west1' },
          { name: 'inner', cidr: '10.0.1.0/24', region: 'europe-west1', ...(changes.hasIpv6 && { ipv6: '2600:1900:0:1::/64' }) },
        ],
        routes: changes.routes ?? [],
        firewalls: rule('rule', [closing, door, doorway, ...(changes.rules ?? [])]),
        nats: changes.nats ?? [],
        ...(changes.policy && {
          policy: { name: 'policy', first: changes.policy.first, rules: rule('policy', changes.policy.rules) },
        }),
      },
      {
        ...empty,
        name: 'far',
        subnetworks: [{ name: 'away', cidr: '10.1.0.0/24', region: 'europe-west1' }],
        firewalls: rule('far', changes.farRules ?? []),
      },
    ],
    peerings: peerings.filter(({ name }) => changes.peerings?.includes(name)),
    hosts: [
      {
        ...host,
        name: 'Agent',
        address: '10.0.1.10',
        subnetwork: 'inner',
        tags: ['agent'],
        ...(changes.hasIpv6 && { ipv6: '2600:1900:0:1::10' }),
        ...changes.agent,
      },
      { ...host, name: 'Proxy', address: '10.0.0.11', subnetwork: 'open', tags: ['proxy'] },
      { ...host, name: 'Bystander1', address: '10.0.1.12', subnetwork: 'inner', tags: ['web'], ...changes.bystander },
      { ...host, name: 'Bystander2', address: '10.1.0.13', subnetwork: 'away' },
    ],
  };
}

const sealed = ['Proxy ipv4 tcp/8080'];
const all = ['3.5.140.10 ipv4 tcp/443', '93.184.216.34 ipv4 tcp/443', '151.101.1.69 ipv4 tcp/443', '203.0.113.9 ipv4 tcp/443'];
const leaking = [...sealed, ...all];
const outside = { agent: { hasExternalAddress: true } };
const opened = { ...out, priority: 900 };
const nat: Nat = { name: 'nat', region: 'europe-west1', address: '35.0.0.1' };
const toBystander = {
  rules: [
    { ...opened, ranges: ['10.0.1.0/24'] },
    { ...into, targetTags: ['web'] },
  ],
};
const toFar = { rules: [{ ...opened, ranges: ['10.1.0.0/24'] }] };
const quiet: Partial<Firewall> = { direction: 'egress', action: 'deny', traffic: { protocol: 'any' }, targetTags: ['web'] };
const open: Partial<Firewall> = { ...out, targetTags: [], priority: 1 };
const viaBystander: Route = { name: 'relay', to: '93.184.0.0/16', via: { host: 'Bystander1' }, priority: 1000, tags: ['agent'] };

const rows: readonly (readonly [string, Changes, readonly string[]])[] = [
  ['a sealed system', outside, sealed],
  ['a rule that allows, with a lower number', { ...outside, rules: [opened] }, leaking],
  ['a rule that allows, with a higher number', { ...outside, rules: [{ ...opened, priority: 1100 }] }, sealed],
  ['a rule that allows, with the same number', { ...outside, rules: [{ ...opened, priority: 1000 }] }, sealed],
  ['a rule that allows, disabled', { ...outside, rules: [{ ...opened, disabled: true }] }, sealed],
  ['a rule that allows, for others', { ...outside, rules: [{ ...opened, targetTags: ['web'] }] }, sealed],
  [
    'a rule that denies, disabled',
    { ...outside, closing: { disabled: true }, rules: [{ ...opened, action: 'deny', traffic: { protocol: 'udp' } }] },
    overTcp(),
  ],
  [
    'a rule that denies, for others',
    { ...outside, closing: { targetTags: ['web'] }, rules: [{ ...opened, action: 'deny', traffic: { protocol: 'udp' } }] },
    overTcp(),
  ],
  [
    'a rule that denies a half only',
    { ...outside, closing: { ranges: ['128.0.0.0/1'] }, rules: [{ ...opened, action: 'deny', traffic: { protocol: 'udp' } }] },
    overTcp().filter((line) => !/^(151|203)/.test(line)),
  ],
  ['a way out and no external address', { rules: [opened] }, sealed],
  ['a NAT', { rules: [opened], nats: [nat] }, leaking],
  ['a NAT of another region', { rules: [opened], nats: [{ ...nat, region: 'us-central1' }] }, sealed],
  ['a NAT for another subnetwork', { rules: [opened], nats: [{ ...nat, subnetworks: ['open'] }] }, sealed],
  ['a NAT for its subnetwork', { rules: [opened], nats: [{ ...nat, subnetworks: ['inner'] }] }, leaking],
  ['no default route', { ...outside, rules: [opened], keepsDefaultRoute: false }, sealed],
  [
    'a route for others',
    { ...outside, rules: [opened], keepsDefaultRoute: false, routes: [{ ...viaBystander, via: 'internet', tags: ['web'] }] },
    sealed,
  ],
  [
    'a route for it',
    { ...outside, rules: [opened], keepsDefaultRoute: false, routes: [{ ...viaBystander, via: 'internet' }] },
    [...sealed, '93.184.216.34 ipv4 tcp/443'],
  ],
  ['a policy after the rules', { ...outside, policy: { first: false, rules: [open] } }, sealed],
  ['a policy before the rules', { ...outside, policy: { first: true, rules: [open] } }, leaking],
  [
    'a policy before the rules that hands on',
    {
      ...outside,
      policy: {
        first: true,
        rules: [
          { ...open, priority: 2, action: 'goto_next' },
          { ...open, priority: 3 },
        ],
      },
    },
    sealed,
  ],
  [
    'a policy that closes what the rules leave open',
    {
      ...outside,
      closing: { disabled: true },
      policy: { first: false, rules: [{ ...open, action: 'deny', traffic: { protocol: 'any' } }] },
    },
    sealed,
  ],
  [
    'IPv6, and all of IPv4 closed',
    { hasIpv6: true, rules: [{ ...opened, ranges: ['::/0'], action: 'deny', traffic: { protocol: 'udp' } }] },
    [...sealed, ...over6()],
  ],
  [
    'IPv6 closed too',
    { hasIpv6: true, rules: [{ ...opened, ranges: ['::/0'], action: 'deny', traffic: { protocol: 'any' } }] },
    sealed,
  ],
  [
    'both sides of a peering',
    { ...toFar, peerings: ['out', 'back'], farRules: [{ direction: 'ingress', ranges: ['10.0.0.0/8'] }] },
    [...sealed, 'Bystander2 ipv4 tcp/443'],
  ],
  [
    'one side of a peering',
    { ...toFar, peerings: ['out'], farRules: [{ direction: 'ingress', ranges: ['10.0.0.0/8'] }] },
    sealed,
  ],
  ['a source tag across a peering', { ...toFar, peerings: ['out', 'back'], farRules: [into] }, sealed],
  [
    'a bystander that goes out',
    {
      rules: [
        ...toBystander.rules,
        { ...quiet, priority: 1000 },
        { ...quiet, action: 'allow', traffic: onPort(443), priority: 900 },
      ],
      bystander: { hasExternalAddress: true },
    },
    [...leaking, 'Bystander1 ipv4 tcp/443'],
  ],
  [
    'a bystander that may go nowhere',
    { rules: [...toBystander.rules, quiet], bystander: { hasExternalAddress: true } },
    [...sealed, 'Bystander1 ipv4 tcp/443'],
  ],
  ['a bystander without an external address', toBystander, [...sealed, 'Bystander1 ipv4 tcp/443']],
  [
    'a route to a bystander that forwards',
    {
      rules: [
        { ...opened, ranges: ['93.184.0.0/16'] },
        { ...into, targetTags: ['web'] },
      ],
      routes: [viaBystander],
      bystander: { canForward: true },
    },
    [...sealed, 'Bystander1 ipv4 tcp/443'],
  ],
  [
    "a route to a bystander that doesn't forward",
    {
      rules: [
        { ...opened, ranges: ['93.184.0.0/16'] },
        { ...into, targetTags: ['web'] },
      ],
      routes: [viaBystander],
    },
    sealed,
  ],
];

/** Systems on Google Cloud, sealed and not, and what the agent's packets reach. */
export const knownGoogle: readonly Known<GoogleTopology>[] = rows.map(([name, changes, reaches]) => ({
  name,
  topology: system(changes),
  reaches,
}));

/** All of TCP and ICMP, but not UDP. */
function overTcp(): string[] {
  const kinds = [8079, 8080, 8081].map((port) => `tcp/${port}`);
  const addresses = ['3.5.140.10', '93.184.216.34', '151.101.1.69', '203.0.113.9'];
  return [...sealed, ...addresses.flatMap((address) => [...kinds, 'icmp'].map((what) => `${address} ipv4 ${what}`))];
}

function over6(): string[] {
  return ['tcp/8079', 'tcp/8080', 'tcp/8081', 'icmp'].map((what) => `2a00:1450:4001::8a ipv6 ${what}`);
}
