import { describe, expect, test } from 'vitest';
import type { FirewallRule } from '../../../lib/verify/model/firewall';
import type { NetworkModel } from '../../../lib/verify/model/network-model';
import type { Arrival } from '../../../lib/verify/reachability/arrival';
import { reach } from '../../../lib/verify/reachability/reach';
import { PortSet } from '../../../lib/verify/traffic/port-set';
import { ServiceSet } from '../../../lib/verify/traffic/service-set';
import {
  agentAt,
  agentEgress,
  agentRoutes,
  agentRules,
  allow,
  bystander,
  type Change,
  changed,
  cidrs,
  deliver,
  deny,
  doubt,
  endpoint,
  firewall,
  forwarder,
  hop,
  iface,
  internet,
  listener,
  localAgents,
  localEgress,
  modelOf,
  network,
  next,
  nowhere,
  onward,
  outside,
  publicSource,
  rooms,
  route,
  router,
  sealed,
  service,
  subnet,
  target,
  tcp,
  udp,
  via,
  workload,
} from './fixture';

/** Such as `internet route…: tcp 443 v6 ?`: the question mark stands for doubt. */
const text = ({ kind, destination, services, family, doubts }: Arrival): string =>
  `${kind} ${destination}: ${services}${family === 6 ? ' v6' : ''}${doubts.length > 0 ? ' ?' : ''}`;

const reached = (model: NetworkModel): string[] => (reach(model).arrivals.get('agent') ?? []).map(text);
const door = 'proxy proxy: tcp 8080';
const beyondDoor = (...changes: readonly Change[]): string[] =>
  reached(changed(sealed, ...changes)).filter((each) => each !== door);

const world = '0.0.0.0/0';
const https = agentRules(allow(world, tcp(443)));
const toWorld = (more = {}) => agentRoutes(route(world, internet(), more));
const withPublic = (...rules: FirewallRule[]) => ({
  interfaces: [agentAt({ egress: [firewall([allow('door', tcp(8080)), ...rules])], publicSources: [publicSource()] })],
});
const everything = [allow([world, '::/0'], ServiceSet.all)];
const v6 = {
  subnets: [{ ...rooms.agents, addresses: cidrs('10.0.0.0/24', '2600:1f00::/64') }],
};
const v6Agent = (more = {}): Change => ({
  ...v6,
  interfaces: [
    agentAt({
      addresses: cidrs('10.0.0.0/24', '2600:1f00::/64'),
      egress: [firewall([allow(['door'], tcp(8080)), allow('::/0', tcp(443))])],
      ...more,
    }),
  ],
});
/** A host that may go anywhere, in the agents' network, and a way out for it alone. */
const freeHost = (more = {}): Change => ({
  ...bystander('bastion', everything, { subnet: 'public', publicSources: [publicSource()], ...more }),
  subnets: [subnet('public', 'agents', '10.0.1.0/24', { router: 'public-routes' })],
  routers: [router('public-routes', [localAgents, route(world, internet())])],
});
/** A NAT gateway's subnet whose network ACL lets in one range. */
const natSubnet = (from: string): Change => ({
  subnets: [subnet('nat', 'agents', '10.0.9.0/24', { ingress: [firewall([allow(from, ServiceSet.all)])] })],
  routers: [router('out', [route(world, internet())])],
});
const nacl = (...rules: FirewallRule[]) => ({ subnets: [{ ...rooms.agents, egress: [firewall(rules)] }] });
const open443 = withPublic(allow(world, tcp(443)));

test('the sealed room has one exit, and its path names every resource that lets a packet through', () => {
  const arrivals = reach(sealed).arrivals.get('agent') ?? [];
  expect(arrivals.map(text)).toEqual([door]);
  expect(arrivals[0]?.path.map(({ resource }) => resource)).toEqual([
    'allow door tcp 8080',
    'route 10.0.0.0/16 deliver',
    'allow agents tcp 8080',
    'target balancer',
    'target proxy',
    'allow 10.1.0.0/24 tcp 8080',
  ]);
});

