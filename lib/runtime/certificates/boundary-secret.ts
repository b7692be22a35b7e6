import { leafDocument, leafName } from '../../envoy/listeners/intercept-certificates';
import type { Followed } from '../followed-files';
import type { IssuedCertificate } from './certificate-authority';

/** Name of the file, not an SDS one, in which Envoy finds the authority's certificate. */
export const authorityFile = 'ca.pem';

/** The authority's certificate, PEM, as `read` gives it from time to time. */
export async function followedAuthority(read: () => Promise<string>): Promise<Followed> {
  return { name: 'ca', file: authorityFile, label: "the boundary's authority", document: await read(), read };
}

/** The certificate and key of a destination, as `read` gives them from time to time. */
export async function followedLeaf(destination: string, read: () => Promise<IssuedCertificate>): Promise<Followed> {
  const document = async () => leafDocument(destination, await read());
  const label = `certificate of destination '${destination}'`;
  return { name: leafName(destination), label, document: await document(), read: document };
}
