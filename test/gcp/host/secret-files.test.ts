import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { HostFile } from '../../../lib/gcp/host/host-file';
import { secretFiles } from '../../../lib/gcp/host/secret-files';
import { CertificateAuthority } from '../../../lib/runtime/certificates/certificate-authority';
import { scratchFolder } from '../../runtime/scratch';
import { type MetadataServer, startMetadataServer } from '../../stand-ins/metadata-server';
import { failure, type SecretAnswer, type SecretManager, startSecretManager } from '../../stand-ins/secret-manager';
import { HostRoom, whyNoHost } from './host-room';

const missing = whyNoHost();
if (missing) console.warn(`secrets are not brought to files as on a host: ${missing}`);

const token = 'ya29.the-token-of-the-host';
const keyId = 'projects/acme/secrets/key';
const pairId = 'projects/acme/secrets/pair';
const key = 'sk-the-real-key-1';

const folder = scratchFolder();
let metadata: MetadataServer;
let manager: SecretManager;
let host: HostRoom;
let pair: { readonly certificate: string; readonly key: string };

describe.skipIf(missing)('the secrets of a tool, on a host', () => {
  beforeAll(async () => {
    const authority = await CertificateAuthority.create({ name: 'google' });
    const { certificate, key } = await authority.issue({ hosts: ['orders.corp.example'] });
    pair = { certificate, key };
    metadata = await startMetadataServer(undefined);
    manager = await startSecretManager({ ...(await authority.issue({ hosts: ['secretmanager.googleapis.com'] })), token });
    const files = secretFiles({ user: 1000, secrets: new Map([['API_KEY', keyId]]), certificate: pairId });
    host = await HostRoom.open({
      folder,
      files: new Map([...files.map(written), ['/etc/ssl/certs/ca-certificates.crt', authority.certificate]]),
      standIns: [
        { names: [], address: '169.254.169.254', port: 80, to: Number(metadata.host.split(':')[1]) },
        { names: ['secretmanager.googleapis.com'], address: '199.36.153.8', port: 443, to: manager.port },
      ],
    });
  });

  afterAll(async () => {
    await host?.close();
    await manager?.close();
    await metadata?.close();
  });

  beforeEach(async () => {
    await host.run('rm', '-rf', '/run/airlock');
    metadata.token = { access_token: token, expires_in: 3599 };
    manager.secrets.clear();
    manager.secrets.set(keyId, { value: key });
    manager.secrets.set(pairId, { value: JSON.stringify(pair) });
  });

  const refresh = () => host.run('bash', '/etc/airlock/refresh.sh');

  /** What the tool would read. */
  async function fileOf(name: string): Promise<string | undefined> {
    const { status, output } = await host.run('cat', `/run/airlock/secrets/${name}`);
    return status === 0 ? output : undefined;
  }

  test('are files, and the certificate and its key are one each', async () => {
    expect(await refresh()).toEqual({ status: 0, output: '' });
    expect(await fileOf('API_KEY')).toBe(`${key}\n`);
    expect((await fileOf('certificate.pem'))?.trim()).toBe(pair.certificate.trim());
    expect((await fileOf('key.pem'))?.trim()).toBe(pair.key.trim());
  });

  test('are kept from all but the tool’s user', async () => {
    await refresh();
    const { output } = await host.run('find', '/run/airlock', '-printf', '%P %m %U %G\n');
    expect(output.trim().split('\n').sort()).toEqual([
      '755 0 0',
      'secrets 700 1000 1000',
      'secrets/API_KEY 600 1000 1000',
      'secrets/certificate.pem 600 1000 1000',
      'secrets/key.pem 600 1000 1000',
    ]);
  });

  test('change in place, and those that stay the same aren’t written again', async () => {
    await refresh();
    const inode = async (name: string) => (await host.run('stat', '--format=%i', `/run/airlock/secrets/${name}`)).output;
    const before = [await inode('API_KEY'), await inode('key.pem')];
    manager.secrets.set(keyId, { value: 'sk-the-next' });
    await refresh();
    expect(await fileOf('API_KEY')).toBe('sk-the-next\n');
    const after = [await inode('API_KEY'), await inode('key.pem')];
    expect([before[0] === after[0], before[1] === after[1]]).toEqual([false, true]);
  });

  test.each([
    ['several lines', 'one\ntwo\nthree'],
    ['what JSON, printf and the shell would read more into', '%s "quoted" \\n $HOME `id` {} \\'],
    ['letters that are no ASCII', 'pässwörd'],
    ['much of it', 'x'.repeat(60_000)],
  ])('may have %s', async (_, value) => {
    manager.secrets.set(keyId, { value });
    expect((await refresh()).status).toBe(0);
    expect(await fileOf('API_KEY')).toBe(`${value}\n`);
  });

  test.each<[string, string, SecretAnswer]>([
    ['a secret has no version', keyId, { none: 'NOT_FOUND' }],
    ['a secret can’t be read', keyId, failure(403, 'PERMISSION_DENIED')],
    ['the certificate has no version', pairId, { none: 'NOT_FOUND' }],
    ['the certificate has no key', pairId, { value: JSON.stringify({ certificate: 'x' }) }],
    ['the certificate holds more than PEM', pairId, { value: '{"certificate":"-----BEGIN CERTIFICATE-----\\u0000","key":""}' }],
  ])('keep the tool from starting while %s, and say so', async (_, id, answer) => {
    manager.secrets.set(id, answer);
    const { status, output } = await refresh();
    expect(status).toBe(1);
    expect(output).toMatch(id === keyId ? /^API_KEY: / : /^certificate\.pem: /);
  });

  test('are gone when they are withdrawn', async () => {
    await refresh();
    manager.secrets.set(keyId, { none: 'FAILED_PRECONDITION' });
    manager.secrets.set(pairId, { none: 'FAILED_PRECONDITION' });
    expect((await refresh()).status).toBe(1);
    expect([await fileOf('API_KEY'), await fileOf('certificate.pem'), await fileOf('key.pem')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('stay as they were while nobody can be asked', async () => {
    await refresh();
    metadata.token = undefined;
    manager.secrets.set(keyId, failure(503, 'UNAVAILABLE'));
    expect((await refresh()).status).toBe(0);
    expect(await fileOf('API_KEY')).toBe(`${key}\n`);
  });

  test('a certificate that isn’t fit for use takes the place of none', async () => {
    await refresh();
    manager.secrets.set(pairId, { value: '{"certificate": "nothing", "key": "nothing"}' });
    const { output } = await refresh();
    expect(output).toContain('certificate.pem: it must be JSON with a certificate and its key');
    expect((await fileOf('key.pem'))?.trim()).toBe(pair.key.trim());
  });
});

const written = ({ path, content }: HostFile): readonly [string, string] => [
  path,
  content.kind === 'text' ? content.text : content.lines.map((line) => `${line}\n`).join(''),
];
