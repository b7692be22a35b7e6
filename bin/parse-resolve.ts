import { isIP, isIPv6 } from 'node:net';
import type { Resolve } from '../lib/envoy/bootstrap-props';
import { Unusable } from './exit';

/** Reads `HOST:PORT=IP:PORT`, IPv6 addresses in brackets; throws an Unusable otherwise. */
export function parseResolve(text: string): Resolve {
  const [, host, port, brackets, plain, addressPort] =
    /^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):(\d{1,5})=(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const address = brackets ?? plain ?? '';
  const isAddress = brackets === undefined ? isIP(address) === 4 : isIPv6(address);
  if (host === undefined || !isAddress || ![port, addressPort].every(isPort)) {
    throw new Unusable(`--resolve must be HOST:PORT=IP:PORT, such as api.example.com:443=127.0.0.1:8443, got '${text}'`);
  }
  return { host: host.replace(/^\[|\]$/g, '').toLowerCase(), port: Number(port), address, addressPort: Number(addressPort) };
}

const isPort = (text: string | undefined): boolean => Number(text) >= 1 && Number(text) <= 65_535;
