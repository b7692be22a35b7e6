import { AddressSet } from '../../traffic/address-set';

/** "Private Google Access options": the addresses of private.googleapis.com. */
const privateAccess = AddressSet.of('199.36.153.8/30', '2600:2d00:2:2000::/64');

/** "Private Google Access options": the addresses of restricted.googleapis.com, which answers for services with VPC Service Controls only. */
export const restrictedAccess = AddressSet.of('199.36.153.4/30', '2600:2d00:2:1000::/64');

/**
 * Where Google's own services answer by their usual names: what "Obtain Google IP address ranges" lists less what it lists for customers.
 * The list changes now and then; these blocks have been in it for years.
 */
const usualNames = AddressSet.of(
  '8.8.4.0/24',
  '8.8.8.0/24',
  '34.126.0.0/18',
  '64.233.160.0/19',
  '66.102.0.0/20',
  '66.249.64.0/19',
  '70.32.128.0/19',
  '72.14.192.0/18',
  '74.125.0.0/16',
  '108.177.0.0/17',
  '136.22.0.0/17',
  '142.250.0.0/15',
  '172.217.0.0/16',
  '172.253.0.0/16',
  '173.194.0.0/16',
  '192.178.0.0/15',
  '193.186.4.0/24',
  '199.36.154.0/23',
  '199.36.156.0/24',
  '207.223.160.0/20',
  '209.85.128.0/17',
  '216.58.192.0/19',
  '216.73.80.0/20',
  '216.239.32.0/19',
  '216.252.220.0/22',
  '2001:4860::/32',
  '2404:6800::/32',
  '2404:f340::/32',
  '2605:ef80::/32',
  '2606:40::/32',
  '2607:f8b0::/32',
  '2620:11a:a000::/40',
  '2620:120:e000::/40',
  '2800:3f0::/32',
  '2a00:1450::/32',
  '2c0f:fb50::/32',
);

/** Where any of Google's APIs answers, but for the addresses that are kept to services with VPC Service Controls. */
export const openAccess = usualNames.union(privateAccess);
