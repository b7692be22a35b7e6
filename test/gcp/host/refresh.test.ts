import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { placeholderCertificate } from '../../../lib/envoy/placeholder-certificate';
import type { HostFile } from '../../../lib/gcp/host/host-file';
import { secretsRefresherFiles } from '../../../lib/gcp/host/secrets-refresher';
import { CertificateAuthority } from '../../../lib/runtime/certificates/certificate-authority';
import { scratchFolder, until } from '../../runtime/scratch';
import { type MetadataServer, startMetadataServer } from '../../stand-ins/metadata-server';
import { failure, type SecretAnswer, type SecretManager, startSecretManager } from '../../stand-ins/secret-manager';
import { HostRoom, whyNoHost } from './host-room';

const missing = whyNoHost();
if (missing) console.warn(`secrets are not refreshed as on a host: ${missing}`);

const accessToken = 'ya29.the-token-of-the-host';
const keyId = 'projects/acme/secrets/key';
const leafId = 'projects/acme/secrets/leaf';
const key = 'sk-the-real-key-1';

const folder = scratchFolder();
let metadata: MetadataServer;
let manager: SecretManager;
let host: HostRoom;

describe.skipIf(missing)('the refresher of secrets, on a host', () => {
  beforeAll(async () => {
    const authority = await CertificateAuthority.create({ name: 'google' });
    metadata = await startMetadataServer(undefined);
    const tls = await authority.issue({ hosts: ['secretmanager.googleapis.com'] });
    manager = await startSecretManager({ ...tls, token: accessToken });
    const files = secretsRefresherFiles({
      user: 101,
      secrets: new Map([['key', keyId]]),
      leafs: new Map([['git', leafId]]),
      tokens: new Map([['vertex', ['https://www.googleapis.com/auth/cloud-platform']]]),
    });
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
    metadata.token = { access_token: accessToken, expires_in: 3599 };
    manager.whileAsked = () => undefined;
    manager.secrets.clear();
    manager.secrets.set(keyId, { value: key });
    manager.secrets.set(leafId, { value: JSON.stringify(placeholderCertificate) });
  });

  const refresh = () => host.run('bash', '/etc/airlock/refresh.sh');

  /** What Envoy would read of a secret. */
  async function secretIn(name: string): Promise<string | undefined> {
    const { status, output } = await host.run('cat', `/run/airlock/secrets/${name}.json`);
    if (status !== 0) return undefined;
    const [secret] = JSON.parse(output).resources;
    expect(secret.name).toBe(name);
    if (secret.tls_certificate) return secret.tls_certificate.certificate_chain.inline_string;
    return Buffer.from(secret.generic_secret.secret.inline_bytes, 'base64').toString();
  }

  test('brings every secret, certificate and access token', async () => {
    expect(await refresh()).toEqual({ status: 0, output: '' });
    expect(await secretIn('key')).toBe(key);
    expect(await secretIn('intercept-git')).toBe(placeholderCertificate.certificate);
    expect(await secretIn('access-token.vertex')).toBe(accessToken);
    expect(metadata.asked.at(-1)).toMatch(/\/token\?scopes=https%3A%2F%2Fwww\.googleapis\.com%2Fauth%2Fcloud-platform$/);
  });

  test('keeps them from all but Envoy’s user', async () => {
    await refresh();
    const { output } = await host.run('find', '/run/airlock', '-printf', '%P %m %U %G\n');
    expect(output.trim().split('\n').sort()).toEqual([
      '755 0 0',
      'secrets 700 101 101',
      'secrets/access-token.vertex.json 600 101 101',
      'secrets/intercept-git.json 600 101 101',
      'secrets/key.json 600 101 101',
    ]);
  });

  test('has no secret in the arguments or the environment of any process, and prints none', async () => {
    const seen: string[] = [];
    manager.whileAsked = () => seen.push(...everyProcess());
    manager.secrets.set(keyId, { value: `${key}\nsecond line` });
    const { output } = await refresh();
    expect(seen.join('\n')).toContain('secretmanager.googleapis.com');
    for (const secret of [accessToken, key]) expect(seen.join('\n') + output).not.toContain(secret);
  });

  test('brings a new version, and only what is new', async () => {
    await refresh();
    const modified = async (name: string) => (await host.run('stat', '--format=%i', `/run/airlock/secrets/${name}.json`)).output;
    const before = [await modified('key'), await modified('intercept-git')];
    manager.secrets.set(keyId, { value: 'sk-the-next' });
    await refresh();
    expect(await secretIn('key')).toBe('sk-the-next');
    const after = [await modified('key'), await modified('intercept-git')];
    expect([before[0] === after[0], before[1] === after[1]]).toEqual([false, true]);
  });

  test.each([
    ['a line end', 'sk-1\n', 'sk-1'],
    ['line ends of Windows', 'sk-1\r\n\r\n', 'sk-1'],
    [
      'what JSON, printf and the shell would read more into',
      '%s "quoted" \\n $HOME `id` {} \\',
      '%s "quoted" \\n $HOME `id` {} \\',
    ],
    ['spaces around it', '  sk-1  ', '  sk-1  '],
    ['much of it', 'x'.repeat(60_000), 'x'.repeat(60_000)],
  ])('brings a secret with %s', async (_, value, expected) => {
    manager.secrets.set(keyId, { value });
    expect((await refresh()).status).toBe(0);
    expect(await secretIn('key')).toBe(expected);
  });

  test.each<[string, SecretAnswer]>([
    ['has no version yet', { none: 'NOT_FOUND' }],
    ['has a newest version that is disabled or destroyed', { none: 'FAILED_PRECONDITION' }],
    ['is two lines', { value: 'one\ntwo' }],
    ['is no text', { value: Buffer.from([0xff, 0xfe, 0x00]) }],
    ['is only spaces', { value: '   ' }],
  ])('lets Envoy start without a secret that %s, and says so', async (_, answer) => {
    manager.secrets.set(keyId, answer);
    const { status, output } = await refresh();
    expect(status).toBe(0);
    expect(output).toMatch(/^key: /);
    expect(await secretIn('key')).toBe('');
  });

  test.each([
    ['there is none any more', 'NOT_FOUND'],
    ['its newest version was disabled', 'FAILED_PRECONDITION'],
  ] as const)('withdraws a secret when %s', async (_, none) => {
    await refresh();
    manager.secrets.set(keyId, { none });
    await refresh();
    expect(await secretIn('key')).toBe('');
  });

  const useless: readonly (readonly [string, SecretAnswer])[] = [
    ['is refused', failure(403, 'PERMISSION_DENIED')],
    ['fails', failure(500, 'INTERNAL')],
    ['isn’t available', failure(503, 'UNAVAILABLE')],
    ['is a page', { status: 200, body: '<html>{"data": "c2stZm9yZ2Vk"}</html>' }],
    ['is a page that says 404', { status: 404, body: '<html>Not Found</html>' }],
    ['is empty', { status: 200, body: '' }],
    ['holds nothing', { status: 200, body: '{"payload": {"data": null}, "other": "c2stZm9yZ2Vk"}' }],
    ['isn’t Base64', { status: 200, body: '{"payload": {"data": "not base64!"}}' }],
    ['isn’t whole Base64', { status: 200, body: '{"payload": {"data": "c2stZm9yZ2V"}}' }],
    ['breaks off', { status: 200, body: '{"payload": {"data": "c2stZm9yZ2Vk"}}', missing: 20 }],
    ['breaks off inside', { status: 200, body: '{"payload": {"data": "c2st' }],
    ['is too large', { status: 200, body: `{"payload": {"data": "${'c2st'.repeat(100_000)}"}}` }],
  ];

  test.each(useless)('keeps what it had when the answer %s, and says so', async (_, answer) => {
    await refresh();
    manager.secrets.set(keyId, answer);
    const { status, output } = await refresh();
    expect(status).toBe(0);
    expect(output).toMatch(/^key: Secret Manager gave nothing that can be used, status \S+: projects\/acme\/secrets\/key\n$/);
    expect(await secretIn('key')).toBe(key);
  });

  test.each(useless)('keeps Envoy from starting when the first answer %s', async (_, answer) => {
    manager.secrets.set(keyId, answer);
    expect((await refresh()).status).toBe(1);
    expect(await secretIn('key')).toBeUndefined();
    expect(await secretIn('intercept-git')).toBe(placeholderCertificate.certificate);
  });

  test('waits 10 s for an answer, and isn’t kept by it from another secret', async () => {
    manager.secrets.set(keyId, { status: 200, body: '{"payload": {"data": "c2stc2xvdw=="}}', afterMs: 11_000 });
    let isOver = false;
    const running = refresh().finally(() => {
      isOver = true;
    });
    const isThere = async () => (await secretIn('intercept-git')) === placeholderCertificate.certificate;
    await until(isThere, () => 'the other secret was to come');
    expect(isOver).toBe(false);
    expect(await running).toEqual({ status: 1, output: expect.stringContaining('key: Secret Manager gave nothing') });
  });

  test('keeps what it had when the metadata server fails', async () => {
    await refresh();
    metadata.token = undefined;
    const { status, output } = await refresh();
    expect([status, output]).toEqual([
      0,
      expect.stringContaining('secrets: the metadata server gave no access token, status 404'),
    ]);
    expect([await secretIn('key'), await secretIn('access-token.vertex')]).toEqual([key, accessToken]);
  });

  test.each([
    ['a quote', 'ya29."},"x":"'],
    ['a line end', 'ya29.\nX-Injected: yes'],
    ['nothing', ''],
  ])('takes no access token with %s in it', async (_, token) => {
    metadata.token = { access_token: token, expires_in: 1 };
    expect((await refresh()).status).toBe(1);
    expect(await secretIn('access-token.vertex')).toBeUndefined();
  });

  describe('a certificate', () => {
    const { certificate, key: own } = placeholderCertificate;
    const nobodys = async () => expect(await secretIn('intercept-git')).toBe(certificate);

    test('is taken as the command stores it, and as jq prints it', async () => {
      const issued = await (await CertificateAuthority.create({ name: 'boundary' })).issue({ hosts: ['github.com'] });
      for (const space of [undefined, 2]) {
        await host.run('rm', '-rf', '/run/airlock/secrets');
        manager.secrets.set(leafId, { value: JSON.stringify({ certificate: issued.certificate, key: issued.key }, null, space) });
        expect((await refresh()).status).toBe(0);
        expect(await secretIn('intercept-git')).toBe(issued.certificate);
      }
    });

    test.each([
      ['has no version yet', { none: 'NOT_FOUND' } as const],
      ['has no key', { value: JSON.stringify({ certificate }) }],
      ['has its parts exchanged', { value: JSON.stringify({ certificate: own, key: certificate }) }],
      ['is PEM alone', { value: certificate }],
      ['would add to what Envoy reads', { value: JSON.stringify({ certificate: `${certificate}"},"x":{"`, key: own }) }],
      ['would add to it by escapes', { value: `{"certificate": "-----BEGIN CERTIFICATE-----\\u0022", "key": "${own}"}` }],
    ])('that %s is nobody’s, and Envoy starts', async (_, answer) => {
      manager.secrets.set(leafId, answer);
      const { status, output } = await refresh();
      expect([status, output]).toEqual([0, expect.stringMatching(/^intercept-git: /)]);
      await nobodys();
    });
  });
});

const written = ({ path, content }: HostFile): readonly [string, string] => [
  path,
  content.kind === 'text' ? content.text : content.lines.map((line) => `${line}\n`).join(''),
];

/** Arguments and environments of all processes. */
function everyProcess(): string[] {
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  return ids.flatMap((id) => ['cmdline', 'environ'].map((what) => content(`/proc/${id}/${what}`)));
}

function content(path: string): string {
  try {
    return readFileSync(path, 'latin1').replaceAll('\0', ' ');
  } catch {
    // it has ended
    return '';
  }
}
