import { doubtIn } from '../choice/truth';
import type { Firewall, FirewallRule, RuleList } from '../model/firewall';
import type { AddressSet } from '../traffic/address-set';
import type { Doubt } from '../world/doubt';
import { hop } from '../world/hop';
import type { Place } from '../world/place';
import { hierarchicalPolicies } from './firewalls/hierarchy';
import type { Direction, ListedRule } from './firewalls/listed-rule';
import { globalPolicies, type PolicyInForce, regionalPolicies } from './firewalls/policies';
import { policyRules } from './firewalls/policy-rules';
import { vpcRules } from './firewalls/vpc-rules';
import { oncePerIndex } from './once-per-index';
import type { ResourceIndex } from './resource-index';
import { truth } from './truth';

/** What of a host its firewalls depend on. */
export interface Station {
  /** Its network's key. */
  readonly network: string;
  readonly region?: string;
  readonly addresses: AddressSet;
  /** What rules may name it by as whom they are for. */
  readonly targets: readonly string[];
  /** Set if rules may name it by what isn't known. */
  readonly targetDoubt?: Doubt;
}

/** The firewalls of a host's interface. */
export interface StationFirewalls {
  readonly egress: readonly Firewall[];
  readonly ingress: readonly Firewall[];
}

/** Interfaces that the same rules are for share their firewalls, which are then judged once. */
const known = oncePerIndex(() => new Map<string, StationFirewalls>());

/** The firewalls of an interface: "Evaluation order for firewall policies and rules". */
export function stationFirewalls(index: ResourceIndex, station: Station, user: Place): StationFirewalls {
  const layers = layersOf(index, station);
  const usesOwn = layers.some((layer) => layer.some(({ own }) => own));
  const { network, region, targets, targetDoubt, addresses } = station;
  const name = [network, region, targetDoubt?.reason, usesOwn && addresses, ...targets.toSorted()].join('\n');
  const found = known(index).get(name) ?? {
    egress: [firewall(index, station, layers, 'egress', user)],
    ingress: [firewall(index, station, layers, 'ingress', user)],
  };
  known(index).set(name, found);
  return found;
}

type Layer = readonly ListedRule[];

const layersBefore = oncePerIndex(() => new Map<string, readonly Layer[]>());

function layersOf(index: ResourceIndex, { network, region }: Station): readonly Layer[] {
  const name = `${network}\n${region}`;
  const found = layersBefore(index).get(name) ?? ordered(index, network, region);
  layersBefore(index).set(name, found);
  return found;
}

function ordered(index: ResourceIndex, network: string, region: string | undefined): readonly Layer[] {
  const above = hierarchicalPolicies(index, network).map((each) => policyLayer(index, each));
  const policies = [...globalPolicies(index, network), ...regionalPolicies(index, network, region)].map((each) =>
    policyLayer(index, each),
  );
  const own = vpcRules(index, network);
  const order = index.get(network)?.properties.network_firewall_policy_enforcement_order;
  const first = truth(index, order, ['before_classic_firewall'], false);
  const doubt = doubtIn(first);
  if (doubt && policies.length > 0) return [...above, ...[own, ...policies].map((layer) => inDoubt(layer, doubt))];
  return first === true ? [...above, ...policies, own] : [...above, own, ...policies];
}

function policyLayer(index: ResourceIndex, { policy, by, doubt }: PolicyInForce): Layer {
  const rules = policyRules(index, policy, by);
  return doubt ? inDoubt(rules, doubt) : rules;
}

const inDoubt = (layer: Layer, doubt: Doubt): Layer =>
  layer.map((each) => ({ ...each, rules: each.rules.map((rule) => ({ ...rule, doubt: rule.doubt ?? doubt })) }));

function firewall(index: ResourceIndex, station: Station, layers: readonly Layer[], direction: Direction, user: Place): Firewall {
  const network = index.get(station.network);
  const why = direction === 'egress' ? 'has no rule that stops other egress' : 'has no rule that allows other ingress';
  const doubt =
    network?.type === 'google_compute_network'
      ? undefined
      : { reason: `the firewall rules of the network '${station.network}' aren't in the inputs`, place: user };
  return {
    lists: layers.map((layer) => ruleList(layer, station, direction)),
    // "VPC firewall rules": the implied rules
    otherwise: direction === 'egress' ? 'allow' : 'deny',
    hop: hop(network?.place ?? user, why),
    ...(doubt && { doubt }),
  };
}

const ruleList = (layer: Layer, station: Station, direction: Direction): RuleList => ({
  rules: candidates(layer, station, direction).flatMap((each) => applied(each, station)),
});

interface ByTarget {
  readonly general: readonly ListedRule[];
  readonly named: ReadonlyMap<string, readonly ListedRule[]>;
  /** All that have targets, for hosts of which these aren't known. */
  readonly targeted: readonly ListedRule[];
}

const sorted = new WeakMap<Layer, Record<Direction, ByTarget>>();

/** The rules of a layer that may be for a host, in their order. */
function candidates(layer: Layer, { targets, targetDoubt }: Station, direction: Direction): readonly ListedRule[] {
  const table = sorted.get(layer) ?? { egress: byTarget(layer, 'egress'), ingress: byTarget(layer, 'ingress') };
  sorted.set(layer, table);
  const { general, named, targeted } = table[direction];
  const own = targetDoubt ? targeted : [...new Set(targets.flatMap((target) => named.get(target) ?? []))];
  return [...new Set([...general, ...own])];
}

function byTarget(layer: Layer, direction: Direction): ByTarget {
  const rules = layer.filter((each) => each.direction === direction);
  const named = new Map<string, ListedRule[]>();
  for (const rule of rules) {
    for (const target of rule.targets ?? []) {
      const all = named.get(target);
      if (all) all.push(rule);
      else named.set(target, [rule]);
    }
  }
  const general = rules.filter(({ targets, targetDoubt }) => !targets || targetDoubt);
  return { general, named, targeted: rules.filter(({ targets }) => targets) };
}

/** The rules of one that is for a host, in doubt if that can't be told. */
function applied(listed: ListedRule, station: Station): readonly FirewallRule[] {
  const { targets, targetDoubt, own, ownDoubt, rules } = listed;
  const { addresses } = station;
  const named = !targets || targets.some((target) => station.targets.includes(target));
  const unnamed = targetDoubt ?? station.targetDoubt;
  if (!named && !unnamed) return [];
  if (own && !addresses.isEmpty() && !own.overlaps(addresses)) return [];
  const partly = own && (addresses.isEmpty() || !own.covers(addresses)) ? someAddresses : undefined;
  const doubt = (named ? undefined : unnamed) ?? ownDoubt ?? partly;
  return doubt ? rules.map((rule) => ({ ...rule, doubt: rule.doubt ?? doubt })) : rules;
}

const someAddresses: Doubt = { reason: "it is for some of the host's possible addresses only" };
