import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { authorityName } from '../../lib/runtime/certificates/boundary-authority';
import { CertificateAuthority, type IssuedCertificate } from '../../lib/runtime/certificates/certificate-authority';
import { CertificateFolder } from '../../lib/runtime/certificates/certificate-folder';
import { renew } from '../../lib/runtime/certificates/renewal';
import type { LocalProxy } from '../../lib/runtime/local-proxy';
import { exchange, handshake, openTunnel } from '../envoy/raw-client';
import { host } from './local-stage';

/** Makes or renews the certificates of the destination `claude` in a folder; with `all`, everything with new keys. */
export async function keepCertificates(path: string, all = false): Promise<CertificateFolder> {
  const folder = CertificateFolder.open(path);
  await renew({ folder, leaves: [{ name: 'claude', hosts: [host] }], days: 90, caDays: 730, all, now: new Date() });
  return folder;
}

/** A certificate and its key for `hosts` by a folder's own authority. */
export async function issueIn(path: string, { hosts = [host], days = 90 } = {}): Promise<IssuedCertificate> {
  return (await authorityOf(path)).issue({ hosts, days });
}

/** The authority of a folder, with a new certificate of `days` in its place if they are given. */
export async function authorityOf(path: string): Promise<CertificateAuthority> {
  const text = (name: string) => readFileSync(join(path, name), 'utf8');
  return CertificateAuthority.load({ certificate: text('ca.pem'), key: text('ca.key') });
}

/** An authority that goes by the same name as the boundary's. */
export const namesake = (): Promise<CertificateAuthority> => CertificateAuthority.create({ name: authorityName });

/** What the proxy gives to whoever asks for the authority. */
export const servedAuthority = async ({ gatewayUrl }: LocalProxy): Promise<string> =>
  (await fetch(`${gatewayUrl}/-/ca.pem`)).text();

/** The status of an intercepted request, and the certificate's serial number, as a client sees them that trusts `ca`; throws if it refuses. */
export async function intercepted(proxy: LocalProxy, ca: string): Promise<{ status: number; serial: string }> {
  const secure = await handshake(await openTunnel(proxy.proxyPort, `${host}:443`), host, ca);
  const serial = secure.getPeerX509Certificate()?.serialNumber ?? '';
  const request = `POST /v1/messages HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`;
  const { status } = await exchange(secure, request);
  return { status, serial };
}
