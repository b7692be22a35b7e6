import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { checkServerIdentity, connect, createServer, type PeerCertificate } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import { CertificateAuthority } from '../../lib/runtime/certificate-authority';

const hosts = ['api.example.com', '*.wild.example.com', '127.0.0.1', '::1'];
let authority: CertificateAuthority;

beforeAll(async () => {
  authority = await CertificateAuthority.create({ name: 'test' });
});

/** What a client that trusts `ca` and asks for `host` makes of a server's certificate: undefined, or its complaint. */
async function complaint(issued: { key: string; certificate: string }, host: string, ca: string): Promise<string | undefined> {
  const server = createServer({ key: issued.key, cert: issued.certificate }).listen(0, '127.0.0.1');
  server.on('tlsClientError', () => {});
  await once(server, 'listening');
  const servername = /[a-z]/.test(host) && !host.includes(':') ? host : '';
  const port = (server.address() as AddressInfo).port;
  const identity = (_name: string, peer: PeerCertificate) => checkServerIdentity(host, peer);
  const socket = connect({ host: '127.0.0.1', port, ca, servername, checkServerIdentity: identity });
  try {
    await once(socket, 'secureConnect');
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    socket.destroy();
    server.close();
  }
}

describe('a client that trusts the authority', () => {
  test.each(['api.example.com', 'a.wild.example.com', '127.0.0.1', '::1'])('is sure that it speaks to %s', async (host) => {
    expect(await complaint(await authority.issue({ hosts }), host, authority.certificate)).toBeUndefined();
  });

  test.each(['other.example.com', 'example.com', 'a.b.wild.example.com', 'wild.example.com', '127.0.0.2'])(
    'refuses the certificate for %s, which it does not name',
    async (host) => {
      expect(await complaint(await authority.issue({ hosts }), host, authority.certificate)).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
    },
  );

  test('refuses a certificate that has ended', async () => {
    const ended = await authority.issue({ hosts, days: -1 });
    expect(await complaint(ended, 'api.example.com', authority.certificate)).toBe('CERT_HAS_EXPIRED');
  });

  test('refuses one that a namesake authority issued', async () => {
    const namesake = await CertificateAuthority.create({ name: 'test' });
    const forged = await namesake.issue({ hosts });
    expect(await complaint(forged, 'api.example.com', authority.certificate)).toBeDefined();
  });
});

test('a certificate that was issued cannot issue others', async () => {
  const issued = await authority.issue({ hosts });
  expect(new X509Certificate(issued.certificate).ca).toBe(false);
  expect(new X509Certificate(authority.certificate).ca).toBe(true);
});

test('two certificates have neither key nor serial number in common', async () => {
  const [one, two] = [await authority.issue({ hosts }), await authority.issue({ hosts })];
  expect(one.key).not.toBe(two.key);
  expect(new X509Certificate(one.certificate).serialNumber).not.toBe(new X509Certificate(two.certificate).serialNumber);
});

test('a certificate is valid from five minutes ago, for clocks that are late, and a day long', async () => {
  const { validFrom, validTo } = new X509Certificate((await authority.issue({ hosts })).certificate);
  const minutes = (text: string) => Math.round((Date.parse(text) - Date.now()) / 60_000);
  expect([minutes(validFrom), minutes(validTo)]).toEqual([-5, 24 * 60]);
});

test('a certificate without a host is refused', async () => {
  await expect(authority.issue({ hosts: [] })).rejects.toThrow('hosts must name at least one host, got none');
});
