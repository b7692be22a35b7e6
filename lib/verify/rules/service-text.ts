import { AddressSet } from '../traffic/address-set';
import { publicAddresses } from '../traffic/public-addresses';
import type { ServiceSet } from '../traffic/service-set';

/** A service set in words: `tcp 443, udp`, `every protocol`. */
export function serviceText(services: ServiceSet): string {
  const entries = services.entries();
  if (entries.some(({ protocol }) => protocol === 'all')) return 'every protocol';
  const shown = entries.slice(0, 4).map(({ protocol, ports }) => {
    const all = ports.length === 0 || (ports.length === 1 && ports[0]?.from === 0 && ports[0].to === 65535);
    return all ? protocol : `${protocol} ${ports.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)).join(', ')}`;
  });
  return shown.join(', ') + (entries.length > 4 ? ` and ${entries.length - 4} more protocols` : '');
}

/** An address set in words: the internet, or its first blocks. */
export function addressText(addresses: AddressSet): string {
  const whole = ([4, 6] as const).filter((family) => coversInternet(addresses, family));
  const rest = whole.reduce((left, family) => left.subtract(AddressSet.all.family(family)), addresses).cidrs();
  const blocks = rest.length <= 3 ? rest : [...rest.slice(0, 2), `${rest.length - 2} more blocks`];
  return [...whole.map((family) => `every public IPv${family} address`), ...blocks].join(', ');
}

const coversInternet = (addresses: AddressSet, family: 4 | 6): boolean => addresses.covers(publicAddresses.family(family));
