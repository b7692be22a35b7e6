import { isIP } from 'node:net';
import { parseCidr } from '../cidr';
import { writtenHosts } from '../destination-of';
import { forbiddenPart } from '../never-reachable';
import { type DestinationCheck, duplicates, type Flaw, refusalOf } from './flaw';

/** Blocks of `upstream.addresses`: well written, none that reaches what is never reachable, and holding the host's own address. */
export const addressesCheck: DestinationCheck = (destination) => {
  const blocks = destination.upstream?.addresses ?? [];
  const flaws = blocks.flatMap((text, index) => blockFlaws(text, ['upstream', 'addresses', index]));
  if (flaws.length > 0) return flaws;
  const outside = writtenHosts(destination).filter((host) => isIP(host) && blocks.length > 0 && !holds(blocks, host));
  return [
    ...duplicates(blocks, ['upstream', 'addresses'], 'upstream.addresses block'),
    ...outside.map((host) => ({
      at: ['host'],
      message: `host is outside upstream.addresses: add ${host}/${bitsOf(host)}, got '${host}'`,
    })),
  ];
};

function blockFlaws(text: string, at: readonly PropertyKey[]): Flaw[] {
  const malformed = refusalOf(() => parseCidr(text));
  if (malformed) return [{ at, message: `upstream.addresses ${malformed}` }];
  const part = forbiddenPart(parseCidr(text));
  if (!part) return [];
  return [
    { at, message: `upstream.addresses must not hold ${part.cidr} (${part.because}): write narrower blocks, got '${text}'` },
  ];
}

const holds = (blocks: readonly string[], host: string): boolean => blocks.some((block) => parseCidr(block).contains(host));

const bitsOf = (host: string): number => (isIP(host) === 4 ? 32 : 128);
