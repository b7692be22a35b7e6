import type { Answer } from '../../model/resolver';
import type { Doubt } from '../../world/doubt';
import { type Hop, hop } from '../../world/hop';
import { type Place, within } from '../../world/place';
import { type Fields, isFields } from '../../world/value';
import type { Resource } from '../../world/world';
import { truth } from '../reading/truth';
import type { ResourceIndex } from '../resource-index';
import { domainNames } from './dns-domain-lists';

/** One rule of DNS Firewall, in the order in which it is asked. */
export interface DnsRule {
  /** What it lets through. */
  readonly answers: readonly Answer[];
  /** Whether it stops every question that comes to it; in doubt if `doubt` is set. */
  readonly blocksAll: boolean;
  readonly hop: Hop;
  readonly doubt?: Doubt;
}

/** The rules at a VPC: by the associations' priorities, then by the rules' own; in doubt all of them where an order can't be told. */
export function firewallRules(index: ResourceIndex, vpc: Resource): readonly DnsRule[] {
  const associations = index.referring('AWS::Route53Resolver::FirewallRuleGroupAssociation', 'VpcId', vpc.id);
  const groups = associations.map((association) => ({ order: number(index, association.properties), association }));
  const unordered = groups.length > 1 && groups.some(({ order }) => order === undefined);
  const sorted = groups.toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0));
  const doubt = unordered ? { reason: `the order of the DNS Firewall rule groups at ${vpc.id} isn't known` } : undefined;
  return sorted.flatMap(({ association }) => groupRules(index, association, doubt ?? association.doubt));
}

function groupRules(index: ResourceIndex, { properties, place }: Resource, doubt: Doubt | undefined): readonly DnsRule[] {
  const group = index.resourceOf(properties.FirewallRuleGroupId, 'AWS::Route53Resolver::FirewallRuleGroup');
  if (!group) return [foreignGroup(place, index.keyOf(properties.FirewallRuleGroupId))];
  const rules = index.elements(group.properties.FirewallRules).map((value, position) => ({
    fields: isFields(value) ? value : {},
    unknown: !isFields(value),
    place: within(group.place, 'Properties', 'FirewallRules', position),
  }));
  const unordered = rules.some(({ fields, unknown }) => unknown || number(index, fields) === undefined);
  const order = unordered && rules.length > 1 ? { reason: `the order of the rules of ${group.id} isn't known` } : undefined;
  return rules
    .toSorted((a, b) => (number(index, a.fields) ?? 0) - (number(index, b.fields) ?? 0))
    .map((rule) =>
      rule.unknown ? foreignGroup(rule.place, group.id) : dnsRule(index, rule.fields, rule.place, doubt ?? group.doubt ?? order),
    );
}

function number(index: ResourceIndex, { Priority }: Fields): number | undefined {
  const value = Number(index.keyOf(Priority));
  return Number.isFinite(value) ? value : undefined;
}

/** Rules that the inputs don't show may block everything, or let everything through. */
function foreignGroup(place: Place, key: string | undefined): DnsRule {
  const doubt = { reason: `the rules of the DNS Firewall rule group '${key}' aren't in the inputs`, place };
  const step = hop(place, "has rules that the inputs don't show");
  return { answers: [{ names: 'any', path: [step], doubt }], blocksAll: true, hop: step, doubt };
}

function dnsRule(index: ResourceIndex, rule: Fields, place: Place, doubt: Doubt | undefined): DnsRule {
  const blocks = truth(index, rule.Action, ['block'], false);
  if (blocks === true) return blocking(index, rule, place, doubt);
  const unsure = doubt ?? (typeof blocks === 'object' ? blocks : undefined);
  const step = hop(place, 'lets questions through');
  // DNS Firewall Advanced: it can only block or alert, so that what it matches would pass anyway
  if (rule.FirewallDomainListId === undefined) return { answers: [], blocksAll: false, hop: step };
  const answers = domainNames(index, rule.FirewallDomainListId).map(({ names, doubt: open }): Answer => {
    const reason = open ?? unsure;
    return {
      names,
      path: [hop(place, `allows ${textOf(names)}`), ...listedBy(index, rule, names)],
      ...(reason && { doubt: reason }),
    };
  });
  const maybe = typeof blocks === 'object' && listsAll(index, rule);
  return { answers, blocksAll: maybe, hop: step, ...(maybe && { doubt: blocks }) };
}

const textOf = (names: Answer['names']): string => (typeof names === 'string' ? names : (Object.values(names)[0] as string));

/** The list that holds the names, if the inputs make it. */
function listedBy(index: ResourceIndex, { FirewallDomainListId }: Fields, names: Answer['names']): Hop[] {
  const list = index.resourceOf(FirewallDomainListId, 'AWS::Route53Resolver::FirewallDomainList');
  return list ? [hop(list.place, `lists ${textOf(names)}`, 'Properties', 'Domains')] : [];
}

/** A block counts only if it is for every name and every query type. */
function blocking(index: ResourceIndex, rule: Fields, place: Place, doubt: Doubt | undefined): DnsRule {
  const types = index.follow(rule.Qtype);
  const every = types === undefined || types === null;
  const all = every && listsAll(index, rule);
  const unknown = every && !all ? unknownList(index, rule) : undefined;
  const reason = doubt ?? unknown;
  const why = every ? 'blocks' : `blocks questions of type ${index.keyOf(types)} only`;
  return { answers: [], blocksAll: all || unknown !== undefined, hop: hop(place, why), ...(reason && { doubt: reason }) };
}

const listsAll = (index: ResourceIndex, { FirewallDomainListId }: Fields): boolean =>
  FirewallDomainListId !== undefined &&
  domainNames(index, FirewallDomainListId).some(({ names, doubt }) => names === 'any' && !doubt);

const unknownList = (index: ResourceIndex, { FirewallDomainListId }: Fields): Doubt | undefined =>
  FirewallDomainListId === undefined
    ? undefined
    : domainNames(index, FirewallDomainListId).find(({ names, doubt }) => names === 'any' && doubt)?.doubt;
