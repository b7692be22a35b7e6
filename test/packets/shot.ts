import {
  addressesOf,
  type Family,
  familyOf,
  type Host,
  internetAddresses,
  listenerPort,
  type PortRange,
  type Protocol,
  proxy,
  type Traffic,
} from './topology';

/** One packet to try: the first of a connection, a datagram, or an echo request (whose port is 0). */
export interface Shot {
  readonly from: string;
  readonly source: string;
  readonly to: string;
  readonly protocol: Protocol;
  readonly port: number;
}

/**
 * Every shot that can make a difference: from each host that may relay to each address, on ports on either side of each end of each range
 * that rules name. So agreement on these ports is agreement on all.
 */
export function shotsOf(hosts: readonly Host[], ranges: readonly PortRange[]): readonly Shot[] {
  const ports = telling(ranges);
  const targets = [...hosts.flatMap(addressesOf), ...internetAddresses];
  return hosts
    .filter(({ name }) => name !== proxy)
    .flatMap((host) => addressesOf(host).flatMap((source) => targets.flatMap((to) => shotsBetween(host, source, to, ports))));
}

function shotsBetween(host: Host, source: string, to: string, ports: readonly number[]): Shot[] {
  if (familyOf(source) !== familyOf(to) || addressesOf(host).includes(to)) return [];
  const start = { from: host.name, source, to };
  const each = (protocol: Protocol) => ports.map((port) => ({ ...start, protocol, port }));
  return [...each('tcp'), ...each('udp'), { ...start, protocol: 'icmp', port: 0 }];
}

/** Ports on either side of each end of each range, and of the listener's. */
export function telling(ranges: readonly PortRange[]): readonly number[] {
  const all = [...ranges, { from: listenerPort, to: listenerPort }];
  const ends = all.flatMap(({ from, to }) => [from - 1, from, to, to + 1]);
  return [...new Set(ends)].filter((port) => port >= 1 && port <= 65535).sort((one, other) => one - other);
}

export const familyOfShot = (shot: Shot): Family => familyOf(shot.to);

/** Whether a rule about `traffic` is about this shot. */
export function concerns(traffic: Traffic, shot: Shot): boolean {
  if (traffic.protocol === 'any') return true;
  const protocol = shot.protocol === 'icmp' && familyOfShot(shot) === 'ipv6' ? 'icmpv6' : shot.protocol;
  const { from, to } = traffic.ports ?? { from: 0, to: 65535 };
  return protocol === traffic.protocol && (shot.protocol === 'icmp' || (from <= shot.port && shot.port <= to));
}
