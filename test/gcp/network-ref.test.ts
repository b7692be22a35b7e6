import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import { DataGoogleComputeNetwork } from '@cdktf/provider-google/lib/data-google-compute-network';
import { DataGoogleComputeSubnetwork } from '@cdktf/provider-google/lib/data-google-compute-subnetwork';
import { expect, test } from 'vitest';
import { namedNetwork, namedSubnetwork } from '../../lib/gcp/network-ref';
import { resolved, stackOf } from './fixture';

const expression = (text: string) => `\${${text}}`;

test.each([
  ['a resource', (stack = stackOf()) => new ComputeNetwork(stack, 'N', { name: 'n' }), 'google_compute_network.N'],
  [
    'what exists',
    (stack = stackOf()) => new DataGoogleComputeNetwork(stack, 'N', { name: 'n' }),
    'data.google_compute_network.N',
  ],
])('a network is %s', (_, network, address) => {
  expect(resolved(stackOf(), namedNetwork(network()))).toEqual({
    id: expression(`${address}.id`),
    name: expression(`${address}.name`),
    selfLink: expression(`${address}.self_link`),
  });
});

test('or what a user writes', () => {
  const network = { id: 'projects/acme/global/networks/n', name: 'n', selfLink: 'https://www.googleapis.com/compute/v1/n' };
  expect(namedNetwork(network)).toEqual(network);
});

test.each([
  [
    'a resource',
    (stack = stackOf()) => new ComputeSubnetwork(stack, 'S', { name: 's', network: 'n', ipCidrRange: '10.9.0.0/24' }),
    'google_compute_subnetwork.S',
  ],
  [
    'what exists',
    (stack = stackOf()) => new DataGoogleComputeSubnetwork(stack, 'S', { name: 's' }),
    'data.google_compute_subnetwork.S',
  ],
])('a subnetwork is %s', (_, subnetwork, address) => {
  expect(resolved(stackOf(), namedSubnetwork(subnetwork()))).toEqual({
    id: expression(`${address}.id`),
    name: expression(`${address}.name`),
    ipCidrRange: expression(`${address}.ip_cidr_range`),
  });
});

test('or what a user writes, with a block that is known', () => {
  const subnetwork = { id: 's', name: 's', ipCidrRange: '10.9.0.0/24' };
  expect(namedSubnetwork(subnetwork)).toEqual(subnetwork);
});
