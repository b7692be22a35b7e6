import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { checkServerIdentity, connect, createServer, type PeerCertificate } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';

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

describe('an authority for some hosts only', () => {
  let bounded: CertificateAuthority;
  beforeAll(async () => {
    bounded = await CertificateAuthority.create({ name: 'bounded', hosts: ['api.example.com'] });
  });

  test('is believed about them', async () => {
    expect(
      await complaint(await bounded.issue({ hosts: ['api.example.com'] }), 'api.example.com', bounded.certificate),
    ).toBeUndefined();
  });

  test.each([
    ['other.example.com', ['other.example.com']],
    ['another one beside them', ['api.example.com', 'other.example.com']],
    ['the name above', ['example.com', 'api.example.com']],
    ['127.0.0.1', ['127.0.0.1']],
    ['::1', ['::1']],
  ])('is not believed about %s, whatever it signs', async (_host, hosts) => {
    const host = hosts[0] ?? '';
    // Node has no name of its own for a violated subtree
    expect(await complaint(await bounded.issue({ hosts }), host, bounded.certificate)).toBe('UNSPECIFIED');
  });

  test('that are addresses is believed about no name', async () => {
    const local = await CertificateAuthority.create({ name: 'local', hosts: ['127.0.0.1'] });
    expect(await complaint(await local.issue({ hosts: ['127.0.0.1'] }), '127.0.0.1', local.certificate)).toBeUndefined();
    for (const host of ['127.0.0.2', 'api.example.com']) {
      expect(await complaint(await local.issue({ hosts: [host] }), host, local.certificate)).toBeDefined();
    }
  });
});

describe('an authority that was kept', () => {
  const kept = async () => CertificateAuthority.load({ certificate: authority.certificate, key: await authority.privateKey() });

  test('goes on where it was', async () => {
    expect(await complaint(await (await kept()).issue({ hosts }), 'api.example.com', authority.certificate)).toBeUndefined();
  });

  test('and renewed is the same to whoever trusts the old certificate, or the new one', async () => {
    const renewed = await (await kept()).renewed({ days: 9 });
    expect(await complaint(await renewed.issue({ hosts }), 'api.example.com', authority.certificate)).toBeUndefined();
    expect(await complaint(await authority.issue({ hosts }), 'api.example.com', renewed.certificate)).toBeUndefined();
    expect(renewed.certificate).not.toBe(authority.certificate);
  });

  test("is refused with another's key", async () => {
    const key = await (await CertificateAuthority.create({ name: 'test' })).privateKey();
    await expect(CertificateAuthority.load({ certificate: authority.certificate, key })).rejects.toThrow(
      'the key is of another certificate',
    );
  });
});
