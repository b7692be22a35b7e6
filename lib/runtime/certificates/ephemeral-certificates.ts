import type { Followed } from '../followed-files';
import { authorityName } from './boundary-authority';
import { authorityFile, followedLeaf } from './boundary-secret';
import { CertificateAuthority, type IssuedCertificate } from './certificate-authority';
import { dueAt, lifeOf } from './certificate-life';
import type { LeafRequest } from './leaf';

// agents trust it as long as the proxy runs, and its key ends with the process
const authorityDays = 3650;

/**
 * Certificates for one run, of an authority whose key is nowhere but in memory. One that has less than a third of its `days` left is
 * replaced.
 */
export async function ephemeralCertificates(leaves: readonly LeafRequest[], days = 30): Promise<readonly Followed[]> {
  const hosts = [...new Set(leaves.flatMap((leaf) => leaf.hosts))];
  const authority = await CertificateAuthority.create({ name: authorityName, days: authorityDays, hosts });
  const ca = { name: 'ca', file: authorityFile, label: "the boundary's authority", document: authority.certificate };
  return [ca, ...(await Promise.all(leaves.map((leaf) => followedLeaf(leaf.name, renewed(authority, leaf.hosts, days)))))];
}

/** Gives the same certificate until it is due. */
function renewed(authority: CertificateAuthority, hosts: readonly string[], days: number): () => Promise<IssuedCertificate> {
  let current: IssuedCertificate | undefined;
  return async () => {
    if (!current || dueAt(lifeOf(current.certificate)) <= new Date()) current = await authority.issue({ hosts, days });
    return current;
  };
}
