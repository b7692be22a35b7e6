import type { AddressChoice } from '../../choice/address-choice';
import type { FirewallRule } from '../../model/firewall';
import { AddressSet } from '../../traffic/address-set';
import { isIcmp, tcp, udp } from '../../traffic/protocol';
import { ServiceSet } from '../../traffic/service-set';
import type { Doubt } from '../../world/doubt';
import { type Hop, hop } from '../../world/hop';
import { type Fields, isFields } from '../../world/value';
import type { Resource } from '../../world/world';
import { narrowestAddresses, widestAddresses } from '../addresses/address-choice';
import { truth } from '../reading/truth';
import type { ResourceIndex } from '../resource-index';
import { messages, ports, protocolServices, type ServiceChoice } from './rule-services';
import type { Direction } from './security-group-rules';

/** What one entry of a network ACL makes of packets in one direction. */
export function entryRules(index: ResourceIndex, entry: Resource, direction: Direction): readonly FirewallRule[] {
  // "AWS::EC2::NetworkAclEntry": Egress is false where it is left out
  const leaving = truth(index, entry.properties.Egress, ['true'], false);
  if (leaving === (direction === 'ingress')) return [];
  const doubt = entry.doubt ?? (typeof leaving === 'object' ? leaving : undefined);
  const denies = truth(index, entry.properties.RuleAction, ['deny'], false);
  if (denies === false) return allowRules(index, entry, direction, doubt);
  return denyRules(index, entry, direction, doubt ?? (typeof denies === 'object' ? denies : undefined));
}

function allowRules(index: ResourceIndex, entry: Resource, direction: Direction, doubt?: Doubt): readonly FirewallRule[] {
  const { priority, unsure } = priorityOf(index, entry);
  return sides(index, entry.properties).flatMap((side) =>
    services(index, entry.properties).map((service): FirewallRule => {
      const reasons = doubt ?? unsure ?? side.doubt ?? service.doubt;
      return {
        action: 'allow',
        priority,
        remote: { addresses: side.addresses },
        services: service.services,
        hop: allowHop(entry, direction, side, service),
        ...(reasons && { doubt: reasons }),
      };
    }),
  );
}

function allowHop(entry: Resource, direction: Direction, side: AddressChoice, service: ServiceChoice): Hop {
  const notes = [side.note, service.note].filter((note) => note !== undefined).join(', ');
  const ends = `${service.services} ${direction === 'egress' ? 'to' : 'from'} ${side.addresses}`;
  return hop(entry.place, `allows ${ends}${notes && `, ${notes}`}`);
}

/** Of a deny only what is certain counts; where its extent can't be told it denies everything, in doubt. */
function denyRules(index: ResourceIndex, entry: Resource, direction: Direction, doubt?: Doubt): readonly FirewallRule[] {
  const { priority, unsure } = priorityOf(index, entry);
  const addresses = [entry.properties.CidrBlock, entry.properties.Ipv6CidrBlock]
    .filter((property) => property !== undefined && property !== null)
    .map((property) => narrowestAddresses(index, property));
  const certain = addresses.every((each) => each !== undefined);
  const [service] = services(index, entry.properties);
  if (!service) return [];
  const reasons = doubt ?? unsure ?? (certain ? service.doubt : { reason: "the addresses that are denied can't be told" });
  const open = service.note !== undefined ? { reason: `what is denied ${service.note} can't be told` } : undefined;
  const rule: FirewallRule = {
    action: 'deny',
    priority,
    remote: { addresses: certain ? AddressSet.union(addresses) : AddressSet.all },
    services: service.services,
    hop: hop(entry.place, `denies ${service.services} ${direction}`),
    ...((reasons ?? open) && { doubt: reasons ?? open }),
  };
  return [rule];
}

const sides = (index: ResourceIndex, { CidrBlock, Ipv6CidrBlock }: Fields): readonly AddressChoice[] => [
  ...widestAddresses(index, CidrBlock, 4),
  ...widestAddresses(index, Ipv6CidrBlock, 6),
];

function priorityOf(index: ResourceIndex, { properties }: Resource): { priority: number; unsure?: Doubt } {
  const number = Number(index.keyOf(properties.RuleNumber));
  if (Number.isInteger(number)) return { priority: number };
  return { priority: 0, unsure: { reason: `the rule number ${index.keyOf(properties.RuleNumber)} isn't known` } };
}

function services(index: ResourceIndex, { Protocol, PortRange, Icmp }: Fields): readonly ServiceChoice[] {
  const range = index.follow(PortRange);
  const icmp = index.follow(Icmp);
  const [from, to] = isFields(range) ? [range.From, range.To] : [undefined, undefined];
  return protocolServices(index, Protocol, (protocol) => {
    if (isIcmp(protocol))
      return messages(index, protocol, isFields(icmp) ? icmp.Type : undefined, isFields(icmp) ? icmp.Code : undefined);
    if (protocol !== tcp && protocol !== udp) return [{ services: ServiceSet.protocol(protocol) }];
    return ports(index, protocol, from, to);
  });
}
