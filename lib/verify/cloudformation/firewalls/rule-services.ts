import { icmpv6, isIcmp, protocolNumber, tcp, udp } from '../../traffic/protocol';
import { ServiceSet } from '../../traffic/service-set';
import type { Doubt } from '../../world/doubt';
import { AnyOf, type Fields, type Value } from '../../world/value';
import { portRange } from '../reading/port-choice';
import type { ResourceIndex } from '../resource-index';

/** Services that a rule may match. */
export interface ServiceChoice {
  readonly services: ServiceSet;
  readonly note?: string;
  readonly doubt?: Doubt;
}

/** What the rule properties IpProtocol, FromPort and ToPort allow at most, by "Security group rules" of the Amazon VPC User Guide. */
export function groupRuleServices(index: ResourceIndex, { IpProtocol, FromPort, ToPort }: Fields): readonly ServiceChoice[] {
  return protocolServices(index, IpProtocol, (protocol) => {
    if (isIcmp(protocol)) return messages(index, protocol, FromPort, ToPort);
    // "Security group rules": ports limit TCP and UDP only, whatever a rule for another protocol says
    if (protocol !== tcp && protocol !== udp) return [{ services: ServiceSet.protocol(protocol) }];
    return ports(index, protocol, FromPort, ToPort);
  });
}

/** What a protocol number or name allows; `each` limits it further. */
export function protocolServices(
  index: ResourceIndex,
  property: Value | undefined,
  each: (protocol: number) => readonly ServiceChoice[],
): readonly ServiceChoice[] {
  const value = index.follow(property);
  if (value instanceof AnyOf && value.admits('-1')) return [{ services: ServiceSet.all, note: `with ${value.name}=-1` }];
  const text = index.keyOf(value) ?? '-1';
  if (['-1', 'all'].includes(text)) return [{ services: ServiceSet.all }];
  const protocol = protocolNumber(text);
  if (protocol === undefined || (typeof value === 'object' && value !== null))
    return [{ services: ServiceSet.all, doubt: unknown(text) }];
  return each(protocol);
}

const unknown = (text: string): Doubt => ({ reason: `the protocol ${text} isn't known` });

/** The ports of a TCP or UDP rule; all of them where it gives none, or -1. */
export function ports(
  index: ResourceIndex,
  protocol: number,
  from: Value | undefined,
  to: Value | undefined,
): readonly ServiceChoice[] {
  if (isEvery(index, from)) return [{ services: ServiceSet.protocol(protocol) }];
  const last = isLeftOut(index, to) ? from : isEvery(index, to) ? 65535 : to;
  return portRange(index, from, last).map((choice) => ({ ...choice, services: ServiceSet.ports(protocol, choice.ports) }));
}

/** ICMP: the type stands where the first port would, the code where the last would; -1 or none means every one. */
export function messages(
  index: ResourceIndex,
  protocol: number,
  type: Value | undefined,
  code: Value | undefined,
): readonly ServiceChoice[] {
  const [typeNumber, codeNumber] = [byte(index, type), byte(index, code)];
  if (typeNumber === 'open' || codeNumber === 'open')
    return [{ services: ServiceSet.protocol(protocol), doubt: { reason: "the type or code of ICMP isn't known" } }];
  const asked = { type: typeNumber, code: typeNumber === undefined ? undefined : codeNumber };
  return [{ services: protocol === icmpv6 ? ServiceSet.icmpv6(asked) : ServiceSet.icmp(asked) }];
}

function byte(index: ResourceIndex, property: Value | undefined): number | undefined | 'open' {
  if (isEvery(index, property)) return undefined;
  const number = Number(index.keyOf(property));
  return Number.isInteger(number) && number >= 0 && number <= 255 ? number : 'open';
}

function isLeftOut(index: ResourceIndex, property: Value | undefined): boolean {
  const value = index.follow(property);
  return value === undefined || value === null;
}

const isEvery = (index: ResourceIndex, property: Value | undefined): boolean =>
  isLeftOut(index, property) || ['-1', -1].includes(index.follow(property) as string | number);
