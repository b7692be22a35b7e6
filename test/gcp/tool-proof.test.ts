import { ComputeForwardingRule } from '@cdktf/provider-google/lib/compute-forwarding-rule';
import { ComputeNetworkPeering } from '@cdktf/provider-google/lib/compute-network-peering';
import { ComputeServiceAttachment } from '@cdktf/provider-google/lib/compute-service-attachment';
import type { SecretManagerSecret } from '@cdktf/provider-google/lib/secret-manager-secret';
import { SecretManagerSecretIamMember } from '@cdktf/provider-google/lib/secret-manager-secret-iam-member';
import type { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import { ServiceAccountIamMember } from '@cdktf/provider-google/lib/service-account-iam-member';
import type { TerraformStack } from 'cdktf';
import { describe, expect, test } from 'vitest';
import type { AgentAirlock } from '../../lib/gcp/agent-airlock';
import { CloudRunAgent } from '../../lib/gcp/cloud-run-agent';
import { FirewallRule } from '../../lib/gcp/firewall-rule';
import type { HostGroup } from '../../lib/gcp/host/host-group';
import type { ToolService } from '../../lib/gcp/tool-service';
import { treeConfigurations } from '../../lib/gcp/tree-configurations';
import { verifyConfigurations } from '../../lib/verify/verify-configurations';
import { image, problemsOf, stackOf } from './fixture';
import { airlockWithTool, newSecret, toolIn, toolPolicy } from './tool-fixture';

interface Scene {
  readonly stack: TerraformStack;
  readonly airlock: AgentAirlock;
  readonly agent: CloudRunAgent;
  readonly tool: ToolService;
  readonly key: SecretManagerSecret;
}

function scene(): Scene {
  const stack = stackOf();
  const airlock = airlockWithTool(stack);
  const key = newSecret(stack, 'Key');
  const tool = toolIn(stack, { network: airlock.egress, secrets: { DATABASE_KEY: key } });
  return { stack, airlock, tool, key, agent: new CloudRunAgent(stack, 'Agent', { airlock, image: image('claude') }) };
}

/** What the judge says, after an edit that nothing else holds. */
function judged(edit: (all: Scene) => void = () => {}) {
  const all = scene();
  edit(all);
  return verifyConfigurations(treeConfigurations(all.stack), { policy: toolPolicy() });
}

const accountOf = ({ agent }: Scene) => agent.node.findChild('Account') as ServiceAccount;

/** Lets agents out of their network to the tool's address, and into the tool's hosts. */
function openToTool({ stack, airlock, tool }: Scene): void {
  const { sealed, egress } = airlock;
  const to = { direction: 'EGRESS', priority: 50, ranges: tool.addresses, allow: [8443] } as const;
  new FirewallRule(stack, 'Out', { network: sealed.network, ...to });
  const ranges = [sealed.subnetworkOf('default').ipCidrRange];
  new FirewallRule(stack, 'In', { network: egress.network, direction: 'INGRESS', priority: 50, ranges, allow: [8443] });
}

/** A peering of the two networks, and rules that let agents through. */
function peerWithTool(all: Scene): void {
  const { stack, airlock } = all;
  const [a, b] = [airlock.sealed.network.selfLink, airlock.egress.network.selfLink];
  new ComputeNetworkPeering(stack, 'There', { name: 'there', network: a, peerNetwork: b });
  new ComputeNetworkPeering(stack, 'Back', { name: 'back', network: b, peerNetwork: a });
  openToTool(all);
}

/** A second door, which leads to the tool past the proxies. */
function endpointToTool({ stack, airlock, tool }: Scene): void {
  const { sealed, egress } = airlock;
  const { forwardingRule } = tool.node.findChild('Hosts') as HostGroup;
  const attachment = new ComputeServiceAttachment(stack, 'Past', {
    ...{ name: 'past', region: 'europe-west1', connectionPreference: 'ACCEPT_AUTOMATIC', enableProxyProtocol: false },
    ...{ natSubnets: [egress.doorNat.id], targetService: forwardingRule.selfLink },
  });
  new ComputeForwardingRule(stack, 'PastEndpoint', {
    ...{ name: 'past', region: 'europe-west1', loadBalancingScheme: '', network: sealed.network.id },
    ...{ subnetwork: sealed.doorSubnetwork.id, target: attachment.selfLink, ipAddress: '10.64.0.77' },
  });
  const out = { direction: 'EGRESS', priority: 50, ranges: ['10.64.0.77/32'], allow: [8443] } as const;
  new FirewallRule(stack, 'Out', { network: sealed.network, ...out });
  const ranges = [egress.doorNat.ipCidrRange];
  new FirewallRule(stack, 'In', { network: egress.network, direction: 'INGRESS', priority: 50, ranges, allow: [8443] });
}

test('an airlock with a tool is proven, within its policy', () => {
  const { verdict, findings, exits } = judged();
  expect([verdict, findings]).toEqual(['proven', []]);
  expect(JSON.stringify(exits)).not.toContain('Orders');
});

test('an airlock with a tool has no problem of its own', () => {
  expect(problemsOf(scene().stack)).toEqual([]);
});

describe('it is refuted if', () => {
  test.each<[string, RegExp, (all: Scene) => void]>([
    ['a peering leads agents to the tool past the proxies', /^AIRLOCK-NET-/, peerWithTool],
    ['an endpoint leads agents to the tool past the proxies', /^AIRLOCK-NET-/, endpointToTool],
    [
      'the agent reads the tool’s secret',
      /^AIRLOCK-IAM-/,
      (all) => {
        const member = accountOf(all).member;
        const role = 'roles/secretmanager.secretAccessor';
        new SecretManagerSecretIamMember(all.stack, 'Leak', { secretId: all.key.id, role, member });
      },
    ],
    [
      'the agent may become the tool',
      /^AIRLOCK-IAM-/,
      (all) => {
        const member = accountOf(all).member;
        const role = 'roles/iam.serviceAccountTokenCreator';
        new ServiceAccountIamMember(all.stack, 'Leak', { serviceAccountId: all.tool.serviceAccount.name, role, member });
      },
    ],
    [
      'the agent has the tool’s account',
      /^AIRLOCK-IAM-/,
      ({ agent, tool }) => {
        agent.job.addOverride('template.template.service_account', tool.serviceAccount.email);
      },
    ],
  ])('%s', (_, rule, edit) => {
    const { verdict, findings } = judged(edit);
    expect(verdict).toBe('refuted');
    expect(findings.map((finding) => finding.rule)).toContainEqual(expect.stringMatching(rule));
  });
});

test('firewall rules alone lead nobody from one network to the other', () => {
  expect(judged(openToTool).findings.filter(({ verdict }) => verdict === 'refuted')).toEqual([]);
});
