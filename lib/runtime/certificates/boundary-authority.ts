import { X509Certificate } from 'node:crypto';
import { fileProblem } from '../../policy/file-problem';
import { StartError } from '../start-error';
import { CertificateAuthority } from './certificate-authority';
import type { CertificateFolder } from './certificate-folder';
import { dueAt, lifeOf } from './certificate-life';
import { isConstrainedTo } from './name-constraints';

/** Common name of every boundary's authority: by it one that somebody else made is told apart. */
export const authorityName = 'agent-airlock boundary';

/** The authority that a folder keeps, and why it needs a new certificate, if it does. */
export interface KeptAuthority {
  readonly authority?: CertificateAuthority;
  readonly because?: string;
}

/** Reads `ca.pem` and `ca.key`; throws a StartError if only one is there, they don't belong together, or somebody else made them. */
export async function keptAuthority(folder: CertificateFolder, hosts: readonly string[], now: Date): Promise<KeptAuthority> {
  const { certificate, key } = folder.pair('ca');
  if (certificate === undefined && key === undefined) return { because: 'there was none' };
  if (certificate === undefined || key === undefined) {
    const [there, missing] = certificate === undefined ? ['ca.key', 'ca.pem'] : ['ca.pem', 'ca.key'];
    throw new StartError([
      `${folder.file(there)} is there without ${missing}: bring that back, or choose another folder by --output`,
    ]);
  }
  const authority = await loaded(folder, certificate, key);
  if (dueAt(lifeOf(certificate)) <= now) return { authority, because: 'less than a third of its life was left' };
  return isConstrainedTo(certificate, hosts)
    ? { authority }
    : { authority, because: 'the hosts that it may vouch for have changed' };
}

async function loaded(folder: CertificateFolder, certificate: string, key: string): Promise<CertificateAuthority> {
  const file = folder.file('ca.pem');
  try {
    if (!isOurs(new X509Certificate(certificate).subject)) {
      throw new Error('agent-airlock did not make it: it stays as it is');
    }
    return await CertificateAuthority.load({ certificate, key });
  } catch (error) {
    throw new StartError([`${file} can't be used: ${fileProblem(error)}; choose another folder by --output`]);
  }
}

/** Whether a distinguished name, as Node writes it, is that of a boundary's authority. */
export const isOurs = (name: string): boolean => name === `CN=${authorityName}`;
