import { createPrivateKey, X509Certificate } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { StartError } from '../start-error';
import { isOurs } from './boundary-authority';
import type { CertificateFolder } from './certificate-folder';
import { dueAt, lifeOf } from './certificate-life';

/** A destination that needs a certificate, and its hosts. */
export interface LeafRequest {
  readonly name: string;
  readonly hosts: readonly string[];
}

/**
 * Why the certificate of a destination has to be made anew, undefined if it is good; `authority` is the authority's certificate.
 * Throws a StartError if somebody else made it, or others may read its key.
 */
export function leafProblem(
  folder: CertificateFolder,
  leaf: LeafRequest,
  authority: string | undefined,
  now: Date,
): string | undefined {
  const { certificate, key } = folder.pair(leaf.name);
  if (certificate === undefined) return 'there was none';
  if (key === undefined) return 'its key was missing';
  const found = parsed(certificate);
  if (!found || !belongs(found, key)) return 'it and its key did not belong together';
  if (!isOurs(found.issuer)) {
    const file = folder.file(`${leaf.name}.pem`);
    throw new StartError([
      `${file} is there, and agent-airlock did not make it: move it away, or choose another folder by --output`,
    ]);
  }
  if (authority === undefined || !found.verify(new X509Certificate(authority).publicKey))
    return 'another authority had issued it';
  if (!isFor(found, leaf.hosts)) return 'its hosts have changed';
  return dueAt(lifeOf(certificate)) <= now ? 'less than a third of its life was left' : undefined;
}

/** Whether a certificate is for these hosts, in any order, and for no others. */
export function isFor(certificate: X509Certificate, hosts: readonly string[]): boolean {
  const named = (certificate.subjectAltName ?? '').split(', ').map((name) => name.replace(/^(DNS|IP Address):/, ''));
  return named.map(normal).sort().join() === hosts.map(normal).sort().join();
}

// an IPv6 address has many spellings
const normal = (host: string): string => (ipaddr.isValid(host) ? ipaddr.parse(host).toNormalizedString() : host);

/** Whether the key, PEM, is the certificate's. */
export function belongs(certificate: X509Certificate, key: string): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

function parsed(certificate: string): X509Certificate | undefined {
  try {
    return new X509Certificate(certificate);
  } catch {
    return undefined;
  }
}
