import { hostPatterns, portsOf } from '../destination-of';
import type { Issue } from '../issue';
import { pathsIntersect } from '../path-pattern';
import type { Allow, DestinationDocument } from '../schema';
import { type HostPair, hostPairs } from './host-pairs';
import type { Located } from './located';

/** Pairs of destinations that one request could belong to, or that reach one host in two ways. */
export function overlaps(all: readonly Located[]): Issue[] {
  const pairs = hostPairs(all, ({ destination }) => hostPatterns(destination));
  return pairs.flatMap((pair) => {
    const { earlier, later } = pair;
    const message = pairProblem(earlier.destination, later.destination, shownHosts(pair));
    const path = ['destinations', later.index];
    return message ? [{ path, message: `destination '${later.destination.name}': ${message}` }] : [];
  });
}

const shownHosts = ({ hosts: [earlier, later] }: HostPair<Located>): string =>
  earlier.text === later.text ? `'${later.text}'` : `'${later.text}' and '${earlier.text}'`;

function pairProblem(earlier: DestinationDocument, later: DestinationDocument, hosts: string): string | undefined {
  const other = `destination '${earlier.name}'`;
  if (earlier.access !== later.access) {
    return `host is also that of ${other}, by ${earlier.access}: give both one access, or list other names, got ${hosts}`;
  }
  if (!portsOf(earlier).some((port) => portsOf(later).includes(port))) return undefined;
  const rule = sharedRule(earlier, later);
  return rule && `${rule} is also allowed by ${other}: merge them, or make them disjoint, got ${hosts}`;
}

function sharedRule(earlier: DestinationDocument, later: DestinationDocument): string | undefined {
  if (later.access === 'tunnel') return 'the same host and port';
  const rule = rulesOf(later).find((one) => rulesOf(earlier).some((other) => rulesIntersect(one, other)));
  return rule && `'${rule.methods?.join(', ') ?? 'any method'} ${rule.path}'`;
}

/** A rule whose absent methods mean all. */
type Rule = Pick<Allow, 'path'> & Partial<Allow>;

const rulesOf = ({ allow = [] }: DestinationDocument): readonly Rule[] => (allow === 'any' ? [{ path: '/**' }] : allow);

function rulesIntersect(a: Rule, b: Rule): boolean {
  const methods = !a.methods || !b.methods || a.methods.some((method) => b.methods?.includes(method));
  return methods && pathsIntersect(a.path, b.path);
}
