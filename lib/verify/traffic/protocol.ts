/** Protocol keywords and numbers of IANA's "Assigned Internet Protocol Numbers"; the first name of a number is what reports print. */
const numbers: Readonly<Record<string, number>> = {
  hopopt: 0,
  icmp: 1,
  igmp: 2,
  ggp: 3,
  ipip: 4, // as Google's firewall spells it
  ipv4: 4,
  'ip-in-ip': 4,
  ipencap: 4,
  st: 5,
  tcp: 6,
  cbt: 7,
  egp: 8,
  igp: 9,
  pup: 12,
  udp: 17,
  hmp: 20,
  'xns-idp': 22,
  rdp: 27,
  irtp: 28,
  dccp: 33,
  ddp: 37,
  ipv6: 41,
  sdrp: 42,
  'ipv6-route': 43,
  'ipv6-frag': 44,
  idrp: 45,
  rsvp: 46,
  gre: 47,
  dsr: 48,
  esp: 50,
  ah: 51,
  skip: 57,
  icmpv6: 58,
  'ipv6-icmp': 58,
  'ipv6-nonxt': 59,
  'ipv6-opts': 60,
  eigrp: 88,
  ospf: 89,
  ospfigp: 89,
  etherip: 97,
  encap: 98,
  pim: 103,
  ipcomp: 108,
  vrrp: 112,
  l2tp: 115,
  isis: 124,
  sctp: 132,
  fc: 133,
  'mobility-header': 135,
  udplite: 136,
  'mpls-in-ip': 137,
  manet: 138,
  shim6: 139,
  wesp: 140,
  rohc: 141,
};

const names = new Map(
  Object.entries(numbers)
    .toReversed()
    .map(([name, number]) => [number, name]),
);

export const tcp = 6;
export const udp = 17;
export const icmp = 1;
export const icmpv6 = 58;

/** Protocols whose packets bear ports: TCP, UDP, DCCP, SCTP, UDP-Lite. */
const portBearing: ReadonlySet<number> = new Set([tcp, udp, 33, 132, 136]);

export const hasPorts = (protocol: number): boolean => portBearing.has(protocol);

export const isIcmp = (protocol: number): boolean => protocol === icmp || protocol === icmpv6;

/** What reports print: `tcp`, or the number where no name is known. */
export const protocolName = (protocol: number): string => names.get(protocol) ?? `${protocol}`;

/** The number that a name or a number's text stands for; undefined for anything else, also for `all` and `-1`. */
export function protocolNumber(text: string): number | undefined {
  const name = text.toLowerCase();
  if (Object.hasOwn(numbers, name)) return numbers[name];
  return /^\d{1,3}$/.test(name) && Number(name) <= 255 ? Number(name) : undefined;
}