describe('stays sealed', () => {
  test.each<[string, ...Change[]]>([
    ['with a wide rule and no route', https],
    ['with a default route and no rule', toWorld()],
    ['with a rule and a route but no public source', https, toWorld()],
    [
      'with a public source of the other family',
      toWorld(),
      {
        interfaces: [
          agentAt({
            egress: [firewall([allow('door', tcp(8080)), ...everything])],
            publicSources: [publicSource({ family: 6 })],
          }),
        ],
      },
    ],
    ['with a route to nowhere', open443, agentRoutes(route(world, nowhere))],
    [
      'with a more specific route to nowhere over each half',
      open443,
      agentRoutes(route(world, internet()), route('0.0.0.0/1', nowhere), route('128.0.0.0/1', nowhere)),
    ],
    [
      'with a route of higher priority to nowhere',
      open443,
      agentRoutes(route(world, internet(), { priority: 10 }), route(world, nowhere, { priority: 5 })),
    ],
    ['with a route for others only', open443, agentRoutes(route(world, internet(), { groups: ['nat-users'] }))],
    ['with a network ACL that closes', open443, toWorld(), nacl(allow('10.0.0.0/8', ServiceSet.all))],
    [
      'with a network ACL that denies before it allows',
      open443,
      toWorld(),
      nacl(
        deny(world, tcp(443), { priority: 1 }),
        allow(world, ServiceSet.all, { priority: 2 }),
        deny('10.0.0.0/8', tcp(1), { priority: 3 }),
      ),
      {},
    ],
    [
      'with rules to nowhere',
      toWorld(),
      withPublic(allow('127.0.0.0/8', ServiceSet.all), allow('255.255.255.255/32', ServiceSet.all)),
    ],
    ['with link-local addresses open', withPublic(allow('169.254.0.0/16', ServiceSet.all)), toWorld()],
    ['with private addresses open and a default route', withPublic(allow('192.168.0.0/16', ServiceSet.all)), toWorld()],
    [
      'with IPv6 open where no interface has such an address',
      agentRoutes(route('::/0', internet(false))),
      agentRules(allow('::/0', tcp(443))),
    ],
    [
      'with a NAT behind a firewall that closes',
      https,
      agentRoutes(route(world, onward('out', { publicSource: true, firewalls: [firewall([])] }))),
      { routers: [router('out', [route(world, internet())])] },
    ],
    [
      'with a NAT in a subnet that lets in others only',
      https,
      agentRoutes(route(world, onward('out', { publicSource: true, into: 'nat' }))),
      natSubnet('10.0.4.0/24'),
    ],
    [
      'with a NAT in a subnet that lets in some port for it and HTTPS for others',
      https,
      agentRoutes(route(world, onward('out', { publicSource: true, into: 'nat' }))),
      {
        ...natSubnet('10.0.4.0/24'),
        subnets: [
          subnet('nat', 'agents', '10.0.9.0/24', {
            ingress: [firewall([allow('10.0.0.0/24', tcp(80)), allow('10.0.4.0/24', ServiceSet.all)])],
          }),
        ],
      },
    ],
    ['with a router that leads back', https, agentRoutes(route(world, onward('agents-routes')))],
    ['with a deny at the same priority', toWorld(), withPublic(allow(world, tcp(443)), deny(world, tcp(443)))],
    [
      'with a deny of the whole by two halves',
      toWorld(),
      withPublic(
        allow(world, tcp(443)),
        deny('0.0.0.0/1', tcp(443), { priority: 1 }),
        deny('128.0.0.0/1', tcp(443), { priority: 1 }),
      ),
    ],
    [
      'with a list that hands on to one that closes',
      toWorld(),
      {
        interfaces: [
          agentAt({
            egress: [
              firewall([], {
                lists: [
                  { rules: [next(world, ServiceSet.all), allow('door', tcp(8080))] },
                  { rules: [deny(world, ServiceSet.all)] },
                ],
                otherwise: 'allow',
              }),
            ],
            publicSources: [publicSource()],
          }),
        ],
      },
    ],
    ['with a host that it may not send to', freeHost()],
    ['with a host that lets nothing in', freeHost({ ingress: [firewall([])] }), https],
    [
      'with a host whose subnet lets nothing in',
      agentRules(allow('bastion', tcp(22))),
      freeHost(),
      {
        subnets: [
          subnet('public', 'agents', '10.0.1.0/24', {
            router: 'public-routes',
            ingress: [firewall([deny('10.0.0.0/16', ServiceSet.all)])],
          }),
        ],
      },
    ],
    [
      'with an appliance that does not pass on what is not its own',
      agentRules(allow('8.0.0.0/8', tcp(443))),
      agentRoutes(route(world, via('bastion@agents-b'))),
      freeHost(),
    ],
    ['with a group that nothing is in', toWorld(), withPublic(allow('pl-unused', tcp(443)))],
    [
      'with a doubtful deny behind a firm one',
      toWorld(),
      withPublic(
        allow(world, tcp(443)),
        deny(world, tcp(443), { priority: 1 }),
        deny(world, tcp(443), { priority: 0, doubt: doubt('x') }),
      ),
    ],
    [
      'with a doubtful route below a firm one',
      open443,
      agentRoutes(route(world, nowhere), route(world, internet(), { priority: 1, doubt: doubt('x') })),
    ],
    ['with a missing host beside a closed rule', { interfaces: [iface('ghost', rooms.doors, { doubt: doubt('x') })] }],
  ])('%s', (_, ...changes) => {
    expect(beyondDoor(...changes)).toEqual([]);
  });
});

const leak = 'internet route 0.0.0.0/0 internet: tcp 443';

