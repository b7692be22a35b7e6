import type { DestinationDocument } from '../schema';
import { type DestinationCheck, duplicates, type Flaw } from './flaw';

/** What each access can and can't have. */
export const accessCheck: DestinationCheck = (destination) => [
  ...(destination.access === 'tunnel' ? tunnelFlaws(destination) : endedTlsFlaws(destination)),
  ...duplicates(destination.ports ?? [], ['ports'], 'port'),
];

function tunnelFlaws({ allow, credential, headers, upstream, encodedSlash }: DestinationDocument): Flaw[] {
  const unseen: [given: boolean, at: PropertyKey[], fix: string][] = [
    [Array.isArray(allow), ['allow'], 'remove it, or use access: intercept'],
    [credential !== undefined, ['credential'], 'remove it, or use access: gateway or intercept'],
    [headers !== undefined, ['headers'], 'remove them, or use access: gateway or intercept'],
    [upstream?.ca !== undefined, ['upstream', 'ca'], 'remove it, as the agent verifies the certificate itself'],
    [upstream?.port !== undefined, ['upstream', 'port'], `write ports: [${upstream?.port}]`],
    [encodedSlash !== undefined, ['encodedSlash'], 'remove it'],
  ];
  return unseen.flatMap(([given, at, fix]) =>
    given ? [{ at, message: `a tunnel is TLS end to end, so the proxy can't apply ${at.join('.')}: ${fix}` }] : [],
  );
}

function endedTlsFlaws({ access, allow, ports, upstream }: DestinationDocument): Flaw[] {
  const flaws: Flaw[] = [];
  if (allow === undefined) {
    flaws.push({ at: [], message: `allow is missing: list the methods and paths of this ${access}, or write allow: any` });
  }
  if (access === 'gateway' && ports) {
    flaws.push({ at: ['ports'], message: `a gateway has one upstream port: write upstream.port, got ports ${ports.join(', ')}` });
  }
  if (access === 'intercept' && upstream?.port !== undefined) {
    flaws.push({ at: ['upstream', 'port'], message: `an intercept keeps the port of CONNECT: write ports: [${upstream.port}]` });
  }
  return flaws;
}
