import { expect, test } from 'vitest';
import { networkAssumptions, programAssumptions } from '../../../../lib/verify/terraform/network-assumptions';
import { ResourceIndex } from '../../../../lib/verify/terraform/resource-index';
import type { World } from '../../../../lib/verify/world/world';
import { type Resources, ref, roomRoute, roomRule, sealed, variable } from './airlock';
import { worldsWith } from './judged';

const assumed = (more: Resources): readonly string[] => {
  const [world] = worldsWith({ ...sealed, ...more }, { variable: { elsewhere: { type: 'string' } } });
  return networkAssumptions(new ResourceIndex(world as World));
};

test('what a variable names as a network is taken for another one, and the report says so', () => {
  const both = { ...roomRoute({ network: variable('elsewhere') }), ...roomRule({ network: variable('elsewhere') }) };
  expect(assumed(both)).toEqual([
    'A variable names nothing that the inputs make: that of google_compute_firewall.more, google_compute_route.room.',
  ]);
});

test.each<[string, Resources]>([
  ['nothing', {}],
  ['a reference', roomRoute({ network: ref('compute_network.outer') })],
  ['a literal', roomRoute({ network: 'elsewhere' })],
])('%s needs no such word', (_, more) => {
  expect(assumed(more)).toEqual([]);
});

test('what commands of Terraform do is taken for granted, and the report says so', () => {
  const running = { 'storage_bucket.b': { name: 'b', provisioner: [{ 'local-exec': { command: 'fill-it' } }] } };
  const [world] = worldsWith({ ...sealed, ...running });
  expect(programAssumptions(new ResourceIndex(world as World))).toEqual([
    "What Terraform runs changes nothing of the agents' network, of identities or the proxy: google_storage_bucket.b.",
  ]);
});
