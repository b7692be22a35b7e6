import { mkdirSync, readFileSync, renameSync, statSync, symlinkSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FollowedFiles } from '../../lib/runtime/followed-files';
import { secretFiles } from '../../lib/runtime/secrets/secret-files';
import { put, scratchFolder, until } from './scratch';

const folder = scratchFolder();
let count = 0;

/** A secret in a file that is followed, and what Envoy is given for it. */
async function followed() {
  count += 1;
  const path = put(folder, `key-${count}`, 'sk-first\n');
  const sources = new Map([['api-key', { kind: 'file', path } as const]]);
  const target = join(folder, `secrets-${count}`);
  const files = new FollowedFiles(target, await secretFiles(sources));
  const said: string[] = [];
  files.follow((line) => said.push(line));
  const written = join(target, 'api-key.json');
  const value = (): string => JSON.parse(readFileSync(written, 'utf8')).resources[0].generic_secret.secret.inline_string;
  return { path, files, said, written, value };
}

test('a secret is written for its owner only', async () => {
  const { files, written, value } = await followed();
  expect([value(), statSync(written).mode & 0o777]).toEqual(['sk-first', 0o600]);
  files.close();
});

describe('Envoy is given no secret any more once the file', () => {
  const holds = (text: string) => (path: string) => writeFileSync(path, text);
  test.concurrent.each([
    ['is deleted', unlinkSync, 'there is no such file'],
    ['is emptied', (path: string) => truncateSync(path), 'it is empty'],
    ['is a folder', swapped((path) => mkdirSync(path)), 'it is not a regular file'],
    ['is a link to nowhere', swapped((path) => symlinkSync('/nonexistent', path)), 'there is no such file'],
    ['is a link to itself', swapped((path) => symlinkSync(path, path)), 'too many symbolic links'],
    ['is a device', swapped((path) => symlinkSync('/dev/zero', path)), 'it is not a regular file'],
    ['holds a line end only', holds('\n'), 'it is empty'],
    ['holds two lines', holds('sk-second\nx-admin: yes\n'), 'it must be one line of printable ASCII'],
    ['holds what is no text', holds('\u0000\u0001'), 'it must be one line of printable ASCII'],
    ['is too large', holds('x'.repeat(100_000)), 'it is larger than 64 KiB'],
  ])('%s, and one line says why', async (_what, spoil, why) => {
    const { path, files, said, value } = await followed();
    spoil(path);
    await until(
      () => value() === '',
      () => `it is '${value()}'`,
    );
    files.close();
    expect(said).toEqual([expect.stringMatching(/^secret 'api-key' was withdrawn, requests that need it get a 401: /)]);
    expect(said[0]).toContain(why);
    expect(said[0]).not.toContain('sk-');
  });
});

test('what changes after the files are closed is not followed', async () => {
  const { path, files, said, value } = await followed();
  files.close();
  writeFileSync(path, 'sk-second\n');
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect([value(), said]).toEqual(['sk-first', []]);
});

/** Makes something else in the file's place. */
function swapped(make: (path: string) => void): (path: string) => void {
  return (path) => {
    unlinkSync(path);
    make(path);
  };
}

test('a withdrawal that can not be written is told once, and made as soon as it can be', async () => {
  const { path, files, said, written, value } = await followed();
  const target = join(written, '..');
  renameSync(target, `${target}-away`);
  unlinkSync(path);
  await until(
    () => said.length > 0,
    () => 'nothing was said',
  );
  await new Promise((resolve) => setTimeout(resolve, 600));
  renameSync(`${target}-away`, target);
  await until(
    () => value() === '',
    () => `it is '${value()}'`,
  );
  files.close();
  expect(said).toEqual([
    expect.stringMatching(/^secret 'api-key' can't be handed to Envoy, retrying: there is no such file or folder/),
    expect.stringMatching(/^secret 'api-key' was withdrawn/),
  ]);
});
