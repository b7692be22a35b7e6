import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeTrustFile } from '../../lib/runtime/certificates/trust-file';
import { put, scratchFolder } from './scratch';

const folder = scratchFolder();
const boundary = [{ name: 'ca', file: 'ca.pem', label: 'ca', document: 'the boundary’s' }];

test('what agents trust is the boundary’s authority and the public ones, whatever was there', () => {
  const path = put(folder, 'ca.pem', 'old');
  writeTrustFile(path, boundary);
  expect(readFileSync(path, 'utf8')).toMatch(/^the boundary’s\n[\s\S]*BEGIN CERTIFICATE/);
});

test('without a boundary it is the public ones', () => {
  const path = join(folder, 'public.pem');
  writeTrustFile(path, []);
  expect(readFileSync(path, 'utf8').trimStart()).toMatch(/^(#.*\n|\s)*-----BEGIN CERTIFICATE/);
});

test.each([
  ['in a folder that is missing', join(folder, 'missing', 'ca.pem')],
  ['where a folder is', join(folder, 'a-folder')],
])('it is not written %s', (_, path) => {
  mkdirSync(join(folder, 'a-folder'), { recursive: true });
  expect(() => writeTrustFile(path, boundary)).toThrow('--ca-file must be a file that can be written');
  expect(() => writeTrustFile(path, boundary)).toThrow(`got '${path}'`);
  expect(readdirSync(join(folder, 'a-folder'))).toEqual([]);
});
