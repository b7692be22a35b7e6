// @peculiar/x509 2 leaves this polyfill to its users, and needs it first
import 'reflect-metadata';
import { createPrivateKey, webcrypto, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';
import { nameConstraints } from './name-constraints';

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
  /** The only hosts that its certificates may be for, as clients see it. @default - any */
  readonly hosts?: readonly string[];
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 86_400_000;
// clocks differ, and a certificate from the future is refused
const backdatedMs = 5 * 60_000;

x509.cryptoProvider.set(webcrypto);

/** A certificate authority of one's own (EC P-256): signs servers' certificates, and no other authority's. */
export class CertificateAuthority {
  private constructor(
    /** The authority's own certificate, PEM: what clients must trust. */
    readonly certificate: string,
    private readonly issuer: x509.X509Certificate,
    private readonly keys: webcrypto.CryptoKeyPair,
  ) {}

  /** Makes a key, which lives in this process only, and a self-signed certificate. */
  static async create(props: CertificateAuthorityProps): Promise<CertificateAuthority> {
    return CertificateAuthority.selfSigned(props, await newKeys());
  }

  /** Takes up an authority that was kept: its certificate and its key, both PEM. Throws an Error if they don't belong together. */
  static async load({ certificate, key }: IssuedCertificate): Promise<CertificateAuthority> {
    const privateKey = createPrivateKey(key);
    if (!new X509Certificate(certificate).checkPrivateKey(privateKey)) throw new Error('the key is of another certificate');
    const [privateDer, publicDer] = [privateKey.export({ type: 'pkcs8', format: 'der' }), spki(certificate)];
    const keys = {
      privateKey: await webcrypto.subtle.importKey('pkcs8', privateDer, algorithm, true, ['sign']),
      publicKey: await webcrypto.subtle.importKey('spki', publicDer, algorithm, true, ['verify']),
    };
    return new CertificateAuthority(`${certificate.trimEnd()}\n`, new x509.X509Certificate(certificate), keys);
  }

  private static async selfSigned(
    props: CertificateAuthorityProps,
    keys: webcrypto.CryptoKeyPair,
  ): Promise<CertificateAuthority> {
    const { name, days = 1, hosts } = props;
    const issuer = await x509.X509CertificateGenerator.createSelfSigned({
      name: [{ CN: [name] }],
      keys,
      signingAlgorithm: algorithm,
      ...serialAndValidity(days),
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        ...(hosts ? [nameConstraints(hosts)] : []),
      ],
    });
    return new CertificateAuthority(pem(issuer), issuer, keys);
  }

  /** The same authority, name and key, with a new certificate: what it issued before is as good under the new one. */
  renewed(props: Omit<CertificateAuthorityProps, 'name'>): Promise<CertificateAuthority> {
    const [name = ''] = this.issuer.subjectName.getField('CN');
    return CertificateAuthority.selfSigned({ name, ...props }, this.keys);
  }

  /** Its private key (PKCS #8), PEM. */
  privateKey(): Promise<string> {
    return pkcs8(this.keys.privateKey);
  }

  /** Issues a server certificate with a new key for all of `hosts`. */
  async issue({ hosts, days = 1 }: IssueProps): Promise<IssuedCertificate> {
    const [first] = hosts;
    if (first === undefined) throw new Error('hosts must name at least one host, got none');
    const keys = await newKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      // clients read the hosts from the alternative names; OpenSSL holds a common name that looks like a name against name constraints too
      subject: [{ CN: [isIP(first) ? `address ${first}` : first.slice(0, 64)] }],
      issuer: this.issuer.subjectName,
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
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

const spki = (certificate: string): Buffer => new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });

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
