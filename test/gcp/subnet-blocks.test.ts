import { describe, expect, test } from 'vitest';
import { addressIn, subnetBlocks } from '../../lib/gcp/subnet-blocks';
import { parseCidr } from '../../lib/policy/cidr';

describe('blocks of 256 addresses', () => {
  test.each([
    ['10.64.0.0/16', 3, ['10.64.0.0/24', '10.64.1.0/24', '10.64.2.0/24']],
    ['192.168.7.0/24', 1, ['192.168.7.0/24']],
    ['10.0.254.0/23', 2, ['10.0.254.0/24', '10.0.255.0/24']],
    ['100.64.0.0/10', 1, ['100.64.0.0/24']],
    ['172.16.0.0/12', 1, ['172.16.0.0/24']],
  ])('of %s begin at its start', (cidr, count, blocks) => {
    expect(subnetBlocks(cidr, count)).toEqual(blocks);
  });

  test('go on past a byte', () => {
    expect(subnetBlocks('10.0.0.0/8', 300).slice(255, 257)).toEqual(['10.0.255.0/24', '10.1.0.0/24']);
    expect(addressIn(parseCidr('10.64.0.0/24'), 2)).toBe('10.64.0.2');
    expect(addressIn(parseCidr('223.255.255.0/24'), 255)).toBe('223.255.255.255');
  });
});

test.each([
  ['no block', '10.64.0.0', 'must be a CIDR block'],
  ['host bits', '10.64.0.1/16', 'write 10.64.0.0/16'],
  ['a prefix too long', '10.64.0.0/33', 'must be a CIDR block'],
  ['a token', '${var.cidr}', 'must be a CIDR block'],
  ['IPv6', 'fd20::/48', 'must be IPv4'],
  ['link-local addresses', '169.254.0.0/16', 'link-local'],
  ['loopback', '127.0.0.0/8', 'loopback'],
  ['multicast', '224.0.0.0/8', 'multicast'],
  ['every address', '0.0.0.0/0', 'this host'],
  ["Docker's bridge", '172.17.0.0/16', 'Docker'],
  ['a block too small for three', '10.64.0.0/23', 'write 10.64.0.0/22 or larger'],
  ['a block smaller than a subnetwork', '10.64.3.128/25', 'write 10.64.0.0/22 or larger'],
])('%s is refused', (_, cidr, message) => {
  expect(() => subnetBlocks(cidr, 3)).toThrow(message);
  expect(() => subnetBlocks(cidr, 3)).toThrow(`got '${cidr}'`);
});
