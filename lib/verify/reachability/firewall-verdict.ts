import type { Firewall, FirewallRule, RuleList } from '../model/firewall';
import { AddressSet } from '../traffic/address-set';
import { TrafficSet } from '../traffic/traffic-set';
import type { Mode } from './mode';

/**
 * What firewalls that are passed one after the other let through, for counterparts of some groups, told apart by the counterpart's address:
 * the destination for egress, the source for ingress.
 *
 * Exact for every single address, so whoever may have any of several addresses projects the result afterwards.
 */
export function passed(firewalls: readonly Firewall[], groups: readonly string[], mode: Mode): TrafficSet {
  return firewalls.reduce((rest, firewall) => rest.intersect(verdict(firewall, groups, mode)), TrafficSet.all);
}

/** The groups that a firewall's rules name. */
export function mentionedGroups(firewall: Firewall): ReadonlySet<string> {
  const known = mentioned.get(firewall);
  if (known) return known;
  const groups = new Set(firewall.lists.flatMap((list) => list.rules.flatMap((rule) => rule.remote.groups ?? [])));
  mentioned.set(firewall, groups);
  return groups;
}

const mentioned = new WeakMap<Firewall, ReadonlySet<string>>();
const verdicts = new WeakMap<Firewall, Map<string, TrafficSet>>();

function verdict(firewall: Firewall, groups: readonly string[], mode: Mode): TrafficSet {
  const named = mentionedGroups(firewall);
  const matching = named.size === 0 ? [] : groups.filter((group) => named.has(group));
  const cache = verdicts.get(firewall) ?? new Map<string, TrafficSet>();
  verdicts.set(firewall, cache);
  const key = [mode, ...matching].join('\n');
  const result = cache.get(key) ?? computed(firewall, new Set(matching), mode);
  cache.set(key, result);
  return result;
}

function computed(firewall: Firewall, groups: ReadonlySet<string>, mode: Mode): TrafficSet {
  if (firewall.doubt) return mode === 'possible' ? TrafficSet.all : TrafficSet.none;
  const { allowed, denied } = outcomes(firewall, groups);
  return mode === 'possible' ? allowed : TrafficSet.all.subtract(denied);
}

interface Outcomes {
  /** What is let through if the doubts come out in favour of it; `denied` likewise. The two overlap where doubt decides. */
  readonly allowed: TrafficSet;
  readonly denied: TrafficSet;
}

function outcomes(firewall: Firewall, groups: ReadonlySet<string>): Outcomes {
  const found = { allow: [] as TrafficSet[], deny: [] as TrafficSet[] };
  let open = TrafficSet.all;
  for (const list of firewall.lists) {
    const next: TrafficSet[] = [];
    for (const { action, settles, rules } of runs(list)) {
      const match = TrafficSet.union(rules.map((rule) => matchOf(rule, groups))).intersect(open);
      (action === 'next' ? next : found[action]).push(match);
      if (settles) open = open.subtract(match);
    }
    open = TrafficSet.union([open, ...next]);
  }
  found[firewall.otherwise].push(open);
  return { allowed: TrafficSet.union(found.allow), denied: TrafficSet.union(found.deny) };
}

interface Run {
  readonly action: FirewallRule['action'];
  /** Whether nothing that matches goes on: no rule of the run is in doubt. */
  readonly settles: boolean;
  readonly rules: FirewallRule[];
}

/** Neighbouring rules of the same effect together: a security group of a thousand rules is one union. */
function runs(list: RuleList): Run[] {
  const result: Run[] = [];
  for (const rule of inOrder(list)) {
    const last = result.at(-1);
    if (last && last.action === rule.action && last.settles === !rule.doubt) last.rules.push(rule);
    else result.push({ action: rule.action, settles: !rule.doubt, rules: [rule] });
  }
  return result;
}

const rank = { deny: 0, allow: 1, next: 2 };

/** The rules as they are asked: by priority, at the same one a deny first. */
export const inOrder = (list: RuleList): FirewallRule[] =>
  list.rules.toSorted((a, b) => a.priority - b.priority || rank[a.action] - rank[b.action]);

const matchOf = ({ remote, services }: FirewallRule, groups: ReadonlySet<string>): TrafficSet =>
  TrafficSet.of(remote.groups?.some((group) => groups.has(group)) ? AddressSet.all : remote.addresses, services);
