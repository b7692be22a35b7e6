import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ephemeralCertificates } from '../../lib/runtime/certificates/ephemeral-certificates';
import { FollowedFiles } from '../../lib/runtime/followed-files';
import { scratchFolder, until } from './scratch';

const scratch = scratchFolder();
const leaves = [{ name: 'github', hosts: ['api.github.com'] }];
const seconds = (count: number) => count / 86_400;
let files: FollowedFiles | undefined;
afterEach(() => files?.close());

/** Files of certificates that are valid for `days`, what is in the one of `github`, and what was said. */
async function following(name: string, days?: number) {
  const folder = join(scratch, name);
  const said: string[] = [];
  files = new FollowedFiles(folder, await ephemeralCertificates(leaves, days));
  files.follow((line) => said.push(line));
  const pair = () => {
    const [{ tls_certificate: tls }] = JSON.parse(readFileSync(join(folder, 'intercept-github.json'), 'utf8')).resources;
    return { certificate: new X509Certificate(tls.certificate_chain.inline_string), key: tls.private_key.inline_string };
  };
  return { said, pair, authority: () => readFileSync(join(folder, 'ca.pem'), 'utf8') };
}

test('a certificate with less than a third of its life left is replaced, again and again, by one of the same authority', async () => {
  // backdated by five minutes: a third of 453 s are 151 s, and 153 s are left at first
  const { said, pair, authority } = await following('short', seconds(153));
  const [first, ca] = [pair(), new X509Certificate(authority())];
  await until(
    () => said.length >= 2,
    () => said.join('\n'),
  );
  const { certificate, key } = pair();
  expect(certificate.serialNumber).not.toBe(first.certificate.serialNumber);
  expect([certificate.verify(ca.publicKey), certificate.checkPrivateKey(createPrivateKey(key))]).toEqual([true, true]);
  expect(certificate.subjectAltName).toBe('DNS:api.github.com');
  expect(new X509Certificate(authority()).serialNumber).toBe(ca.serialNumber);
  expect(new Set(said)).toEqual(new Set(["certificate of destination 'github' was replaced"]));
});

test('one that is good stays, for a month, of an authority of ten years', async () => {
  const { said, pair, authority } = await following('long');
  const days = ({ validTo }: X509Certificate) => Math.round((Date.parse(validTo) - Date.now()) / 86_400_000);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(said).toEqual([]);
  expect([days(pair().certificate), days(new X509Certificate(authority()))]).toEqual([30, 3650]);
});
