import { type Boundaries, boundariesOf, intersection, type Range } from './boundaries';
import { LineSet } from './line-set';
import { PortSet } from './port-set';
import { hasPorts, icmp, icmpv6, tcp, udp } from './protocol';
import { entriesOf, entryText, type ServiceEntry } from './service-entries';
import { protocols, span } from './service-line';

/** ICMP messages: of one type and code, of a type with every code, or all. */
export interface IcmpMessages {
  /** 0 to 255. @default - every type */
  readonly type?: number;
  /** 0 to 255. @default - every code */
  readonly code?: number;
}

/** An immutable set of protocols with their ports or message types. */
export class ServiceSet extends LineSet<ServiceSet> {
  static readonly none = new ServiceSet([]);
  static readonly all = new ServiceSet([0, protocols * span]);

  static tcp(ports: PortSet): ServiceSet {
    return ServiceSet.ports(tcp, ports);
  }

  static udp(ports: PortSet): ServiceSet {
    return ServiceSet.ports(udp, ports);
  }

  /** Some ports of a protocol that has ports; throws an Error for another protocol. */
  static ports(protocol: number, ports: PortSet): ServiceSet {
    if (!hasPorts(protocol)) throw new Error(`a protocol must have ports to be limited to some, got '${protocol}'`);
    return new ServiceSet(ports.boundaries.map((port) => protocol * span + port));
  }

  /** Everything of one protocol; throws an Error if it isn't a whole number from 0 to 255. */
  static protocol(protocol: number): ServiceSet {
    const from = byte('protocol', protocol) * span;
    return new ServiceSet([from, from + span]);
  }

  static icmp(messages: IcmpMessages = {}): ServiceSet {
    return new ServiceSet(boundariesOf(messageRanges(icmp, messages)));
  }

  static icmpv6(messages: IcmpMessages = {}): ServiceSet {
    return new ServiceSet(boundariesOf(messageRanges(icmpv6, messages)));
  }

  protected override with(boundaries: Boundaries<number>): ServiceSet {
    return boundaries.length === 0 ? ServiceSet.none : new ServiceSet(boundaries);
  }

  protected override self(): ServiceSet {
    return this;
  }

  isAll(): boolean {
    return this.equals(ServiceSet.all);
  }

  tcpPorts(): PortSet {
    return this.portsOf(tcp);
  }

  udpPorts(): PortSet {
    return this.portsOf(udp);
  }

  /** The ports of a protocol that has ports; throws an Error for another protocol. */
  portsOf(protocol: number): PortSet {
    const part = intersection(this.boundaries, ServiceSet.ports(protocol, PortSet.all).boundaries);
    return new PortSet(part.map((point) => point - protocol * span));
  }

  /** What reports list, by protocol number. */
  entries(): ServiceEntry[] {
    return entriesOf(this.boundaries);
  }

  /** Such as `tcp 443, udp 53`. */
  override toString(): string {
    return this.entries().map(entryText).join(', ') || 'nothing';
  }
}

function messageRanges(protocol: number, { type, code }: IcmpMessages): Range<number>[] {
  const types = type === undefined ? Array.from({ length: 256 }, (_, each) => each) : [byte('ICMP type', type)];
  const [from, end] = code === undefined ? [0, 256] : [byte('ICMP code', code), code + 1];
  return types.map((each) => protocol * span + each * 256).map((base) => ({ from: base + from, end: base + end }));
}

function byte(name: string, value: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= 255) return value;
  throw new Error(`${name} must be a whole number from 0 to 255, got '${value}'`);
}
