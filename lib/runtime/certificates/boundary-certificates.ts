import type { Destination } from '../../policy/destination';
import type { Followed } from '../followed-files';
import { ephemeralCertificates } from './ephemeral-certificates';
import { keptCertificates } from './kept-certificates';

/**
 * What a proxy ends TLS with: the certificate of the boundary's own authority, and one with its key for each intercept destination. They are
 * those of `folder`, or are made for this run; none if nothing needs them. Throws a StartError if those of the folder can't be used.
 */
export async function boundaryCertificates(destinations: readonly Destination[], folder?: string): Promise<readonly Followed[]> {
  const intercepts = destinations.filter(({ access }) => access === 'intercept');
  const leaves = intercepts.map(({ name, hosts }) => ({ name, hosts: hosts.map(({ text }) => text) }));
  if (leaves.length === 0) return [];
  return folder === undefined ? ephemeralCertificates(leaves) : keptCertificates(folder, leaves);
}
