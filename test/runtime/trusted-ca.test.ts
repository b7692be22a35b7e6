import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { trustedCertificates } from '../../lib/runtime/certificates/trusted-ca';
import { put, scratchFolder } from './scratch';

const folder = scratchFolder();
let ours: string;
let path: string;

beforeAll(async () => {
  ours = (await CertificateAuthority.create({ name: 'ours' })).certificate;
  path = put(folder, 'ours.pem', ours);
});

const subjects = (pem: string): string[] =>
  (pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []).map(
    (block) => new X509Certificate(block).subject,
  );

describe('who may vouch for upstreams', () => {
  test('is --upstream-ca and nobody else, whatever the environment names', () => {
    expect(subjects(trustedCertificates(path, { NODE_EXTRA_CA_CERTS: path, SSL_CERT_FILE: path }))).toEqual(['CN=ours']);
  });

  test('is SSL_CERT_FILE in place of the public authorities', () => {
    expect(subjects(trustedCertificates(undefined, { SSL_CERT_FILE: path }))).toEqual(['CN=ours']);
  });

  test('are the public authorities otherwise, without ours', () => {
    const trusted = subjects(trustedCertificates(undefined, {}));
    expect(trusted.length).toBeGreaterThan(50);
    expect(trusted).not.toContain('CN=ours');
  });

  test('are those of NODE_EXTRA_CA_CERTS besides the public ones', () => {
    const trusted = subjects(trustedCertificates(undefined, { NODE_EXTRA_CA_CERTS: path }));
    expect(trusted.length).toBeGreaterThan(50);
    expect(trusted).toContain('CN=ours');
  });
});

describe.each([
  ['--upstream-ca', (file: string) => trustedCertificates(file, {})],
  ['SSL_CERT_FILE', (file: string) => trustedCertificates(undefined, { SSL_CERT_FILE: file })],
  ['NODE_EXTRA_CA_CERTS', (file: string) => trustedCertificates(undefined, { NODE_EXTRA_CA_CERTS: file })],
])('%s is refused', (option, trusted) => {
  test.each([
    ['a file that is missing', () => `${folder}/missing.pem`, 'no such file'],
    ['a folder', () => folder, 'it is a folder'],
    ['an empty file', () => put(folder, 'empty.pem', ''), 'it holds no PEM certificate'],
    [
      'a key',
      () => put(folder, 'key.pem', '-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n'),
      'it holds no PEM certificate',
    ],
    [
      'a damaged certificate',
      () => put(folder, 'damaged.pem', ours.replace(/\n.{20}/, '\n')),
      'it holds a PEM certificate that is damaged',
    ],
    ['a certificate cut short', () => put(folder, 'cut.pem', ours.slice(0, -40)), 'it holds a PEM certificate that is damaged'],
    [
      'a good and a damaged one',
      () => put(folder, 'both.pem', ours + ours.replace(/\n.{20}/, '\n')),
      'it holds a PEM certificate that is damaged',
    ],
  ])('for %s, and the message names it', (_what, file, why) => {
    expect(() => trusted(file())).toThrow(`${option} must be a file of PEM certificates`);
    expect(() => trusted(file())).toThrow(why);
  });
});
