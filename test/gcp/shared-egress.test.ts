import type { TerraformStack } from 'cdktf';
import { describe, expect, test } from 'vitest';
import { AgentAirlock } from '../../lib/gcp/agent-airlock';
import { AuditTrail } from '../../lib/gcp/audit-trail';
import { CloudRunAgent } from '../../lib/gcp/cloud-run-agent';
import { SealedNetwork } from '../../lib/gcp/sealed-network';
import { treeConfigurations } from '../../lib/gcp/tree-configurations';
import type { EgressPolicy } from '../../lib/policy/egress-policy';
import { verifyConfigurations } from '../../lib/verify/verify-configurations';
import { egressIn, image, policy, problemsOf, stackOf } from './fixture';
import { interception } from './interception-fixture';
import { toolIn, toolPolicy } from './tool-fixture';

/** Two airlocks whose proxies stand in one egress network, and a tool there that one of their policies names. */
function airlocks(): TerraformStack {
  const stack = stackOf();
  const audit = new AuditTrail(stack, 'Audit');
  const egress = egressIn(stack, { audit });
  const airlock = (id: string, policy: EgressPolicy, cidr: string, certificates = {}) => {
    const sealed = new SealedNetwork(stack, `${id}Sealed`, { policy, audit, cidr });
    const made = new AgentAirlock(stack, id, { policy, audit, sealed, egress, certificates, proxyImage: image('envoy') });
    new CloudRunAgent(stack, `${id}Agent`, { airlock: made, image: image('claude') });
  };
  airlock('First', toolPolicy(), '10.62.0.0/16', { 'corp-ca': interception.ca });
  airlock('Second', policy, '10.64.0.0/16');
  toolIn(stack, { network: egress });
  return stack;
}

describe('two airlocks with one egress network', () => {
  test('have no problem', () => {
    expect(problemsOf(airlocks())).toEqual([]);
  });

  test('are proven, each with its own proxies for a way out', () => {
    const { verdict, agents, exits } = verifyConfigurations(treeConfigurations(airlocks()), {});
    expect([verdict, agents.length]).toEqual(['proven', 2]);
    const ways = exits.map(({ agent, kind, destination }) => [agent, kind, destination].join(' '));
    expect(ways.sort()).toEqual([
      expect.stringMatching(/FirstAgent_Job_\w+ proxy google_compute_region_instance_group_manager\.First_Proxy_/),
      expect.stringMatching(/SecondAgent_Job_\w+ proxy google_compute_region_instance_group_manager\.Second_Proxy_/),
    ]);
  });
});
