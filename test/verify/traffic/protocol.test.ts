import { expect, test } from 'vitest';
import { protocolName, protocolNumber } from '../../../lib/verify/traffic/protocol';

test.each([
  ['tcp', 6],
  ['UDP', 17],
  ['icmp', 1],
  ['icmpv6', 58],
  ['ipv6-icmp', 58],
  ['esp', 50],
  ['ipip', 4],
  ['6', 6],
  ['0', 0],
  ['255', 255],
])('%s is protocol %i', (text, number) => {
  expect(protocolNumber(text)).toBe(number);
});

test.each(['', 'all', '-1', '256', '1.5', 'tcp ', 'constructor', '__proto__'])('%j is no protocol', (text) => {
  expect(protocolNumber(text)).toBeUndefined();
});

test('every protocol has one name, which leads back to it', () => {
  const numbers = Array.from({ length: 256 }, (_, number) => number);
  expect(numbers.map(protocolName).map(protocolNumber)).toEqual(numbers);
});
