import { describe, expect, test } from 'vitest';
import { claude, issuesOf, policyOf } from '../sample';

const withAddresses = (...addresses: string[]) => policyOf({ ...claude, host: 'orders.internal', upstream: { addresses } });

describe('upstream.addresses are refused', () => {
  test.each([
    ['10.20.0.1', "must be a CIDR block such as 10.20.0.0/16, got '10.20.0.1'"],
    ['orders.internal', "must be a CIDR block such as 10.20.0.0/16, got 'orders.internal'"],
    ['10.20.0.1/16', "must have no host bits: write 10.20.0.0/16, got '10.20.0.1/16'"],
  ])('%s', (block, message) => {
    expect(issuesOf(withAddresses(block))).toEqual([`destination 'claude': upstream.addresses ${message}`]);
  });

  test.each([
    ['0.0.0.0/0', '0.0.0.0/8 (this host)'],
    ['0.0.0.0/8', '0.0.0.0/8 (this host)'],
    ['127.0.0.1/32', '127.0.0.0/8 (loopback)'],
    ['126.0.0.0/7', '127.0.0.0/8 (loopback)'],
    ['169.254.169.254/32', '169.254.0.0/16 (link-local, with the metadata services)'],
    ['169.254.0.0/16', '169.254.0.0/16 (link-local, with the metadata services)'],
    ['128.0.0.0/1', '169.254.0.0/16 (link-local, with the metadata services)'],
    ['100.64.0.0/10', '100.100.100.200/32 (the metadata service of Alibaba Cloud)'],
    ['168.63.129.16/32', '168.63.129.16/32 (the platform service of Azure)'],
    ['192.0.0.0/24', '192.0.0.192/32 (the metadata service of Oracle Cloud)'],
    ['224.0.0.0/8', '224.0.0.0/4 (multicast)'],
    ['255.255.255.255/32', '240.0.0.0/4 (reserved, with the broadcast address)'],
    ['::/0', '::/96 (this host, loopback and IPv4-compatible addresses)'],
    ['::1/128', '::/96 (this host, loopback and IPv4-compatible addresses)'],
    ['::ffff:10.0.0.0/104', '::ffff:0:0/96 (IPv4-mapped addresses: write the IPv4 block)'],
    ['::ffff:a00:0/104', '::ffff:0:0/96 (IPv4-mapped addresses: write the IPv4 block)'],
    ['64:ff9b::/96', '64:ff9b::/96 (IPv4 addresses behind NAT64: write the IPv4 block)'],
    ['2002::/16', '2002::/16 (IPv4 addresses behind 6to4)'],
    ['fd00::/8', 'fd00:ec2::/32 (the metadata service and resolver of AWS)'],
    ['fd20:ce::254/128', 'fd20:ce::254/128 (the metadata service of Google Cloud)'],
    ['fe80::/64', 'fe80::/10 (link-local)'],
    ['ff02::1/128', 'ff00::/8 (multicast)'],
  ])('%s, which reaches what nobody may permit', (block, part) => {
    expect(issuesOf(withAddresses(block))).toEqual([
      `destination 'claude': upstream.addresses must not hold ${part}: write narrower blocks, got '${block}'`,
    ]);
  });

  test('twice', () => {
    expect(issuesOf(withAddresses('10.0.0.0/8', '10.0.0.0/8'))).toEqual([
      "destination 'claude': upstream.addresses block is listed twice: remove one, got '10.0.0.0/8'",
    ]);
  });

  test.each([
    ['10.9.0.1', '10.9.0.1/32'],
    ['fd00:1::1', 'fd00:1::1/128'],
  ])('that don’t hold the host’s own address %s', (host, fix) => {
    expect(issuesOf(policyOf({ ...claude, host, upstream: { addresses: ['10.8.0.0/16'] } }))).toEqual([
      `destination 'claude': host is outside upstream.addresses: add ${fix}, got '${host}'`,
    ]);
  });

  test('at a metadata service, whatever is permitted', () => {
    const direct = { ...claude, host: '169.254.169.254', upstream: { addresses: ['169.254.169.254/32'] } };
    expect(issuesOf(policyOf(direct))).toHaveLength(1);
  });

  test.each(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/16', '203.0.113.0/24', 'fd00:1::/32', '2001:db8::/32'])(
    'but not %s',
    (block) => {
      expect(issuesOf(withAddresses(block))).toEqual([]);
    },
  );
});
