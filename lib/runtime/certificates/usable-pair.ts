import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { IssuedCertificate } from './certificate-authority';
import type { CertificateFolder } from './certificate-folder';
import { day, lifeOf } from './certificate-life';
import { belongs, type LeafRequest } from './leaf';

/** A destination's certificate and key as they are in the folder now; throws an Error that says why they can't be used. */
export function usablePair(folder: CertificateFolder, { name, hosts }: LeafRequest, authority: X509Certificate, now: Date) {
  const { certificate, key } = folder.pair(name);
  if (certificate === undefined || key === undefined) {
    throw new Error(`${folder.file(`${name}.${certificate === undefined ? 'pem' : 'key'}`)} is missing`);
  }
  const problem = pairProblem(certificate, key, hosts, authority) ?? lifeProblem(certificate, now);
  if (problem) throw new Error(`${folder.file(`${name}.pem`)} can't be used: ${problem}`);
  return { certificate, key } satisfies IssuedCertificate;
}

/** The authority's certificate as it is in the folder now, PEM; throws an Error that says why it can't be used. */
export function usableAuthority(folder: CertificateFolder, now: Date): string {
  const certificate = folder.text('ca.pem');
  if (certificate === undefined) throw new Error(`${folder.file('ca.pem')} is missing`);
  const found = parsed(certificate);
  const problem = found ? (found.ca ? lifeProblem(certificate, now) : 'it is not an authority') : damaged;
  if (problem) throw new Error(`${folder.file('ca.pem')} can't be used: ${problem}`);
  return certificate;
}

const damaged = 'it holds no whole PEM certificate';

function pairProblem(certificate: string, key: string, hosts: readonly string[], authority: X509Certificate): string | undefined {
  const found = parsed(certificate);
  if (!found) return damaged;
  if (!belongs(found, key)) return 'it and its key do not belong together';
  if (!found.verify(authority.publicKey)) return 'ca.pem did not issue it';
  const without = hosts.find((host) => !(isIP(host) ? found.checkIP(host) : found.checkHost(host)));
  return without === undefined ? undefined : `it is not for ${without}`;
}

function lifeProblem(certificate: string, now: Date): string | undefined {
  const { from, until } = lifeOf(certificate);
  if (until <= now) return `it expired on ${day(until)}, and agents refuse it`;
  return from > now ? `it is not valid before ${day(from)}` : undefined;
}

function parsed(certificate: string): X509Certificate | undefined {
  try {
    return new X509Certificate(certificate);
  } catch {
    return undefined;
  }
}
