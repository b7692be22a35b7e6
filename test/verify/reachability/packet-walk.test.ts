import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Firewall, FirewallRule } from '../../../lib/verify/model/firewall';
import type { Interface } from '../../../lib/verify/model/interface';
import type { NetworkModel } from '../../../lib/verify/model/network-model';
import type { NextHop, Route } from '../../../lib/verify/model/route';
import type { Find } from '../../../lib/verify/reachability/find';
import type { Mode } from '../../../lib/verify/reachability/mode';
import { networkMap } from '../../../lib/verify/reachability/network-map';
import { partiesOf } from '../../../lib/verify/reachability/party';
import { reach } from '../../../lib/verify/reachability/reach';
import { search } from '../../../lib/verify/reachability/search';
import { ServiceSet } from '../../../lib/verify/traffic/service-set';
import { TrafficSet } from '../../../lib/verify/traffic/traffic-set';
import type { Doubt } from '../../../lib/verify/world/doubt';
import {
  cidrs,
  deliver,
  doubt,
  firewall,
  forwarder,
  iface,
  internet,
  listener,
  modelOf,
  network,
  nowhere,
  onward,
  outside,
  publicSource,
  route,
  router,
  rule,
  subnet,
  target,
  tcp,
  via,
  workload,
} from './fixture';
import { PacketWalk, type Universe } from './packet-walk';

const lasts = [0, 1, 2, 3, 4, 5, 6, 7];
const publicAddresses = ['8.0.0.0', '8.0.0.1', '8.0.0.2', '9.0.0.0', '200.0.0.0'];
const universe: Universe = {
  groups: ['g', 'h'],
  addresses: [...lasts.map((last) => `10.0.0.${last}`), ...lasts.map((last) => `10.0.1.${last}`), '10.0.2.0', ...publicAddresses],
  publicAddresses,
  // no rule names the fourth, which so stands for all other services
  ports: [1, 2, 3, 4],
};

const subnets = [
  subnet('a1', 'a', '10.0.0.0/30', { router: 'ra' }),
  subnet('a2', 'a', '10.0.0.4/30', { router: 'rb' }),
  subnet('b1', 'b', '10.0.1.0/30', { router: 'rb' }),
  subnet('b2', 'b', '10.0.1.4/30', { router: 'rc' }),
];
const owners = ['agent', 'host-1', 'host-2', 'proxy', 'balancer'];
const names = owners.map((owner) => `${owner}@here`);

/** Doubts are drawn from two, so that the same one may be met twice; none where `doubtful` is false. */
const doubts = (doubtful: boolean): fc.Arbitrary<Doubt | undefined> =>
  doubtful ? fc.constantFrom(undefined, undefined, undefined, doubt('x'), doubt('y')) : fc.constant(undefined);

const cidr = fc.constantFrom(
  '0.0.0.0/0',
  '0.0.0.0/1',
  '10.0.0.0/29',
  '10.0.0.4/30',
  '10.0.1.0/29',
  '10.0.1.2/31',
  '10.0.0.1/32',
  '8.0.0.0/30',
  '8.0.0.1/32',
);
const services = fc.constantFrom(ServiceSet.all, tcp(1), tcp(2), tcp(1, 3), tcp(2, 3));
const groups = fc.subarray([...universe.groups]);

const rules = (doubtful: boolean): fc.Arbitrary<FirewallRule> =>
  fc
    .record({
      action: fc.constantFrom('allow', 'allow', 'deny', 'next'),
      to: fc.oneof(cidr, fc.constantFrom('g', 'h')),
      services,
      priority: fc.integer({ min: 1, max: 3 }),
      doubt: doubts(doubtful),
    })
    .map((each) =>
      rule(each.action as 'allow', each.to, each.services, { priority: each.priority, ...(each.doubt && { doubt: each.doubt }) }),
    );

const firewalls = (doubtful: boolean): fc.Arbitrary<Firewall[]> =>
  fc.array(
    fc
      .record({
        lists: fc.array(fc.array(rules(doubtful), { maxLength: 3 }), { minLength: 1, maxLength: 2 }),
        otherwise: fc.constantFrom('allow', 'deny'),
      })
      .map(({ lists, otherwise }) =>
        firewall([], { lists: lists.map((each) => ({ rules: each })), otherwise: otherwise as 'allow' }),
      ),
    { maxLength: 2 },
  );

const hops: fc.Arbitrary<NextHop> = fc.oneof(
  fc.constantFrom(deliver('a'), deliver('b')),
  fc
    .record({ router: fc.constantFrom('ra', 'rb', 'rc', 'hub'), publicSource: fc.boolean() })
    .map(({ router: id, publicSource: nat }) => onward(id, nat ? { publicSource: true } : {})),
  fc.constantFrom(internet(), internet(false), outside('vpn'), nowhere),
  fc.constantFrom(...names).map(via),
);

const routes = (doubtful: boolean): fc.Arbitrary<Route[]> =>
  fc.array(
    fc
      .record({
        cidr,
        hop: hops,
        priority: fc.integer({ min: 0, max: 1 }),
        group: fc.constantFrom(undefined, undefined, undefined, 'g'),
        doubt: doubts(doubtful),
      })
      .map((each) =>
        route(each.cidr, each.hop, {
          priority: each.priority,
          ...(each.group && { groups: [each.group] }),
          ...(each.doubt && { doubt: each.doubt }),
        }),
      ),
    { maxLength: 5 },
  );