describe('leaks to the internet', () => {
  test.each<[string, string[], ...Change[]]>([
    ['by a public address', [leak], open443, toWorld()],
    ['by an egress rule without limit', ['internet route 0.0.0.0/0 internet: all'], withPublic(...everything), toWorld()],
    [
      'by no firewall at all',
      ['internet route 0.0.0.0/0 internet: all'],
      { interfaces: [agentAt({ egress: [], publicSources: [publicSource()] })] },
      toWorld(),
    ],
    [
      'by halves of the world',
      ['internet route 0.0.0.0/1 internet: tcp 443'],
      open443,
      agentRoutes(route('0.0.0.0/1', internet()), route('128.0.0.0/1', internet())),
    ],
    [
      'by one half, where the other is closed',
      ['internet route 128.0.0.0/1 internet: tcp 443'],
      open443,
      agentRoutes(route(world, nowhere), route('128.0.0.0/1', internet())),
    ],
    [
      'by a hole in a closed route',
      ['internet route 8.8.8.8/32 internet: tcp 443'],
      open443,
      agentRoutes(route('0.0.0.0/1', nowhere), route('8.8.8.8/32', internet())),
    ],
    ['by one of two ties', [leak], open443, agentRoutes(route(world, nowhere), route(world, internet()))],
    [
      'by a route of higher priority',
      [leak],
      open443,
      agentRoutes(route(world, internet(), { priority: 1 }), route(world, nowhere, { priority: 2 })),
    ],
    ['by a tagged route', [leak], open443, agentRoutes(route(world, internet(), { groups: ['agents'] }))],
    [
      'by a NAT gateway in another subnet',
      [leak],
      https,
      agentRoutes(route(world, onward('out', { publicSource: true }))),
      { routers: [router('out', [route(world, internet())])] },
    ],
    [
      'by a NAT gateway in a subnet that lets it in',
      [leak],
      https,
      agentRoutes(route(world, onward('out', { publicSource: true, into: 'nat' }))),
      natSubnet('10.0.0.0/24'),
    ],
    [
      'by a NAT gateway in a subnet that lets in a part of its addresses',
      [leak],
      https,
      agentRoutes(route(world, onward('out', { publicSource: true, into: 'nat' }))),
      natSubnet('10.0.0.128/25'),
    ],
    [
      "by a NAT gateway in its own subnet, whose network ACL isn't asked",
      [leak],
      https,
      agentRoutes(route(world, onward('out', { publicSource: true, into: 'agents' }))),
      { subnets: [{ ...rooms.agents, ingress: [firewall([])] }], routers: [router('out', [route(world, internet())])] },
    ],
    [
      'by two routers on the way to a NAT gateway',
      [leak],
      https,
      agentRoutes(route(world, onward('hub'))),
      {
        routers: [
          router('hub', [route(world, onward('out', { publicSource: true }))]),
          router('out', [route(world, internet())]),
        ],
      },
    ],
    [
      'by an egress-only gateway',
      ['internet route ::/0 internet: tcp 443 v6'],
      v6Agent(),
      agentRoutes(route('::/0', internet(false))),
    ],
    [
      'by an IPv6 address of its own',
      ['internet route ::/0 internet: tcp 443 v6'],
      v6Agent({ publicSources: [publicSource({ family: 6 })] }),
      agentRoutes(route('::/0', internet())),
    ],
    [
      'by NAT64',
      [leak],
      v6Agent(),
      agentRoutes(route('64:ff9b::/96', onward('out', { publicSource: true }))),
      { routers: [router('out', [route(world, internet())])] },
    ],
    [
      'by a network ACL that allows before it denies',
      [leak],
      open443,
      toWorld(),
      nacl(allow(world, ServiceSet.all, { priority: 1 }), deny(world, tcp(443), { priority: 2 })),
    ],
    [
      'by a network ACL with a hole',
      [leak],
      open443,
      toWorld(),
      nacl(allow('10.0.0.0/8', ServiceSet.all), allow('8.8.8.0/24', tcp(443))),
    ],
    ['by UDP', ['internet route 0.0.0.0/0 internet: udp 53'], withPublic(allow(world, udp(53))), toWorld()],
    ['by ICMP', ['internet route 0.0.0.0/0 internet: icmp'], withPublic(allow(world, ServiceSet.icmp())), toWorld()],
    [
      'by a protocol without ports',
      ['internet route 0.0.0.0/0 internet: gre'],
      withPublic(allow(world, ServiceSet.protocol(47))),
      toWorld(),
    ],
    [
      'by a list that hands on to one that opens',
      [leak],
      toWorld(),
      {
        interfaces: [
          agentAt({
            egress: [
              firewall([], {
                lists: [
                  { rules: [next(world, tcp(443)), deny(world, ServiceSet.all, { priority: 200 }), allow('door', tcp(8080))] },
                  { rules: [allow(world, ServiceSet.all)] },
                ],
              }),
            ],
            publicSources: [publicSource()],
          }),
        ],
      },
    ],
    [
      'by a firewall that allows the rest',
      ['internet route 0.0.0.0/0 internet: all'],
      toWorld(),
      { interfaces: [agentAt({ egress: [firewall([], { otherwise: 'allow' })], publicSources: [publicSource()] })] },
    ],
    [
      'by running outside every network',
      ['internet function: all'],
      { workloads: [workload('agent', { outside: hop('function') })] },
    ],
  ])('%s', (_, expected, ...changes) => {
    expect(beyondDoor(...changes)).toEqual(expected);
  });
});

