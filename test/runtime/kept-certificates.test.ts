import { X509Certificate } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CertificateFolder } from '../../lib/runtime/certificates/certificate-folder';
import type { LocalProxy } from '../../lib/runtime/local-proxy';
import { authorityOf, intercepted, issueIn, keepCertificates, namesake, servedAuthority } from './boundary-stage';
import { claude, host, LocalStage, policyOf } from './local-stage';
import { put, until } from './scratch';

const stage = new LocalStage();
const policy = policyOf({ ...claude, access: 'intercept' });
const minute = 1 / 1440;

let count = 0;
async function newFolder(): Promise<string> {
  count += 1;
  const path = join(stage.folder, `certificates-${count}`);
  await keepCertificates(path);
  return path;
}

const text = (path: string, name: string) => readFileSync(join(path, name), 'utf8');
const serialIn = (path: string) => new X509Certificate(text(path, 'claude.pem')).serialNumber;

/** A proxy with the certificates of a folder, and what it says. */
async function proxyOf(certificates: string): Promise<{ proxy: LocalProxy; said: string[] }> {
  const proxy = await stage.start({ policy, certificates });
  const said: string[] = [];
  proxy.on('log', (line) => said.push(line));
  return { proxy, said };
}

async function replace(path: string, issued: Parameters<typeof issueIn>[1]): Promise<void> {
  CertificateFolder.open(path).writePair('claude', await issueIn(path, issued));
}

test("a proxy ends TLS with a folder's certificate, and gives that folder's authority to whoever asks", async () => {
  const path = await newFolder();
  const { proxy, said } = await proxyOf(path);
  expect(await servedAuthority(proxy)).toBe(text(path, 'ca.pem'));
  expect(await intercepted(proxy, text(path, 'ca.pem'))).toEqual({ status: 200, serial: serialIn(path) });
  expect(said).toEqual([]);
});

type Row = readonly [what: string, spoil: (path: string) => unknown, message: RegExp];
const rows: readonly Row[] = [
  ['no folder', (path) => rmSync(path, { recursive: true }), /ca\.pem is missing$/],
  ['no authority', (path) => rmSync(join(path, 'ca.pem')), /ca\.pem is missing$/],
  ['no certificate', (path) => rmSync(join(path, 'claude.pem')), /claude\.pem is missing$/],
  ['no key', (path) => rmSync(join(path, 'claude.key')), /claude\.key is missing$/],
  ['a folder that others can write to', (path) => chmodSync(path, 0o777), /must be this user's own folder/],
  ['a key that others may read', (path) => chmodSync(join(path, 'claude.key'), 0o644), /claude\.key must be this user's own/],
  ['a damaged authority', (path) => put(path, 'ca.pem', 'text'), /ca\.pem can't be used: it holds no whole PEM certificate$/],
  [
    'a damaged certificate',
    (path) => put(path, 'claude.pem', 'text'),
    /claude\.pem can't be used: it holds no whole PEM certificate$/,
  ],
  [
    'a damaged key',
    (path) => put(path, 'claude.key', 'text'),
    /claude\.pem can't be used: it and its key do not belong together$/,
  ],
  [
    "another certificate's key",
    async (path) => put(path, 'claude.key', (await issueIn(path)).key),
    /claude\.pem can't be used: it and its key do not belong together$/,
  ],
  [
    'an expired certificate',
    (path) => replace(path, { days: -minute }),
    /claude\.pem can't be used: it expired on \d{4}-\d\d-\d\d, and agents refuse it$/,
  ],
  [
    "another host's certificate",
    (path) => replace(path, { hosts: ['other.example.com'] }),
    /claude\.pem can't be used: it is not for api\.anthropic\.com$/,
  ],
  [
    "another authority's certificate",
    async (path) => CertificateFolder.open(path).writePair('claude', await (await namesake()).issue({ hosts: [host] })),
    /claude\.pem can't be used: ca\.pem did not issue it$/,
  ],
  [
    'an expired authority',
    async (path) => put(path, 'ca.pem', (await (await authorityOf(path)).renewed({ days: -minute })).certificate),
    /ca\.pem can't be used: it expired on/,
  ],
  [
    'an authority that is none',
    (path) => put(path, 'ca.pem', text(path, 'claude.pem')),
    /ca\.pem can't be used: it is not an authority$/,
  ],
];

test.each(rows)('a proxy does not start with %s, and one line says why', async (_what, spoil, message) => {
  const path = await newFolder();
  await spoil(path);
  const error: Error = await stage.start({ policy, certificates: path }).then(
    () => new Error('it started'),
    (problem) => problem,
  );
  expect([error.name, error.message.split('\n').length]).toEqual(['StartError', 1]);
  expect(error.message).toMatch(message);
  expect(readdirSync(stage.runtime)).toEqual([]);
});

describe('while it runs', () => {
  test('a renewed certificate is in use', async () => {
    const path = await newFolder();
    const { proxy, said } = await proxyOf(path);
    await replace(path, {});
    await until(
      async () => (await intercepted(proxy, text(path, 'ca.pem'))).serial === serialIn(path),
      () => 'the old certificate is in use',
    );
    expect(said).toEqual(["certificate of destination 'claude' was replaced"]);
  });

  test('a new authority is given, and its certificate in use', async () => {
    const path = await newFolder();
    const { proxy } = await proxyOf(path);
    const old = text(path, 'ca.pem');
    await keepCertificates(path, true);
    await until(
      async () => (await servedAuthority(proxy)) === text(path, 'ca.pem'),
      () => 'the old authority is given',
    );
    await until(
      () =>
        intercepted(proxy, text(path, 'ca.pem')).then(
          ({ status }) => status === 200,
          () => false,
        ),
      () => "the old authority's certificate is in use",
    );
    await expect(intercepted(proxy, old)).rejects.toThrow();
  });
});

describe('the last good certificate stays in use, and one line says so, when the new one', () => {
  test.each(rows.filter(([what]) => what.includes('certificate')))('is %s', async (_what, spoil, message) => {
    const path = await newFolder();
    const { proxy, said } = await proxyOf(path);
    const [ca, serial] = [text(path, 'ca.pem'), serialIn(path)];
    await spoil(path);
    await until(
      () => said.length > 0,
      () => 'nothing was said',
    );
    expect(await intercepted(proxy, ca)).toEqual({ status: 200, serial });
    expect(said).toEqual([expect.stringMatching(/; the last good one stays in force$/)]);
    expect(said[0]?.replace(/; the last good one stays in force$/, '')).toMatch(message);
  });
});

test('agents refuse a certificate that expires while the proxy runs, nothing is forwarded, and one line says so', async () => {
  const path = await newFolder();
  const { proxy, said } = await proxyOf(path);
  expect((await intercepted(proxy, text(path, 'ca.pem'))).status).toBe(200);
  await replace(path, { days: 6 / 86_400 });
  const expired = () =>
    intercepted(proxy, text(path, 'ca.pem')).then(
      () => '',
      ({ message }: Error) => message,
    );
  await until(
    async () => (await expired()).includes('certificate has expired'),
    () => said.join('\n'),
  );
  const before = stage.model.requests.length;
  await until(
    () => said.some((line) => line.includes('it expired on')),
    () => said.join('\n'),
  );
  expect(await expired()).toContain('certificate has expired');
  expect(stage.model.requests).toHaveLength(before);
});
