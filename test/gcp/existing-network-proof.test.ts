import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import { expect, test } from 'vitest';
import { AgentAirlock } from '../../lib/gcp/agent-airlock';
import { CloudRunAgent } from '../../lib/gcp/cloud-run-agent';
import { verifyConfigurations } from '../../lib/verify/verify-configurations';
import { configurationOf, image, policy, sealedIn, stackOf } from './fixture';

/** What the proof says of an airlock whose agents run in a network of the user's own. */
function judged(seal: boolean, deleteDefaultRoutesOnCreate = true) {
  const stack = stackOf();
  const network = new ComputeNetwork(stack, 'Own', { name: 'own', autoCreateSubnetworks: false, deleteDefaultRoutesOnCreate });
  const subnetwork = (name: string, ipCidrRange: string) =>
    new ComputeSubnetwork(stack, name, { name, ipCidrRange, network: network.id, region: 'europe-west1' });
  const existing = {
    ...{ network, seal, address: '10.1.0.5', door: subnetwork('door', '10.1.0.0/24') },
    agents: { default: subnetwork('agents', '10.1.1.0/24') },
  };
  const airlock = new AgentAirlock(stack, 'Airlock', {
    policy,
    proxyImage: image('envoy'),
    sealed: sealedIn(stack, { existing }),
  });
  new CloudRunAgent(stack, 'Agent', { airlock, image: image('claude') });
  const { verdict, findings, exits } = verifyConfigurations([{ stack: 'Test', body: configurationOf(stack) }], {});
  return { verdict, rules: findings.map(({ rule }) => rule), exits: exits.map(({ kind }) => kind) };
}

test('a network that exists is proven once it is sealed', () => {
  expect(judged(true)).toEqual({ verdict: 'proven', rules: [], exits: ['proxy'] });
});

test('one with a default route is, too, as the seal denies what it leads to', () => {
  expect(judged(true, false)).toEqual({ verdict: 'proven', rules: [], exits: ['proxy'] });
});

test('one that is left as it was is refuted, as its resolver answers any name', () => {
  const { verdict, rules } = judged(false);
  expect([verdict, [...new Set(rules)]]).toEqual(['refuted', ['AIRLOCK-DNS-001']]);
});
