import type { FirewallRule, Remote } from '../../model/firewall';
import { AddressSet } from '../../traffic/address-set';
import { ServiceSet } from '../../traffic/service-set';
import type { Doubt } from '../../world/doubt';
import { type Hop, hop } from '../../world/hop';
import { type Place, within } from '../../world/place';
import { type Fields, isFields, type Value } from '../../world/value';
import { widestAddresses } from '../addresses/address-choice';
import type { ResourceIndex } from '../resource-index';
import { type PrefixListChoice, prefixListChoices } from './prefix-lists';
import { groupRuleServices } from './rule-services';

export type Direction = 'egress' | 'ingress';

/** A rule of a security group. */
export interface GroupRule extends FirewallRule {
  /** Set where it allows what it does only as addresses of one of S3's own prefix lists. */
  readonly storage?: true;
}

/** One way in which a rule names the other side. */
interface RemoteChoice {
  readonly remote: Remote;
  readonly text: string;
  readonly storage?: true;
  readonly note?: string;
  readonly doubt?: Doubt;
}

/** The rules that a group's own property lists. */
export function inlineRules(
  index: ResourceIndex,
  place: Place,
  property: Value | undefined,
  direction: Direction,
): readonly GroupRule[] {
  const name = direction === 'egress' ? 'SecurityGroupEgress' : 'SecurityGroupIngress';
  return index.elements(property).flatMap((entry, position) => {
    const where = within(place, 'Properties', name, position);
    return isFields(entry)
      ? groupRules(index, where, entry, direction)
      : [allowAll(where, direction, unknownRules(index, entry))];
  });
}

const unknownRules = (index: ResourceIndex, value: Value): Doubt => ({ reason: `the rules ${index.keyOf(value)} aren't known` });

/** What one rule, inline or standalone, allows. */
export function groupRules(
  index: ResourceIndex,
  place: Place,
  rule: Fields,
  direction: Direction,
  doubt?: Doubt,
): readonly GroupRule[] {
  return remotes(index, rule, direction).flatMap((choice) =>
    groupRuleServices(index, rule).map((service): GroupRule => {
      const notes = [choice.note, service.note].filter((note) => note !== undefined).join(', ');
      const why = `allows ${service.services} ${direction === 'egress' ? 'to' : 'from'} ${choice.text}${notes && `, ${notes}`}`;
      const rule = allow(choice.remote, service.services, hop(place, why), doubt ?? choice.doubt ?? service.doubt);
      return choice.storage ? { ...rule, storage: true } : rule;
    }),
  );
}

function allow(remote: Remote, services: ServiceSet, hop: Hop, doubt?: Doubt): FirewallRule {
  return { action: 'allow', priority: 0, remote, services, hop, ...(doubt && { doubt }) };
}

/** A rule that allows everything in one direction. */
export const allowAll = (place: Place, direction: Direction, doubt?: Doubt): FirewallRule =>
  allow({ addresses: AddressSet.all }, ServiceSet.all, hop(place, `allows all ${direction}`), doubt);

function remotes(index: ResourceIndex, rule: Fields, direction: Direction): readonly RemoteChoice[] {
  const [list, group] =
    direction === 'egress'
      ? [rule.DestinationPrefixListId, rule.DestinationSecurityGroupId]
      : [rule.SourcePrefixListId, rule.SourceSecurityGroupId];
  return [
    ...addressRemotes(widestAddresses(index, rule.CidrIp, 4)),
    ...addressRemotes(widestAddresses(index, rule.CidrIpv6, 6)),
    ...addressRemotes(prefixListChoices(index, list), index.keyOf(list)),
    ...groupRemotes(index, group),
    ...namedGroupRemotes(index, direction === 'ingress' ? rule.SourceSecurityGroupName : undefined),
  ];
}

const addressRemotes = (choices: readonly PrefixListChoice[], name?: string): readonly RemoteChoice[] =>
  choices.map(({ addresses, group, ...rest }) => ({
    remote: { addresses, ...(group !== undefined && { groups: [group] }) },
    text: name ?? addressText(addresses),
    ...rest,
  }));

const addressText = (addresses: AddressSet): string => (addresses.cidrs().length > 4 ? 'many addresses' : `${addresses}`);

function groupRemotes(index: ResourceIndex, property: Value | undefined): readonly RemoteChoice[] {
  const key = index.keyOf(property);
  return key === undefined ? [] : [{ remote: { addresses: AddressSet.none, groups: [key] }, text: `the group ${key}` }];
}

function namedGroupRemotes(index: ResourceIndex, property: Value | undefined): readonly RemoteChoice[] {
  const key = index.keyOf(property);
  if (key === undefined) return [];
  const named = index.referring('AWS::EC2::SecurityGroup', 'GroupName', key);
  if (named.length > 0)
    return named.map(({ id }) => ({ remote: { addresses: AddressSet.none, groups: [id] }, text: `the group ${id}` }));
  const doubt = { reason: `the group named '${key}' isn't in the inputs` };
  return [{ remote: { addresses: AddressSet.all }, text: `the group named '${key}'`, doubt }];
}