const bastion = 'host bastion: all';

/** The proxy beside the agents, as a host that passes packets on. */
const proxyBeside = (more = {}): Change => ({
  subnets: [subnet('beside', 'agents', '10.0.1.0/24', { router: 'beside-routes' })],
  routers: [router('beside-routes', [localAgents, route(world, internet())])],
  interfaces: [
    iface('proxy', subnet('beside', 'agents', '10.0.1.0/24'), {
      id: 'proxy@egress-a',
      groups: ['proxy'],
      ingress: [firewall([allow('10.0.0.0/24', tcp(8080))])],
      publicSources: [publicSource()],
      forwards: true,
      ...more,
    }),
  ],
});
const toProxyByRoute = agentRoutes(route(world, via('proxy@egress-a')));
const wide8080 = agentRules(allow(world, tcp(8080)));

describe('a proxy whose host forwards', () => {
  test.each<[string, string[], ...Change[]]>([
    ['leaks what a route hands to it', ['internet route 0.0.0.0/0 internet: all'], wide8080, toProxyByRoute, proxyBeside()],
    [
      'leaks what its own firewall lets out',
      ['internet route 0.0.0.0/0 internet: tcp 443'],
      wide8080,
      toProxyByRoute,
      proxyBeside({ egress: [firewall([allow(world, tcp(443))])] }),
    ],
    ['leaks nothing without a public source', [], wide8080, toProxyByRoute, proxyBeside({ publicSources: [] })],
    [
      'leaks nothing without a way out',
      [],
      wide8080,
      toProxyByRoute,
      proxyBeside(),
      { routers: [router('beside-routes', [localAgents])] },
    ],
    ['leaks nothing by its own addresses', [], agentRules(allow('10.0.1.0/24', tcp(8080))), toProxyByRoute, proxyBeside()],
    ['leaks nothing where no route leads to it', [], wide8080, proxyBeside()],
    ['leaks nothing that it lets nobody hand to it', [], wide8080, toProxyByRoute, proxyBeside({ ingress: [firewall([])] })],
    ['leaks nothing where it takes its own packets only', [], wide8080, toProxyByRoute, proxyBeside({ forwards: false })],
  ])('%s', (_, expected, ...changes) => {
    expect(beyondDoor(...changes)).toEqual(expected);
  });
});

