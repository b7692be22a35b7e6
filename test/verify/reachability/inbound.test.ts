import { describe, expect, test } from 'vitest';
import type { Intrusion } from '../../../lib/verify/reachability/intrusion';
import { reach } from '../../../lib/verify/reachability/reach';
import { ServiceSet } from '../../../lib/verify/traffic/service-set';
import {
  allow,
  bystander,
  type Change,
  changed,
  cidrs,
  deliver,
  doubt,
  firewall,
  forwarder,
  hop,
  iface,
  internet,
  listener,
  localEgress,
  network,
  onward,
  outside,
  publicSource,
  rooms,
  route,
  router,
  sealed,
  target,
  tcp,
  workload,
} from './fixture';

const text = ({ kind, who, services, doubts }: Intrusion): string =>
  `${kind} ${who}: ${services}${doubts.length > 0 ? ' ?' : ''}`;
const intruders = (...changes: readonly Change[]): string[] => reach(changed(sealed, ...changes)).intrusions.map(text);

const x = doubt('x');
const toDoor = [allow('10.0.0.0/16', tcp(8080))];
const proxyAt = (ingress: readonly ReturnType<typeof allow>[], more = {}): Change => ({
  interfaces: [
    iface('proxy', rooms.nat, { groups: ['proxy'], ingress: [firewall([allow('10.1.0.0/24', tcp(8080)), ...ingress])], ...more }),
  ],
});
const publicly = { publicSources: [publicSource({ inbound: true })] };
const world = '0.0.0.0/0';
const host = (more = {}): Change => ({
  workloads: [workload('host')],
  interfaces: [iface('host', rooms.egress, { groups: ['host'], ...more })],
});
const peered: Change = {
  networks: [network('vpc-0abc', '10.9.0.0/16', { doubt: x })],
  routers: [
    router('egress-public-routes', [localEgress, route(world, internet()), route('10.9.0.0/16', onward('peer'))]),
    router('peer', [route('10.9.0.0/16', deliver('vpc-0abc'))]),
  ],
};
const doorOpenTo = (to: string, more = {}): Change => ({
  interfaces: [iface('door', rooms.doors, { groups: ['door'], ingress: [firewall([allow([to, 'agents'], tcp(8080), more)])] })],
});

test('only agents can use the proxy of the sealed room', () => {
  expect(intruders()).toEqual([]);
});

describe('others who can use the proxy', () => {
  test.each<[string, string[], ...Change[]]>([
    ['a host in the same group as the agents', ['workload bad: tcp 8080'], bystander('bad', toDoor, { groups: ['agents'] })],
    [
      'a host that the door lets in by its address',
      ['workload bad: tcp 8080'],
      bystander('bad', toDoor),
      doorOpenTo('10.0.1.0/24'),
    ],
    [
      'a host that may get an address that the door lets in',
      ['workload bad: tcp 8080'],
      bystander('bad', toDoor),
      doorOpenTo('10.0.1.7/32'),
    ],
    ["a host in the proxy's network that reaches its load balancer", ['workload host: tcp 8080'], host()],
    [
      'a host that reaches the proxy itself',
      ['workload host: tcp 8080'],
      host(),
      { interfaces: [iface('balancer', rooms.egress, { ingress: [firewall([])] })] },
    ],
    [
      'a host that is let in, possibly',
      ['workload bad: tcp 8080 ?'],
      bystander('bad', toDoor),
      doorOpenTo('10.0.1.0/24', { doubt: x }),
    ],
    ['a host that is there, possibly', ['workload host: tcp 8080 ?'], { ...host(), workloads: [workload('host', { doubt: x })] }],
    [
      'a host behind NAT',
      ['workload host: tcp 8080'],
      { interfaces: [iface('balancer', rooms.egress, { ingress: [firewall([])] })] },
      proxyAt([allow('10.2.0.0/24', tcp(8080))]),
      {
        networks: [network('far', '10.3.0.0/16')],
        subnets: [{ ...rooms.doors, id: 'far-a', network: 'far', router: 'far-routes' }],
        routers: [
          router('far-routes', [route(world, onward('far-nat-routes', { source: cidrs('10.2.0.0/24') }))]),
          router('far-nat-routes', [route('10.1.0.0/16', onward('egress-routes'))]),
        ],
        workloads: [workload('host')],
        interfaces: [iface('host', { ...rooms.doors, id: 'far-a' })],
      },
    ],
    ['the internet, by an address of the proxy', ['internet egress-igw: tcp 8080'], proxyAt([allow(world, tcp(8080))], publicly)],
    [
      'the internet, possibly',
      ['internet egress-igw: tcp 8080 ?'],
      proxyAt([allow(world, tcp(8080))], { publicSources: [publicSource({ inbound: true, doubt: x })] }),
    ],
    [
      'the internet, by a load balancer',
      ['internet balancer: tcp 8080'],
      { forwarders: [forwarder('balancer', [listener(tcp(8080), target('proxy', 8080))], { internet: hop('internet-facing') })] },
    ],
    [
      'other accounts, by the endpoint service',
      ['foreign-account balancer: tcp 8080'],
      {
        forwarders: [
          forwarder('balancer', [listener(tcp(8080), target('proxy', 8080))], { admits: [{ who: 'foreign', hop: hop('*') }] }),
        ],
      },
    ],
    [
      'other accounts, possibly',
      ['foreign-account balancer: tcp 8080 ?'],
      {
        forwarders: [
          forwarder('balancer', [listener(tcp(8080), target('proxy', 8080))], {
            admits: [{ who: 'foreign', hop: hop('*'), doubt: x }],
          }),
        ],
      },
    ],
    [
      'other accounts, by a service before the load balancer',
      ['foreign-account service: tcp 8080'],
      {
        forwarders: [
          forwarder('service', [listener(tcp(443), target('balancer', 8080))], { admits: [{ who: 'foreign', hop: hop('*') }] }),
        ],
      },
    ],
    [
      'hosts of a network that is only referred to',
      ['unknown x: tcp 8080 ?'],
      { networks: [network('agents', '10.0.0.0/16', { doubt: x })] },
      doorOpenTo('10.0.0.0/16'),
    ],
    [
      'hosts in a group that is only referred to',
      ['unknown x: tcp 8080 ?'],
      { networks: [network('agents', '10.0.0.0/16', { doubt: x })] },
      doorOpenTo('sg-0abc'),
    ],
    [
      'hosts of a peered network that is only referred to',
      ['unknown x: tcp 8080 ?'],
      peered,
      proxyAt([allow('10.9.0.0/16', tcp(8080))]),
    ],
    [
      'hosts behind a VPN',
      ['outside vpn: tcp 8080'],
      { routers: [router('egress-public-routes', [localEgress, route('192.168.0.0/16', outside('vpn'))])] },
      proxyAt([allow('192.168.0.0/16', tcp(8080))]),
    ],
    [
      'hosts beyond a route in doubt',
      ['outside vpn: tcp 8080 ?', 'unknown x: tcp 8080 ?'],
      { routers: [router('egress-public-routes', [localEgress, route('192.168.0.0/16', outside('vpn'), { doubt: x })])] },
      proxyAt([allow('192.168.3.0/24', tcp(8080))]),
    ],
  ])('%s', (_, expected, ...changes) => {
    expect(intruders(...changes)).toEqual(expected);
  });
});

