// @peculiar/x509 2 leaves this polyfill to its users, and needs it first
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

/** A private key (PKCS #8) and a certificate, both PEM. */
export interface IssuedCertificate {
  readonly key: string;
  readonly certificate: string;
}

export interface IssueProps {
  /** DNS names and IP addresses that the certificate is for; at least one. */
  readonly hosts: readonly string[];
  /** How long it is valid, in days. @default 1 */
  readonly days?: number;
}

export interface CertificateAuthorityProps {
  /** Common name, as people see it in a list of certificates. */
  readonly name: string;
  /** How long it is valid, in days. @default 1 */
  readonly days?: number;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 86_400_000;
// clocks differ, and a certificate from the future is refused
const backdatedMs = 5 * 60_000;

x509.cryptoProvider.set(webcrypto);

/** A certificate authority of one's own (EC P-256), whose key lives in this process only. */
export class CertificateAuthority {
  private constructor(
    /** The authority's own certificate, PEM: what clients must trust. */
    readonly certificate: string,
    private readonly issuer: x509.X509Certificate,
    private readonly key: webcrypto.CryptoKey,
  ) {}

  /** Makes a key and a self-signed certificate that may sign servers' certificates and no other authority's. */
  static async create({ name, days = 1 }: CertificateAuthorityProps): Promise<CertificateAuthority> {
    const keys = await newKeys();
    const issuer = await x509.X509CertificateGenerator.createSelfSigned({
      name: [{ CN: [name] }],
      keys,
      signingAlgorithm: algorithm,
      ...serialAndValidity(days),
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    return new CertificateAuthority(pem(issuer), issuer, keys.privateKey);
  }

  /** Issues a server certificate with a new key for all of `hosts`. */
  async issue({ hosts, days = 1 }: IssueProps): Promise<IssuedCertificate> {
    const [first] = hosts;
    if (first === undefined) throw new Error('hosts must name at least one host, got none');
    const keys = await newKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      // a common name has 64 characters at most; clients read the hosts from the alternative names
      subject: [{ CN: [first.slice(0, 64)] }],
      issuer: this.issuer.subjectName,
      publicKey: keys.publicKey,
      signingKey: this.key,
      signingAlgorithm: algorithm,
      ...serialAndValidity(days),
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
        new x509.SubjectAlternativeNameExtension(hosts.map((value) => ({ type: isIP(value) ? 'ip' : 'dns', value }))),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        await x509.AuthorityKeyIdentifierExtension.create(this.issuer),
      ],
    });
    return { key: await pkcs8(keys.privateKey), certificate: pem(certificate) };
  }
}

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<webcrypto.CryptoKeyPair>;

function serialAndValidity(days: number) {
  const now = Date.now();
  // positive and 16 bytes at most, as RFC 5280 4.1.2.2 asks
  const serial = webcrypto.getRandomValues(new Uint8Array(16));
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return {
    serialNumber: Buffer.from(serial).toString('hex'),
    notBefore: new Date(now - backdatedMs),
    notAfter: new Date(now + days * dayMs),
  };
}

const pem = (certificate: x509.X509Certificate): string => `${certificate.toString('pem')}\n`;

async function pkcs8(key: webcrypto.CryptoKey): Promise<string> {
  const der = await webcrypto.subtle.exportKey('pkcs8', key);
  return `${x509.PemConverter.encode(der, 'PRIVATE KEY')}\n`;
}
