import type { NextHop, Route, Router } from '../model/route';
import { AddressSet } from '../traffic/address-set';
import type { Doubt } from '../world/doubt';
import type { Hop } from '../world/hop';
import type { Mode } from './mode';

/** Destinations of a router that go one way. */
export interface Share {
  readonly addresses: AddressSet;
  readonly target: NextHop | { readonly kind: 'unknown'; readonly doubt: Doubt };
  readonly hop?: Hop;
  /** What the share itself hangs on. */
  readonly doubt?: Doubt;
}

/**
 * All destinations of a router, by where packets of a sender in some groups go: the longest prefix decides, then the lower priority, and ties
 * are all followed, so shares may overlap. In the order in which they are looked up; those without doubt first at a tie.
 *
 * What a route in doubt covers goes nowhere for certain; it possibly goes to the route's target, to somewhere unknown, and on to the routes below.
 */
export function shares(router: Router, groups: readonly string[], mode: Mode): readonly Share[] {
  const { named, results } = known.get(router) ?? fresh(router);
  const key = [mode, ...groups.filter((group) => named.has(group))].join('\n');
  const result = results.get(key) ?? computed(router, groups, mode);
  results.set(key, result);
  return result;
}

interface Known {
  /** The groups that some route asks for. */
  readonly named: ReadonlySet<string>;
  readonly results: Map<string, readonly Share[]>;
}

const known = new WeakMap<Router, Known>();

function fresh(router: Router): Known {
  const entry: Known = { named: new Set(router.routes.flatMap((route) => route.groups ?? [])), results: new Map() };
  known.set(router, entry);
  return entry;
}

function computed(router: Router, groups: readonly string[], mode: Mode): Share[] {
  const routes = router.routes.filter((route) => !route.groups || route.groups.some((group) => groups.includes(group)));
  const result: Share[] = [];
  let left = AddressSet.all;
  for (const sameLength of grouped(routes, (route) => -prefixLength(route.destination))) {
    const settled: AddressSet[] = [];
    for (const [destination, alternatives] of byDestination(sameLength)) {
      const addresses = destination.intersect(left);
      if (addresses.isEmpty()) continue;
      const found = looked(alternatives, addresses, mode);
      result.push(...found.shares);
      if (found.settled) settled.push(destination);
    }
    left = left.subtract(AddressSet.union(settled));
  }
  if (router.doubt && mode === 'possible') result.push(unknown(AddressSet.all, router.doubt));
  return result;
}

const unknown = (addresses: AddressSet, doubt: Doubt): Share => ({ addresses, target: { kind: 'unknown', doubt }, doubt });

/** Routes to one destination. */
function looked(routes: readonly Route[], addresses: AddressSet, mode: Mode): { shares: Share[]; settled: boolean } {
  const found: Share[] = [];
  for (const ties of grouped(routes, (route) => route.priority ?? 0)) {
    const firm = ties.filter((route) => !route.doubt);
    found.push(...firm.map(({ target, hop }) => ({ addresses, target, hop })));
    if (mode === 'possible') found.push(...ties.flatMap((route) => doubtful(route, addresses)));
    if (firm.length > 0 || mode === 'certain') return { shares: found, settled: true };
  }
  return { shares: found, settled: false };
}

const doubtful = ({ target, hop, doubt }: Route, addresses: AddressSet): Share[] =>
  doubt
    ? [
        { addresses, target, hop, doubt },
        { ...unknown(addresses, doubt), hop },
      ]
    : [];

/** Groups of what has the same number, ascending. */
function grouped<T>(all: readonly T[], number: (each: T) => number): T[][] {
  const groups = new Map<number, T[]>();
  for (const each of all) {
    const group = groups.get(number(each));
    if (group) group.push(each);
    else groups.set(number(each), [each]);
  }
  return [...groups].toSorted(([a], [b]) => a - b).map(([, group]) => group);
}

function byDestination(routes: readonly Route[]): (readonly [AddressSet, Route[]])[] {
  const found = new Map<string, [AddressSet, Route[]]>();
  for (const route of routes) {
    const addresses = AddressSet.of(route.destination);
    const key = addresses.toString();
    const entry = found.get(key) ?? [addresses, []];
    entry[1].push(route);
    found.set(key, entry);
  }
  return [...found.values()];
}

/** An IPv4 destination's length counts from 96, as if mapped into IPv6: no address is in both families, so only the order within one matters. */
function prefixLength(destination: string): number {
  const [address = '', bits] = destination.split('/');
  const width = address.includes(':') ? 128 : 32;
  return Number(bits ?? width) + 128 - width;
}
