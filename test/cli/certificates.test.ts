import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { put } from '../runtime/scratch';
import { authorityIn, CertificateStage, textsOf } from './certificate-stage';

const stage = new CertificateStage();
const modeOf = (folder: string, name: string) => statSync(join(folder, name)).mode & 0o777;
const certificateIn = (folder: string, name: string) => new X509Certificate(textsOf(folder)[`${name}.pem`] ?? '');
const daysLeft = ({ validTo }: X509Certificate) => Math.round((Date.parse(validTo) - Date.now()) / 86_400_000);
const openssl = (...args: readonly string[]) =>
  execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

describe('a new folder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await stage.filled();
  });

  test('holds the authority, a certificate for each intercepted destination, their keys, and a bundle', () => {
    const names = ['bundle.pem', 'ca.key', 'ca.pem', 'git-fetch.key', 'git-fetch.pem', 'github.key', 'github.pem'];
    expect(Object.keys(textsOf(folder))).toEqual(names);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(names.map((name) => modeOf(folder, name).toString(8))).toEqual(
      names.map((name) => (name.endsWith('.key') ? '600' : '644')),
    );
  });

  test('has certificates for all hosts of their destinations, 90 days long, of an authority of 730', () => {
    expect(certificateIn(folder, 'github').subjectAltName).toBe('DNS:api.github.com, DNS:uploads.github.com');
    expect(certificateIn(folder, 'git-fetch').subjectAltName).toBe('DNS:github.com');
    expect(['github', 'git-fetch', 'ca'].map((name) => daysLeft(certificateIn(folder, name)))).toEqual([90, 90, 730]);
  });

  test.each(['ca', 'bundle'])('satisfies openssl at its strictest with %s.pem', (trusted) => {
    const file = (name: string) => join(folder, `${name}.pem`);
    const checked = ['verify', '-x509_strict', '-purpose', 'sslserver', '-verify_hostname', 'api.github.com'];
    expect(openssl(...checked, '-CAfile', file(trusted), file('github'))).toContain('OK');
    expect(() => openssl(...checked, '-CAfile', file(trusted), file('git-fetch'))).toThrow('hostname mismatch');
  });

  test('has an authority that openssl believes about no other host, and about no other authority', async () => {
    const foreign = await (await authorityIn(folder)).issue({ hosts: ['pypi.example.org'] });
    const ca = join(folder, 'ca.pem');
    const file = put(stage.scratch, 'foreign.pem', foreign.certificate);
    expect(() => openssl('verify', '-CAfile', ca, file)).toThrow('permitted subtree violation');
    expect(openssl('x509', '-in', ca, '-noout', '-text')).toMatch(/CA:TRUE, pathlen:0[\s\S]*Certificate Sign, CRL Sign/);
  });
});

test('says what was made, and when the next renewal is due', async () => {
  const { stdout } = await stage.certificates(stage.newFolder(), [], {});
  const lines = stdout
    .replaceAll(/\d{4}-\d\d-\d\d/g, 'DAY')
    .trimEnd()
    .split('\n');
  expect(lines).toEqual([
    'ca: made anew, as there was none; valid until DAY',
    'github: made anew, as there was none; for api.github.com, uploads.github.com; valid until DAY',
    'git-fetch: made anew, as there was none; for github.com; valid until DAY',
    'next renewal: DAY',
  ]);
});

test('run again, it keeps what is valid, byte for byte', async () => {
  const folder = await stage.filled();
  const before = textsOf(folder);
  const { status, stdout } = await stage.certificates(folder);
  expect([status, stdout.match(/kept/g)?.length]).toEqual([0, 3]);
  expect(textsOf(folder)).toEqual(before);
});

type Row = readonly [what: string, change: (folder: string) => unknown, renewed: readonly string[]];

/** Puts a certificate of the folder's own authority in place of one, with a life of its own. */
async function replace(folder: string, name: string, days: number): Promise<void> {
  const issued = await (await authorityIn(folder)).issue({ hosts: ['github.com'], days });
  put(folder, `${name}.pem`, issued.certificate);
  put(folder, `${name}.key`, issued.key);
}

