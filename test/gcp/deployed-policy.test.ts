import type { TerraformStack } from 'cdktf';
import { describe, expect, test } from 'vitest';
import { AgentAirlock, type AgentAirlockProps } from '../../lib/gcp/agent-airlock';
import { CloudRunAgent } from '../../lib/gcp/cloud-run-agent';
import { ComputeAgent } from '../../lib/gcp/compute-agent';
import { PinnedImage } from '../../lib/gcp/pinned-image';
import { treeConfigurations } from '../../lib/gcp/tree-configurations';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import type { Report } from '../../lib/verify/report/report';
import { verifyConfigurations } from '../../lib/verify/verify-configurations';
import { image, policy, stackOf, twoAgents } from './fixture';
import { interception } from './interception-fixture';

const destinations = [
  { name: 'claude', host: 'api.anthropic.com', access: 'gateway', allow: [{ methods: ['POST'], path: '/v1/messages' }] },
  {
    ...{ name: 'vertex', host: 'europe-west1-aiplatform.googleapis.com', access: 'gateway' },
    allow: [{ methods: ['POST'], path: '/v1/projects/*/locations/*/publishers/anthropic/models/*' }],
    credential: { type: 'google-access-token' },
  },
  { name: 'github', host: 'api.github.com', access: 'intercept', allow: [{ methods: ['GET'], path: '/repos/acme/**' }] },
  { name: 'mirror', hosts: ['mirror.example.org'], access: 'tunnel' },
];
const everything = EgressPolicy.parse({ version: 1, destinations } as Parameters<typeof EgressPolicy.parse>[0]);
const other = EgressPolicy.parse({ version: 1, destinations: [{ name: 'other', host: 'other.example.org', access: 'tunnel' }] });

interface Deployed extends Partial<AgentAirlockProps> {
  /** @default - a job */
  readonly machine?: boolean;
  readonly change?: (airlock: AgentAirlock, stack: TerraformStack) => void;
}

/** What is said of an airlock of constructs, held against a policy. */
function held(against: EgressPolicy, { machine = false, change, ...props }: Deployed = {}): Report {
  const stack = stackOf();
  const airlock = new AgentAirlock(stack, 'Airlock', { policy: against, proxyImage: image('envoy'), ...props });
  for (const { name: agent } of airlock.policy.agents) {
    const given = { airlock, agent, image: image('agent') };
    if (machine) new ComputeAgent(stack, `Agent-${agent}`, { ...given, bootImage: 'projects/acme/global/images/agent' });
    else new CloudRunAgent(stack, `Agent-${agent}`, given);
  }
  change?.(airlock, stack);
  return verifyConfigurations(treeConfigurations(stack), { policy: against });
}

describe('the airlock of this library is proven against its own policy', () => {
  test.each<[string, EgressPolicy, Deployed]>([
    ['by itself', policy, {}],
    ['with agents that are told apart', twoAgents, {}],
    ['with agents on machines', twoAgents, { machine: true }],
    ['with every kind of destination', everything, { interception }],
    ['with transparent ports', everything, { interception, transparent: true }],
  ])('%s', (_, against, deployed) => {
    const { verdict, findings } = held(against, deployed);
    expect(findings).toEqual([]);
    expect(verdict).toBe('proven');
  });

  test('with an image that a variable names', () => {
    const stack = stackOf();
    const airlock = new AgentAirlock(stack, 'Airlock', { policy, proxyImage: PinnedImage.fromVariable(stack, 'proxy') });
    new CloudRunAgent(stack, 'Agent', { airlock, image: PinnedImage.fromVariable(stack, 'agent') });
    expect(verifyConfigurations(treeConfigurations(stack), { policy }).findings).toEqual([]);
  });
});

describe('it is refuted against another policy', () => {
  test.each<[string, Deployed]>([
    ['with a job', {}],
    ['with a machine', { machine: true }],
  ])('%s', (_, deployed) => {
    const { verdict, findings } = held(other, { ...deployed, policy });
    expect(verdict).toBe('refuted');
    expect(findings.map(({ rule, message }) => `${rule} ${message}`)).toContain(
      "AIRLOCK-PROXY-003 can send requests to api.anthropic.com, which the policy doesn't allow",
    );
  });
});

describe('it is unknown', () => {
  const template = 'resource.google_compute_region_instance_template';
  const named = (stack: TerraformStack) =>
    Object.keys(
      (stack.toTerraform() as { resource: Record<string, object> }).resource.google_compute_region_instance_template ?? {},
    )[0];
  const set = (key: string, value: string) => (_: AgentAirlock, stack: TerraformStack) =>
    stack.addOverride(`${template}.${named(stack)}.metadata.${key}`, value);

  test.each<[string, Deployed]>([
    ['with a start-up script', { change: set('startup-script', 'true') }],
    ['with another set-up', { change: set('user-data', '#cloud-config\nruncmd: []\n') }],
    ["with one that isn't known", { change: set('user-data', '${file("set-up.yaml")}') }],
  ])('%s', (_, deployed) => {
    expect(held(policy, deployed).findings.map(({ rule, verdict }) => `${rule} ${verdict}`)).toEqual([
      'AIRLOCK-PROXY-003 unknown',
    ]);
  });
});

describe('a published service that does not say who connects', () => {
  const silent = (_: AgentAirlock, stack: TerraformStack) => {
    const { resource } = stack.toTerraform() as { resource: Record<string, object> };
    const [name] = Object.keys(resource.google_compute_service_attachment ?? {});
    stack.addOverride(`resource.google_compute_service_attachment.${name}.enable_proxy_protocol`, false);
  };

  test('lets an agent say that it is another, where there are several', () => {
    const { findings } = held(twoAgents, { change: silent });
    expect(new Set(findings.map(({ rule, verdict }) => `${rule} ${verdict}`))).toEqual(new Set(['AIRLOCK-PROXY-003 unknown']));
    expect(findings[0]?.message).toContain("doesn't say who connects (enable_proxy_protocol)");
  });

  test('changes nothing for the only one', () => {
    expect(held(policy, { change: silent }).findings).toEqual([]);
  });
});