const interfaces = (owner: string, doubtful: boolean): fc.Arbitrary<Interface> =>
  fc
    .record({
      subnet: fc.constantFrom(...subnets),
      single: fc.boolean(),
      groups,
      egress: firewalls(doubtful),
      ingress: firewalls(doubtful),
      publicly: fc.boolean(),
      forwards: fc.boolean(),
    })
    .map(({ subnet: at, single, publicly, ...rest }) => {
      const addresses = single ? cidrs(`${at.addresses.cidrs()[0]?.split('/')[0]}/32`) : at.addresses;
      return iface(owner, at, { ...rest, id: `${owner}@here`, addresses, publicSources: publicly ? [publicSource()] : [] });
    });

const models = (doubtful: boolean): fc.Arbitrary<NetworkModel> =>
  fc
    .record({
      interfaces: fc.tuple(...owners.map((owner) => interfaces(owner, doubtful))),
      routers: fc.tuple(...['ra', 'rb', 'rc', 'hub'].map((id) => routes(doubtful).map((all) => router(id, all)))),
      barriers: fc.array(firewalls(doubtful), { minLength: 4, maxLength: 4 }),
      listener: fc.constantFrom(tcp(1), tcp(1, 2)),
      to: fc.constantFrom('proxy', 'host-1'),
      port: fc.constantFrom(1, 2, 3),
    })
    .map((each) =>
      modelOf({
        networks: [network('a', '10.0.0.0/29'), network('b', '10.0.1.0/29')],
        subnets: subnets.map((at, i) => ({
          ...at,
          egress: each.barriers[i]?.slice(0, 1) ?? [],
          ingress: each.barriers[i]?.slice(1) ?? [],
        })),
        routers: each.routers,
        interfaces: each.interfaces,
        workloads: owners.slice(0, 4).map((owner) => workload(owner)),
        forwarders: [forwarder('balancer', [listener(each.listener, target(each.to, each.port))])],
        agents: [{ id: 'agent', members: ['agent'] }],
        proxies: [{ id: 'proxy', members: ['proxy'] }],
      }),
    );

/** What the engine finds, told packet by packet. */
function found(model: NetworkModel, mode: Mode): Set<string> {
  const map = networkMap(model);
  const finds = search({ map, parties: partiesOf(map), mode }, { id: 'agent', members: ['agent'] });
  return new Set(finds.flatMap(facts));
}

function facts({ found: each, traffic }: Find): string[] {
  if (each.kind === 'host') return [each.host, ...each.alike].map((host) => `host ${host}`);
  const ports = universe.ports.filter((port) => traffic.services().covers(tcp(port)));
  if (each.kind === 'proxy') return ports.map((port) => `proxy ${each.member} ${port}`);
  if (each.kind !== 'internet' && each.kind !== 'outside') return ['unknown'];
  const name = each.kind === 'outside' ? `outside ${each.what}` : 'internet';
  return universe.addresses.flatMap((address) =>
    universe.ports
      .filter((port) => traffic.covers(TrafficSet.of(cidrs(`${address}/32`), tcp(port))))
      .map((port) => `${name} ${address} ${port}`),
  );
}

const walked = (model: NetworkModel, forges = false): Set<string> =>
  new Set(new PacketWalk(model, universe, forges).run('agent'));

/** The model with its doubts settled: rules and routes whose doubt is among `absent` are left out. */
function settled(model: NetworkModel, absent: readonly string[]): NetworkModel {
  const kept = <T extends { readonly doubt?: Doubt }>(all: readonly T[]): T[] =>
    all.filter((each) => !each.doubt || !absent.includes(each.doubt.reason));
  const walls = (all: readonly Firewall[]): Firewall[] =>
    all.map((each) => ({ ...each, lists: each.lists.map((list) => ({ rules: kept(list.rules) })) }));
  const walled = <T extends { readonly egress: readonly Firewall[]; readonly ingress: readonly Firewall[] }>(each: T): T => ({
    ...each,
    egress: walls(each.egress),
    ingress: walls(each.ingress),
  });
  return {
    ...model,
    interfaces: model.interfaces.map(walled),
    subnets: model.subnets.map(walled),
    routers: model.routers.map((each) => ({ ...each, routes: kept(each.routes) })),
  };
}

const missing = (from: ReadonlySet<string>, of: ReadonlySet<string>): string[] => [...of].filter((each) => !from.has(each));

describe('the engine agrees with a walk of every packet', () => {
  test('exactly, without doubts', () => {
    fc.assert(
      fc.property(models(false), (model) => {
        expect([...found(model, 'certain')].toSorted()).toEqual([...walked(model)].toSorted());
        expect([...found(model, 'possible')].toSorted()).toEqual([...walked(model, true)].toSorted());
      }),
      { numRuns: 200 },
    );
  });

  test('in every way that doubts may come out: what is certain always happens, and what happens is possible', () => {
    fc.assert(
      fc.property(models(true), (model) => {
        const [certain, possible] = [found(model, 'certain'), found(model, 'possible')];
        for (const absent of [[], ['x'], ['y'], ['x', 'y']]) {
          expect(missing(walked(settled(model, absent)), certain)).toEqual([]);
          expect(missing(possible, walked(settled(model, absent), true))).toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
  });
});

test('what is only possible names what it hangs on, and every path has steps that are in the model', () => {
  fc.assert(
    fc.property(models(true), (model) => {
      for (const { kind, path, doubts: named } of reach(model).arrivals.get('agent') ?? []) {
        expect(named.map(({ reason }) => reason).filter((reason) => !/^[xy]$| forwards, and may /.test(reason))).toEqual([]);
        if (kind === 'internet' || kind === 'outside') expect(path.at(-1)?.why).toMatch(/^route .* (internet|outside)$/);
      }
    }),
    { numRuns: 150 },
  );
});