// backdated by five minutes, three minutes are less than a third of a life
const minutes = (count: number) => count / 1440;
const renewals: readonly Row[] = [
  ['that is lost', (folder) => rmSync(join(folder, 'git-fetch.pem')), ['git-fetch']],
  ['whose key is lost', (folder) => rmSync(join(folder, 'git-fetch.key')), ['git-fetch']],
  ['that is damaged', (folder) => put(folder, 'git-fetch.pem', 'text'), ['git-fetch']],
  ['whose key is damaged', (folder) => put(folder, 'git-fetch.key', 'text'), ['git-fetch']],
  ["with another one's key", (folder) => put(folder, 'git-fetch.key', textsOf(folder)['github.key'] ?? ''), ['git-fetch']],
  ['with less than a third of its life left', (folder) => replace(folder, 'git-fetch', minutes(2)), ['git-fetch']],
  ['that has expired', (folder) => replace(folder, 'git-fetch', minutes(-1)), ['git-fetch']],
  ['for other hosts', (folder) => replace(folder, 'github', 30), ['github']],
  ['of an authority that is nearly over', renewable, ['ca']],
];

async function renewable(folder: string): Promise<void> {
  const hosts = ['api.github.com', 'uploads.github.com', 'github.com'];
  put(folder, 'ca.pem', (await (await authorityIn(folder)).renewed({ days: minutes(2), hosts })).certificate);
}

describe('run again, it renews a certificate', () => {
  test.each(renewals)('%s, and no other', async (_what, change, renewed) => {
    const folder = await stage.filled();
    await change(folder);
    const before = textsOf(folder);
    expect((await stage.certificates(folder, ['--check'])).status).toBe(1);
    expect(textsOf(folder)).toEqual(before);
    const { status, stdout } = await stage.certificates(folder);
    expect([status, [...stdout.matchAll(/^(\S+): made anew/gm)].map(([, name]) => name)]).toEqual([0, renewed]);
    expect((await stage.certificates(folder, ['--check'])).status).toBe(0);
    expect(
      openssl('verify', '-CAfile', join(folder, 'ca.pem'), join(folder, 'github.pem'), join(folder, 'git-fetch.pem')),
    ).toContain('OK');
  });

  test('with at least a third of its life left is kept', async () => {
    const folder = await stage.filled();
    await replace(folder, 'git-fetch', minutes(4));
    expect((await stage.certificates(folder, ['--check'])).status).toBe(0);
  });

  test('whose destination has another host, and the authority, which may now vouch for it', async () => {
    const folder = await stage.filled();
    const old = textsOf(folder);
    const policy = stage.policy(['api.github.com', 'codeload.github.com']);
    const { stdout } = await stage.certificates(folder, [], undefined, policy);
    expect([...stdout.matchAll(/^(\S+): made anew/gm)].map(([, name]) => name)).toEqual(['ca', 'github']);
    const now = textsOf(folder);
    // whoever trusts the old certificate of the authority goes on trusting what didn't change
    expect([now['ca.key'], now['git-fetch.pem']]).toEqual([old['ca.key'], old['git-fetch.pem']]);
    expect(
      openssl('verify', '-CAfile', put(stage.scratch, 'old.pem', old['ca.pem'] ?? ''), join(folder, 'git-fetch.pem')),
    ).toContain('OK');
  });
});

test('--renew makes everything anew, and nobody who trusts the old authority trusts the new one', async () => {
  const folder = await stage.filled();
  const before = textsOf(folder);
  await stage.certificates(folder, ['--renew']);
  const after = textsOf(folder);
  expect(Object.keys(after).filter((name) => after[name] === before[name])).toEqual([]);
  const old = put(stage.scratch, 'before.pem', before['ca.pem'] ?? '');
  expect(() => openssl('verify', '-CAfile', old, join(folder, 'github.pem'))).toThrow();
});

test.each([
  [['--days', '7'], 7, 730],
  [['--days', '7', '--ca-days', '9'], 7, 9],
])('%j: %i days, of an authority of %i', async (options, days, caDays) => {
  const folder = stage.newFolder();
  await stage.certificates(folder, options);
  expect([daysLeft(certificateIn(folder, 'github')), daysLeft(certificateIn(folder, 'ca'))]).toEqual([days, caDays]);
});
