import { chmodSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { put } from '../runtime/scratch';
import { CertificateStage, textsOf } from './certificate-stage';

const stage = new CertificateStage();

describe('the command ends with 3 and one line, and changes nothing, given', () => {
  const strangers = async (folder: string, name: string) => {
    const authority = await CertificateAuthority.create({ name: 'a company of its own' });
    const issued = await authority.issue({ hosts: ['github.com'] });
    const pair = name === 'ca' ? { certificate: authority.certificate, key: await authority.privateKey() } : issued;
    put(folder, `${name}.pem`, pair.certificate);
    put(folder, `${name}.key`, pair.key);
  };
  const intoFile = (folder: string) => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
  };
  const loseAuthority = (folder: string) => {
    for (const name of ['ca.pem', 'ca.key']) rmSync(join(folder, name));
  };
  const rows: readonly (readonly [string, (folder: string) => unknown, RegExp])[] = [
    ['a folder that others can write to', (folder) => chmodSync(folder, 0o770), /must be this user's own folder/],
    ['a folder that everybody can write to', (folder) => chmodSync(folder, 0o777), /must be this user's own folder/],
    ['a file for a folder', intoFile, /must be a folder$/],
    ["somebody else's authority", (folder) => strangers(folder, 'ca'), /ca\.pem can't be used: agent-airlock did not make it/],
    [
      "somebody else's certificate",
      (folder) => strangers(folder, 'github'),
      /github\.pem is there, and agent-airlock did not make it/,
    ],
    ['an authority without its key', (folder) => rmSync(join(folder, 'ca.key')), /ca\.pem is there without ca\.key/],
    ['a key without its authority', (folder) => rmSync(join(folder, 'ca.pem')), /ca\.key is there without ca\.pem/],
    [
      'a key of another authority',
      (folder) => put(folder, 'ca.key', textsOf(folder)['github.key'] ?? ''),
      /the key is of another certificate/,
    ],
    ['a damaged authority', (folder) => put(folder, 'ca.pem', 'text'), /ca\.pem can't be used: /],
    [
      'an authority whose key others may read',
      (folder) => chmodSync(join(folder, 'ca.key'), 0o640),
      /ca\.key must be .* chmod 600/,
    ],
    ['a key that others may read', (folder) => chmodSync(join(folder, 'github.key'), 0o604), /github\.key must be .* chmod 600/],
    ['a bundle of somebody else', loseAuthority, /bundle\.pem is there without/],
  ];
  test.each(rows)('%s', async (_what, spoil, message) => {
    const folder = await stage.filled();
    await spoil(folder);
    const before = statSync(folder).isDirectory() ? textsOf(folder) : {};
    for (const more of [['--renew'], ['--check']]) {
      const { status, stdout, stderr } = await stage.certificates(folder, more);
      expect([status, stdout, stderr.trimEnd().split('\n').length]).toEqual([3, '', 1]);
      expect(stderr.trimEnd()).toMatch(message);
    }
    expect(statSync(folder).isDirectory() ? textsOf(folder) : {}).toEqual(before);
  });

  test.each([
    [['--days', '0'], "--days must be a number of days from 1 to 825, got '0'"],
    [['--days', '826'], "--days must be a number of days from 1 to 825, got '826'"],
    [['--days', 'x'], "--days must be a number of days from 1 to 825, got 'x'"],
    [['--ca-days', '3651'], "--ca-days must be a number of days from 1 to 3650, got '3651'"],
    [['--ca-days', '30'], '--days must not be more than --ca-days, got 90 and 30'],
    [['--store', 's3:x'], /^--store must be aws:PREFIX or gcp:PREFIX, .*, got 's3:x'$/],
    [['--store', 'aws:'], /^--store must be/],
    [['--store', 'aws:--debug'], /^--store must be/],
    [['--store', 'gcp:a/b'], /^--store must be/],
  ])('%j', async (options, message) => {
    const folder = stage.newFolder();
    const { status, stderr } = await stage.certificates(folder, options);
    expect([status, textsOf(folder)]).toEqual([3, {}]);
    expect(stderr.trimEnd()).toMatch(message);
  });

  test.each([
    ['no intercepted destination', 'name: a, hosts: [a.example.com], access: tunnel', /^the policy needs no certificates: /],
    [
      'a destination named as the authority',
      'name: ca, host: a.example.com, access: intercept, allow: any',
      /^destination 'ca': /,
    ],
    [
      'a destination named as the bundle',
      'name: bundle, host: a.example.com, access: intercept, allow: any',
      /^destination 'bundle': /,
    ],
  ])('a policy with %s', async (_what, destination, message) => {
    const folder = stage.newFolder();
    const policy = put(stage.scratch, 'odd.yaml', `version: 1\ndestinations: [{ ${destination} }]\n`);
    const { status, stderr } = await stage.certificates(folder, [], undefined, policy);
    expect([status, textsOf(folder)]).toEqual([3, {}]);
    expect(stderr.trimEnd()).toMatch(message);
  });
});

test('a folder behind a symlink is judged by what it is', async () => {
  const folder = await stage.filled();
  const link = stage.newFolder();
  symlinkSync(folder, link);
  expect((await stage.certificates(link)).status).toBe(0);
  chmodSync(folder, 0o777);
  expect((await stage.certificates(link)).status).toBe(3);
});
