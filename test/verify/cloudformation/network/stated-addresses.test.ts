import { expect, test } from 'vitest';
import { statedAddresses } from '../../../../lib/verify/cloudformation/addresses/stated-addresses';
import { type Fields, Unresolved } from '../../../../lib/verify/world/value';
import { sealed } from './airlock';
import { indexOf } from './judged';

// Of an interface that may have any address of its subnet, nothing is stated.

const index = indexOf(sealed);
const own = { PrivateIpAddress: '10.0.0.10' };

test.each<[string, Fields, string[]]>([
  ['an address', own, ['10.0.0.10/32']],
  ['a list', { PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: '10.0.0.11' }] }, ['10.0.0.11/32']],
  ['an address and a list', { ...own, PrivateIpAddresses: [{ PrivateIpAddress: '10.0.0.11' }] }, ['10.0.0.10/31']],
  ['an address and no others', { ...own, SecondaryPrivateIpAddressCount: 0 }, ['10.0.0.10/32']],
  ['no address', {}, []],
  ['an address and others that AWS chooses', { ...own, SecondaryPrivateIpAddressCount: 1 }, []],
  ['an address and a prefix', { ...own, Ipv4Prefixes: [{ Ipv4Prefix: '10.0.0.16/28' }] }, []],
  ['an address and prefixes that AWS chooses', { ...own, Ipv4PrefixCount: 1 }, []],
  ['an address that only deployment tells', { PrivateIpAddress: new Unresolved('an import') }, []],
  ['one address of two', { ...own, PrivateIpAddresses: [{ PrivateIpAddress: new Unresolved('an import') }] }, []],
])('%s', (_, fields, addresses) => {
  expect(statedAddresses(index, fields).cidrs()).toEqual(addresses);
});