describe('nobody else can use the proxy', () => {
  test.each<[string, ...Change[]]>([
    ['with a host that the door keeps out', bystander('bad', toDoor)],
    ['with a host that may not send to the door', bystander('bad', [])],
    [
      'with a host without a route',
      {
        ...bystander('bad', toDoor),
        workloads: [workload('bad')],
        interfaces: [iface('bad', { ...rooms.egress, id: 'egress-lost' })],
        subnets: [{ ...rooms.egress, id: 'egress-lost', router: 'lost' }],
        routers: [router('lost', [])],
      },
    ],
    [
      'with a host that reaches another port of the proxy',
      host({ egress: [firewall([allow('10.1.9.0/24', tcp(9902))])] }),
      proxyAt([allow('10.1.0.0/24', tcp(9902))]),
    ],
    ['with a public address and a closed group', proxyAt([], publicly)],
    ['with a NAT address and an open group', proxyAt([allow('8.0.0.0/8', tcp(8080))], { publicSources: [publicSource()] })],
    [
      'with a public address and no gateway',
      { networks: [network('egress', '10.1.0.0/16')] },
      proxyAt([allow('8.0.0.0/8', tcp(8080))], publicly),
    ],
    [
      'with a public address and no route to the gateway',
      { routers: [router('egress-public-routes', [localEgress])] },
      proxyAt([allow('8.0.0.0/8', tcp(8080))], publicly),
    ],
    [
      'with a load balancer that faces the internet and lets nobody in',
      {
        forwarders: [forwarder('balancer', [listener(tcp(8080), target('proxy', 8080))], { internet: hop('internet-facing') })],
        interfaces: [iface('balancer', rooms.egress, { ingress: [firewall([allow('10.0.0.0/8', ServiceSet.all)])] })],
      },
    ],
    [
      'with a load balancer that faces the internet and leads elsewhere',
      host({ egress: [firewall([])] }),
      { forwarders: [forwarder('other', [listener(tcp(8080), target('host', 8080))], { internet: hop('internet-facing') })] },
    ],
    [
      'with an endpoint service for the own account',
      {
        forwarders: [
          forwarder('balancer', [listener(tcp(8080), target('proxy', 8080))], { admits: [{ who: 'account', hop: hop('own') }] }),
        ],
      },
    ],
    [
      "with a network that is only referred to and a door for the agents' group",
      { networks: [network('agents', '10.0.0.0/16', { doubt: x })] },
    ],
  ])('%s', (_, ...changes) => {
    expect(intruders(...changes)).toEqual([]);
  });
});

test('an intruder has a path', () => {
  const [intrusion] = reach(changed(sealed, bystander('bad', toDoor), doorOpenTo('10.0.1.0/24'))).intrusions;
  expect(intrusion?.path.map(({ resource }) => resource)).toEqual([
    'allow 10.0.0.0/16 tcp 8080',
    'allow 10.0.1.0/24+agents tcp 8080',
    'target balancer',
    'target proxy',
    'allow 10.1.0.0/24 tcp 8080',
  ]);
});
