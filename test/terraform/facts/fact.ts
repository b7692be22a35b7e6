import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** What must hold of an argument's value: gives what it must be, if it isn't. */
export type Fact = (value: unknown) => string | undefined;

/** Any text will do. */
export const free: Fact = () => undefined;

export const oneOf =
  (...values: readonly string[]): Fact =>
  (value) =>
    values.includes(String(value)) ? undefined : `must be one of ${values.join(', ')}`;

/** A text of a pattern, of so many characters. */
export const text =
  (pattern: RegExp, shortest: number, longest: number): Fact =>
  (value) => {
    const said = String(value);
    const fits = pattern.test(said) && said.length >= shortest && said.length <= longest;
    return fits ? undefined : `must be ${shortest} to ${longest} characters that fit ${pattern}`;
  };

export const between =
  (least: number, most: number): Fact =>
  (value) =>
    Number(value) >= least && Number(value) <= most ? undefined : `must be ${least} to ${most}`;

/** "RFC 1035 names", as most resources of Compute Engine have. */
export const name = (longest = 63): Fact => text(/^[a-z]([-a-z0-9]*[a-z0-9])?$/, 1, longest);

/** A block whose address is its first. */
export const cidr: Fact = (value) => {
  const said = String(value);
  if (!ipaddr.isValidCIDR(said)) return 'must be a CIDR block';
  const block = ipaddr.parse(said.split('/')[0] ?? '').kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  const first = block.networkAddressFromCIDR(said).toString();
  return said.startsWith(`${first}/`) ? undefined : `must begin at the first address of its block, ${first}`;
};

export const address: Fact = (value) => (isIP(String(value)) ? undefined : 'must be an IP address');

/** One port, or a range of them. */
export const ports: Fact = (value) => {
  const [first = 0, last = first, ...more] = String(value).split('-').map(Number);
  return first >= 1 && first <= last && last <= 65535 && more.length === 0 ? undefined : 'must be a port or a range of ports';
};

/** "Fully qualified domain name": with its final dot. */
export const dnsName: Fact = (value) =>
  String(value) === '.' ? undefined : text(/^(\*\.)?([a-z0-9_]([a-z0-9-]*[a-z0-9])?\.)*$/, 2, 254)(value);

/** Seconds, as the API's durations are written. */
export const seconds =
  (least: number, most: number): Fact =>
  (value) =>
    /^\d+s$/.test(String(value)) ? between(least, most)(String(value).slice(0, -1)) : "must be whole seconds such as '3600s'";
