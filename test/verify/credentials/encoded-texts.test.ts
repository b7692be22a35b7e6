import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { withDecoded } from '../../../lib/verify/credentials/encoded-texts';
import { cpuTime } from '../../cpu-time';

const text = 'ANTHROPIC_API_KEY=correct-horse-battery-staple\n'.repeat(4);
const encoded = Buffer.from(text).toString('base64');
const lines = (indent: string) => (encoded.match(/.{1,76}/g) ?? []).join(`\n${indent}`);

describe('what stands in a text in base64 is read', () => {
  test.each([
    ['by itself', encoded],
    ['in the file of a cloud-init', `#cloud-config\nwrite_files:\n- path: /etc/key\n  encoding: b64\n  content: ${encoded}\n`],
    ['in a block of lines', `  encoding: b64\n  content: |\n    ${lines('    ')}\nruncmd: []\n`],
    ['in a folded block of lines', `  content: >-\r\n      ${lines('      ').replaceAll('\n', '\r\n')}\r\n`],
    ['after a long word', `averylongwordthatlookslikebase64 ${encoded}`],
    ['in a command', `echo "${encoded}" | base64 -d > /etc/key`],
    ['without padding', Buffer.from(`${text}x`).toString('base64').replace(/=+$/, '')],
    ['packed', `encoding: gz+b64\ncontent: ${gzipSync(text).toString('base64')}`],
  ])('%s', (_, whole) => {
    expect(withDecoded(whole)[0]).toBe(whole);
    expect(withDecoded(whole).slice(1).join('\n')).toContain('ANTHROPIC_API_KEY=correct-horse-battery-staple');
  });
});

test('what is packed and broken is nothing', () => {
  const broken = gzipSync(text).subarray(0, 30).toString('base64');
  expect(withDecoded(broken)).toEqual([broken, '']);
});

test('a text without any stays alone', () => {
  expect(withDecoded('runcmd:\n- [systemctl, start, airlock]\n')).toHaveLength(1);
});

test('a long text is read in a moment', () => {
  const long = `${'a'.repeat(200_000)}\n${'word '.repeat(20_000)}${`${'b'.repeat(76)}\n`.repeat(2_000)}`;
  expect(cpuTime(() => withDecoded(long))).toBeLessThan(1000);
});
