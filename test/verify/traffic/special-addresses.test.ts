import { describe, expect, test } from 'vitest';
import { AddressSet } from '../../../lib/verify/traffic/address-set';
import { linkLocal } from '../../../lib/verify/traffic/link-local';
import { nowhere } from '../../../lib/verify/traffic/nowhere';
import { publicAddresses } from '../../../lib/verify/traffic/public-addresses';

describe('the internet carries packets to', () => {
  test.each([
    ['a resolver', '8.8.8.8/32'],
    ['an eighth of everything', '128.0.0.0/3'],
    ['the documentation blocks, which stand for real hosts', '203.0.113.0/24'],
    ['a neighbour of a private block', '172.32.0.0/11'],
    ['a global unicast address', '2600:1f00::/24'],
    ['IPv4 by way of NAT64', '64:ff9b::808:808/128'],
  ])('%s', (_, cidr) => {
    expect(publicAddresses.covers(AddressSet.of(cidr))).toBe(true);
  });

  test.each([
    ['no private block', '10.0.0.0/8'],
    ['no shared address space', '100.64.0.0/10'],
    ['no multicast or reserved address', '224.0.0.0/3'],
    ['no unique local address', 'fc00::/7'],
    ['no multicast of IPv6', 'ff00::/8'],
    ['no local NAT64', '64:ff9b:1::/48'],
    ['no IPv4-mapped address', '::ffff:8.8.8.8/128'],
  ])('%s', (_, cidr) => {
    expect(publicAddresses.overlaps(AddressSet.of(cidr))).toBe(false);
  });
});

test('nowhere, link-local and public addresses share nothing', () => {
  expect(nowhere.overlaps(linkLocal.union(publicAddresses))).toBe(false);
  expect(linkLocal.overlaps(publicAddresses)).toBe(false);
});

test.each(['255.255.255.255/32', '127.0.0.1/32', '127.0.0.0/8', '0.0.0.0/32', '::1/128', '::/128'])('%s is nowhere', (cidr) => {
  expect(nowhere.covers(AddressSet.of(cidr))).toBe(true);
});

test.each(['255.255.255.254/31', '126.0.0.0/7', '0.0.0.0/7', '::/126', '10.255.255.255/32', '224.0.0.1/32'])(
  '%s is somewhere',
  (cidr) => {
    expect(nowhere.covers(AddressSet.of(cidr))).toBe(false);
  },
);

test.each(['169.254.169.254', '169.254.170.2', '169.254.169.253', 'fd00:ec2::254', 'fd20:ce::254', 'fe80::1'])(
  '%s is on the link',
  (address) => {
    expect(linkLocal.covers(AddressSet.of(address))).toBe(true);
  },
);