describe('leaks by way of others', () => {
  const ssh = agentRules(allow('bastion', tcp(22)));
  test.each<[string, string[], ...Change[]]>([
    ['a bastion', [bastion, 'internet route 0.0.0.0/0 internet: all'], ssh, freeHost()],
    [
      'a bastion named by address',
      [bastion, 'internet route 0.0.0.0/0 internet: all'],
      agentRules(allow('10.0.1.0/24', tcp(22))),
      freeHost(),
    ],
    [
      'a host that may get an address that a rule allows',
      [bastion, 'internet route 0.0.0.0/0 internet: all'],
      agentRules(allow('10.0.1.128/25', tcp(22))),
      freeHost(),
    ],
    [
      'an address that a half rule allows before the whole is denied',
      [bastion, 'internet route 0.0.0.0/0 internet: all'],
      agentRules(allow('10.0.1.0/25', tcp(22), { priority: 1 }), deny('10.0.1.0/24', tcp(22), { priority: 2 })),
      freeHost(),
    ],
    [
      'a host in the same subnet',
      [bastion, 'internet route 0.0.0.0/0 internet: all'],
      ssh,
      toWorld(),
      {
        workloads: [workload('bastion')],
        interfaces: [iface('bastion', rooms.agents, { groups: ['bastion'], publicSources: [publicSource()] })],
      },
    ],
    [
      'a NAT instance',
      [bastion, 'internet route 0.0.0.0/0 internet: all'],
      https,
      freeHost({ id: 'nat', forwards: true }),
      agentRoutes(route(world, via('nat'))),
    ],
    [
      'an appliance to which packets for the door are diverted',
      [bastion, 'internet route 0.0.0.0/0 internet: all'],
      freeHost({ id: 'nat', forwards: true }),
      agentRoutes(route('10.0.1.0/25', via('nat'))),
    ],
    [
      'a relay of two steps',
      ['host first: all', 'host second: all', 'internet route 0.0.0.0/0 internet: tcp 443'],
      agentRules(allow('first', tcp(22))),
      bystander('first', [allow('second', tcp(22))]),
      {
        ...freeHost(),
        workloads: [workload('first'), workload('second')],
        interfaces: [
          iface('first', rooms.doors, { groups: ['first'], egress: [firewall([allow('second', tcp(22))])] }),
          iface('second', subnet('public', 'agents', '10.0.1.0/24'), {
            groups: ['second'],
            egress: [firewall([allow(world, tcp(443))])],
            publicSources: [publicSource()],
          }),
        ],
      },
    ],
    [
      'a load balancer before a host',
      [bastion, 'internet route 0.0.0.0/0 internet: all'],
      agentRules(allow('lb', tcp(80))),
      freeHost({ ingress: [firewall([allow('lb', tcp(9000))])] }),
      {
        forwarders: [forwarder('lb', [listener(tcp(80), target('bastion', 9000))])],
        interfaces: [iface('lb', rooms.doors, { groups: ['lb'] })],
      },
    ],
    [
      'shared storage',
      [bastion, 'internet route 0.0.0.0/0 internet: all'],
      {
        ...freeHost({ ingress: [firewall([])] }),
        workloads: [
          workload('agent', { storage: [{ key: 'fs', hop: hop('mount') }] }),
          workload('bastion', { storage: [{ key: 'fs', hop: hop('other mount') }] }),
        ],
      },
    ],
    [
      'a function that runs outside',
      ['host lambda: all', 'internet lambda: all'],
      agentRules(allow('lambda', tcp(443))),
      { ...bystander('lambda', []), workloads: [workload('lambda', { outside: hop('lambda') })] },
    ],
    [
      'a host in a peered network',
      [bastion, 'internet route 0.0.0.0/0 internet: all'],
      agentRules(allow('10.1.9.0/24', tcp(22))),
      agentRoutes(route('10.1.0.0/16', onward('peer'))),
      {
        routers: [router('peer', [localEgress])],
        workloads: [workload('bastion')],
        interfaces: [iface('bastion', rooms.nat, { publicSources: [publicSource()] })],
      },
    ],
  ])('%s', (_, expected, ...changes) => {
    expect(beyondDoor(...changes)).toEqual(expected);
  });

  test.each<[string, string[], ...Change[]]>([
    ['a host that reaches nothing', [bastion], ssh, bystander('bastion', [])],
    ['a host that reaches the door only', [bastion], ssh, bystander('bastion', [allow('door', tcp(8080))])],
    [
      'a host that reaches a confined endpoint',
      ['confined s3: tcp 443', bastion],
      ssh,
      bystander('bastion', [allow('s3', tcp(443))]),
      { endpoints: [endpoint('s3', 'confined')], interfaces: [iface('s3', rooms.doors, { groups: ['s3'] })] },
    ],
    [
      'another agent, whatever it reaches',
      ['host other: all'],
      { agents: [{ id: 'other', members: ['other'] }] },
      agentRules(allow('other', tcp(22))),
      {
        ...freeHost(),
        workloads: [workload('other')],
        interfaces: [iface('other', rooms.doors, { groups: ['other'], publicSources: [publicSource()] })],
      },
    ],
  ])('and does not by %s', (_, expected, ...changes) => {
    expect(beyondDoor(...changes).filter((each) => !each.startsWith('internet'))).toEqual(expected);
    if (!expected.some((each) => each.includes('other'))) expect(beyondDoor(...changes)).toEqual(expected);
  });

  test('a leak by a relay has the path of every step', () => {
    const arrivals = reach(changed(sealed, ssh, freeHost())).arrivals.get('agent') ?? [];
    expect(arrivals.find(({ kind }) => kind === 'internet')?.path.map(({ resource }) => resource)).toEqual([
      'allow bastion tcp 22',
      'route 10.0.0.0/16 deliver',
      'allow 0.0.0.0/0+::/0 all',
      'public source',
      'route 0.0.0.0/0 internet',
    ]);
  });

  test('hosts that are alike are one', () => {
    const many = Array.from({ length: 300 }, (_, i) => `host-${i}`);
    const twins: Change = {
      workloads: many.map((id) => workload(id)),
      interfaces: many.map((id) => iface(id, rooms.doors, { groups: ['fleet'], egress: [firewall([allow('fleet', tcp(22))])] })),
    };
    const arrivals = reach(changed(sealed, agentRules(allow('fleet', tcp(22))), twins)).arrivals.get('agent') ?? [];
    const hosts = arrivals.filter(({ kind }) => kind === 'host');
    expect(hosts.length).toBe(1);
    expect(hosts[0]?.alike?.length).toBe(299);
  });
});

