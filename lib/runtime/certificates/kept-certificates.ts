import { X509Certificate } from 'node:crypto';
import type { Followed } from '../followed-files';
import { StartError } from '../start-error';
import { followedAuthority, followedLeaf } from './boundary-secret';
import { CertificateFolder } from './certificate-folder';
import type { LeafRequest } from './leaf';
import { usableAuthority, usablePair } from './usable-pair';

/**
 * The certificates of a folder that `agent-airlock certificates` keeps, followed while they change there. Throws a StartError with a line for
 * each that can't be used.
 */
export async function keptCertificates(path: string, leaves: readonly LeafRequest[]): Promise<readonly Followed[]> {
  const authority = (): string => usableAuthority(CertificateFolder.open(path), new Date());
  const pair = (leaf: LeafRequest) =>
    usablePair(CertificateFolder.open(path), leaf, new X509Certificate(authority()), new Date());
  const ca = await usable([followedAuthority(async () => authority())]);
  return [...ca, ...(await usable(leaves.map((leaf) => followedLeaf(leaf.name, async () => pair(leaf)))))];
}

async function usable(all: readonly Promise<Followed>[]): Promise<readonly Followed[]> {
  const settled = await Promise.allSettled(all);
  const problems = settled.flatMap((one) => (one.status === 'rejected' ? [(one.reason as Error).message] : []));
  if (problems.length > 0) throw new StartError(problems);
  return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}