describe('comes out of the system or to services', () => {
  const s3 = { endpoints: [endpoint('s3', 'open', { groups: ['pl-s3'], addresses: cidrs('52.216.0.0/15') })] };
  test.each<[string, string[], ...Change[]]>([
    ['by a VPN', ['outside vpn: tcp 443'], https, agentRoutes(route('192.168.0.0/16', outside('vpn')))],
    [
      'by an endpoint that routes lead to',
      ['open-endpoint s3: tcp 443'],
      https,
      s3,
      agentRoutes(route('52.216.0.0/15', service('s3'))),
    ],
    [
      'by an endpoint named by its prefix list',
      ['open-endpoint s3: tcp 443'],
      agentRules(allow('pl-s3', tcp(443))),
      s3,
      agentRoutes(route('52.216.0.0/15', service('s3'))),
    ],
    [
      'by an interface endpoint',
      ['open-endpoint kms: tcp 443'],
      https,
      { endpoints: [endpoint('kms', 'open')], interfaces: [iface('kms', rooms.doors)] },
    ],
    [
      'by an interface endpoint at its own ports only',
      [],
      agentRules(allow(world, tcp(22))),
      { endpoints: [endpoint('kms', 'open')], interfaces: [iface('kms', rooms.doors)] },
    ],
    [
      'by a confined endpoint',
      ['confined kms: tcp 443'],
      https,
      { endpoints: [endpoint('kms', 'confined')], interfaces: [iface('kms', rooms.doors)] },
    ],
    [
      'by an endpoint of unknown policy',
      ['unknown-endpoint kms: tcp 443 ?'],
      https,
      { endpoints: [endpoint('kms', 'unknown')], interfaces: [iface('kms', rooms.doors)] },
    ],
    [
      'by a confined endpoint in doubt',
      ['unknown-endpoint kms: tcp 443 ?'],
      https,
      {
        endpoints: [endpoint('kms', 'confined', { confinement: { verdict: 'confined', reasons: [], doubt: doubt('x') } })],
        interfaces: [iface('kms', rooms.doors)],
      },
    ],
    [
      'by an endpoint that takes other addresses',
      [],
      agentRules(allow('8.8.8.8/32', tcp(443))),
      s3,
      agentRoutes(route(world, service('s3'))),
    ],
  ])('%s', (_, expected, ...changes) => {
    expect(beyondDoor(...changes)).toEqual(expected);
  });
});

describe('the proxy', () => {
  const direct = (services: ServiceSet, ports?: PortSet): Change => ({
    ...agentRoutes(route('10.1.0.0/16', onward('egress-routes'))),
    interfaces: [
      agentAt({ egress: [firewall([allow('10.1.0.0/16', services)])] }),
      iface('proxy', rooms.egress, { groups: ['proxy'], ingress: [firewall([allow('10.0.0.0/8', ServiceSet.all)])] }),
      iface('balancer', rooms.egress, { ingress: [firewall([])] }),
    ],
    proxies: [{ id: 'proxy', members: ['proxy'], ...(ports ? { ports } : {}) }],
  });
  test.each<[string, string[], ...Change[]]>([
    ['at its port', ['proxy proxy: tcp 8080'], direct(tcp(8080), PortSet.of(8080))],
    ['at two of its ports', ['proxy proxy: tcp 3128 8080'], direct(tcp(8080, 3128), PortSet.of(8080, 3128))],
    [
      'at a port beside',
      ['proxy proxy: tcp 8080', 'proxy-other-port proxy: tcp 8081'],
      direct(tcp(8080, 8081), PortSet.of(8080)),
    ],
    ['at any single port if it states none', ['proxy proxy: tcp 9000'], direct(tcp(9000))],
    ['at more than one port if it states none', ['proxy-other-port proxy: tcp 9000-9001'], direct(tcp(9000, 9001))],
    ['at SSH', ['proxy-other-port proxy: tcp 22'], direct(tcp(22))],
    ['at SSH beside its port', ['proxy proxy: tcp 8080', 'proxy-other-port proxy: tcp 22'], direct(tcp(22, 8080))],
    ["at Envoy's administration", ['proxy-other-port proxy: tcp 9901'], direct(tcp(9901))],
    ['at SSH if that is its stated port', ['proxy proxy: tcp 22'], direct(tcp(22), PortSet.of(22))],
    ['by UDP', ['proxy-other-port proxy: udp 8080'], direct(udp(8080), PortSet.of(8080))],
    ['by everything', ['proxy proxy: tcp 8080', 'proxy-other-port proxy: all'], direct(ServiceSet.all, PortSet.of(8080))],
  ])('is reached %s', (_, expected, ...changes) => {
    expect(
      reached(changed(sealed, ...changes)).map((each) =>
        each.includes('other') && each.length > 80 ? 'proxy-other-port proxy: all' : each,
      ),
    ).toEqual(expected);
  });

  test.each<[string, string[], ...Change[]]>([
    [
      'a front at another port',
      ['proxy proxy: tcp 8080'],
      { ...agentRules(allow('door', tcp(443))), forwarders: [forwarder('door', [listener(tcp(443), target('balancer', 8080))])] },
      { interfaces: [iface('door', rooms.doors, { groups: ['door'] })] },
    ],
    [
      'a front to another port of the proxy',
      ['proxy-other-port proxy: tcp 22'],
      {
        forwarders: [forwarder('balancer', [listener(tcp(8080), target('proxy', 22))])],
        interfaces: [iface('proxy', rooms.egress)],
      },
    ],
    [
      'a front with the same port range',
      ['proxy proxy: tcp 8080'],
      {
        forwarders: [forwarder('balancer', [listener(tcp({ from: 8000, to: 9000 }), target('proxy', { from: 8000, to: 9000 }))])],
      },
    ],
    [
      'a front that the proxy keeps out',
      [],
      { interfaces: [iface('proxy', rooms.egress, { ingress: [firewall([allow('10.9.0.0/16', tcp(8080))])] })] },
    ],
    [
      'a front before the proxy and a host',
      ['host bastion: all', 'proxy proxy: tcp 8080'],
      bystander('bastion', []),
      { forwarders: [forwarder('balancer', [listener(tcp(8080), target('proxy', 8080), target('bastion', 80))])] },
    ],
    ['a front that is named as the proxy', ['proxy door: tcp 8080'], { proxies: [{ id: 'proxy', members: ['door'] }] }],
    [
      'a front that leads to a front that is not there',
      ['unknown missing: all ?'],
      { forwarders: [forwarder('door', [listener(tcp(8080), target('missing', 8080))])] },
    ],
    [
      'a front in doubt',
      ['proxy proxy: tcp 8080', 'unknown account: all ?'],
      { forwarders: [forwarder('door', [listener(tcp(8080), target('balancer', 8080))], { doubt: doubt('account') })] },
    ],
    [
      'a front with a target in doubt',
      ['proxy proxy: tcp 8080 ?'],
      { forwarders: [forwarder('balancer', [listener(tcp(8080), target('proxy', 8080, { doubt: doubt('x') }))])] },
    ],
  ])('is reached by %s', (_, expected, ...changes) => {
    expect(reached(changed(sealed, ...changes)).map((each) => each.replace("'missing' isn't in the inputs", 'missing'))).toEqual(
      expected,
    );
  });
});

const [first, second] = ['host first: all', 'host second: all ?'];
/** Two hosts in a row; the second takes packets from a source that the first, or the agent, doesn't have. */
function near(source: string, forwards: boolean, of: 'first' | 'agent' = 'first'): readonly Change[] {
  const to = [allow('door', tcp(8080)), allow(of === 'agent' ? 'second' : 'first', tcp(22))];
  return [
    { interfaces: [agentAt({ egress: [firewall(to)], forwards: of === 'agent' && forwards })] },
    ...(of === 'agent' ? [] : [bystander('first', [allow('second', tcp(22))], { forwards })]),
    bystander('second', [], { ingress: [firewall([allow(source, tcp(22))])] }),
  ];
}

describe('what hangs on doubt', () => {
  const x = doubt('x');
  const maybe = `${leak} ?`;
  test.each<[string, string[], ...Change[]]>([
    ['an egress rule', [maybe], withPublic(allow(world, tcp(443), { doubt: x })), toWorld()],
    ['a deny', [maybe], withPublic(allow(world, tcp(443)), deny(world, tcp(443), { priority: 1, doubt: x })), toWorld()],
    [
      'a part of a rule',
      [leak, 'internet route 0.0.0.0/0 internet: tcp 80 ?'],
      withPublic(allow(world, tcp(443)), allow(world, tcp(80, 443), { doubt: x })),
      toWorld(),
    ],
    [
      'a firewall',
      ['internet route 0.0.0.0/0 internet: all ?'],
      toWorld(),
      { interfaces: [agentAt({ egress: [agentEgress, firewall([], { doubt: x })].slice(1), publicSources: [publicSource()] })] },
    ],
    ['a route', [maybe, 'unknown x: tcp 443 ?'], open443, toWorld({ doubt: x })],
    [
      'a route of which another is sure',
      [leak, 'unknown x: tcp 443 ?'],
      open443,
      agentRoutes(route(world, internet()), route(world, nowhere, { doubt: x })),
    ],
    [
      'a route that would close a part',
      [leak, maybe, 'unknown x: tcp 443 ?'],
      open443,
      agentRoutes(route(world, internet()), route('0.0.0.0/1', nowhere, { doubt: x })),
    ],
    [
      'a route that would close the whole',
      [maybe, 'unknown x: tcp 443 ?'],
      open443,
      agentRoutes(route(world, internet(), { priority: 2 }), route(world, nowhere, { doubt: x })),
    ],
    ['a router', ['unknown x: tcp 443 ?'], https, { routers: [router('agents-routes', [localAgents], { doubt: x })] }],
    [
      'a public source',
      [maybe],
      toWorld(),
      {
        interfaces: [
          agentAt({
            egress: [firewall([allow('door', tcp(8080)), allow(world, tcp(443))])],
            publicSources: [publicSource({ doubt: x })],
          }),
        ],
      },
    ],
    ['a network', ['unknown x: tcp 443 ?'], https, { networks: [network('agents', '10.0.0.0/16', { doubt: x })] }],
    [
      'a peered network',
      ['unknown x: tcp 443 ?'],
      https,
      { networks: [network('vpc-0abc', '10.9.0.0/16', { doubt: x })] },
      agentRoutes(route('10.9.0.0/16', onward('peer'))),
      { routers: [router('peer', [route('10.9.0.0/16', deliver('vpc-0abc'))])] },
    ],
    [
      'a group from elsewhere in a network in doubt',
      ['unknown x: tcp 22 ?'],
      agentRules(allow('sg-0abc', tcp(22))),
      { networks: [network('agents', '10.0.0.0/16', { doubt: x })] },
    ],
    [
      'a relay',
      ['host bastion: all ?', 'internet route 0.0.0.0/0 internet: all ?', 'unknown x: all ?'],
      agentRules(allow('bastion', tcp(22))),
      { ...freeHost(), workloads: [workload('bastion', { doubt: x })] },
    ],
    [
      "a relay's interface",
      ['host bastion: all ?', 'internet route 0.0.0.0/0 internet: all ?'],
      agentRules(allow('bastion', tcp(22))),
      freeHost({ doubt: x }),
    ],
    [
      'the way to a relay',
      ['host bastion: all ?', 'internet route 0.0.0.0/0 internet: all ?'],
      agentRules(allow('bastion', tcp(22), { doubt: x })),
      freeHost(),
    ],
    [
      'a subnet that is missing',
      ["unknown subnet 'gone' isn't in the inputs: tcp 443 ?"],
      { interfaces: [agentAt({ subnet: 'gone', egress: [firewall([allow(world, tcp(443))])] })] },
    ],
    [
      'a router that is missing',
      ["unknown router 'gone' isn't in the inputs: tcp 443 ?"],
      https,
      { subnets: [{ ...rooms.agents, router: 'gone' }] },
    ],
    [
      'an appliance that is missing',
      ["unknown interface 'gone' isn't in the inputs: all ?"],
      https,
      agentRoutes(route(world, via('gone'))),
    ],
    [
      'an endpoint that is missing',
      ["unknown endpoint 'gone' isn't in the inputs: all ?"],
      https,
      agentRoutes(route(world, service('gone'))),
    ],
    ['a host that forwards, of which another takes what comes from elsewhere', [first, second], ...near('10.9.0.0/24', true)],
    ['a host that forwards, of which another takes what a group sends', [first, second], ...near('trusted', true)],
    ['a host that does not forward', [first], ...near('10.9.0.0/24', false)],
    ['an agent that forwards', [second], ...near('10.9.0.0/24', true, 'agent')],
    [
      'a list that hands on, possibly, before it denies',
      [maybe],
      toWorld(),
      {
        interfaces: [
          agentAt({
            egress: [
              firewall([], {
                lists: [
                  { rules: [next(world, tcp(443), { priority: 1, doubt: x }), deny(world, ServiceSet.all, { priority: 2 })] },
                  { rules: [allow(world, ServiceSet.all)] },
                ],
              }),
            ],
            publicSources: [publicSource()],
          }),
        ],
      },
    ],
  ])('%s', (_, expected, ...changes) => {
    expect(beyondDoor(...changes).filter((each) => each !== `${door} ?`)).toEqual(expected);
  });

  test('an agent that runs nowhere is unknown, not sealed', () => {
    expect(beyondDoor({ workloads: [workload('lost')], agents: [{ id: 'agent', members: ['lost'] }] })).toEqual([
      'unknown lost: all ?',
    ]);
    expect(beyondDoor({ agents: [{ id: 'agent', members: ['nobody'] }] })).toEqual([
      "unknown where 'nobody' runs isn't in the inputs: all ?",
    ]);
    expect(beyondDoor({ agents: [{ id: 'agent', members: [] }] })).toEqual([
      "unknown where 'agent' runs isn't in the inputs: all ?",
    ]);
  });

  test('an agent whose placement is in doubt is unknown', () => {
    expect(beyondDoor({ workloads: [workload('agent', { doubt: x })] })).toEqual([`${door} ?`, 'unknown x: all ?']);
    expect(beyondDoor({ interfaces: [agentAt({ doubt: x })] })).toEqual([`${door} ?`, 'unknown x: all ?']);
  });

  test('doubts are named, each once', () => {
    const model = changed(sealed, withPublic(allow(world, tcp(443), { doubt: x })), toWorld({ doubt: doubt('y') }));
    const leaking = (reach(model).arrivals.get('agent') ?? []).find(({ kind }) => kind === 'internet');
    expect(leaking?.doubts.map(({ reason }) => reason).toSorted()).toEqual(['x', 'y']);
  });
});

test('two runs are equal', () => {
  const model = changed(sealed, https, toWorld(), freeHost(), agentRules(...everything));
  const seen = () => (reach(model).arrivals.get('agent') ?? []).map((each) => [text(each), each.path]);
  expect(seen()).toEqual(seen());
  expect(modelOf().agents).toEqual([]);
});

test('a way on that would need a public source takes no doubt from the way beside it', () => {
  const routes = [route(world, internet(false), { doubt: doubt('x') }), route(world, onward('egress-public-routes'))];
  const arrivals = reach(changed(sealed, https, agentRoutes(...routes))).arrivals.get('agent') ?? [];
  const doubts = arrivals.filter(({ kind }) => kind === 'internet').map((arrival) => arrival.doubts.map(({ reason }) => reason));
  expect(doubts).toEqual([['x']]);
});
