import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { ComputeInstance } from '@cdktf/provider-google/lib/compute-instance';
import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { ComputeRoute } from '@cdktf/provider-google/lib/compute-route';
import { ComputeRouter } from '@cdktf/provider-google/lib/compute-router';
import { ComputeRouterNat } from '@cdktf/provider-google/lib/compute-router-nat';
import type { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member';
import { App, Aspects, type TerraformStack } from 'cdktf';
import { describe, expect, test } from 'vitest';
import { AgentAirlock, type AgentAirlockProps } from '../../lib/gcp/agent-airlock';
import { AuditTrail } from '../../lib/gcp/audit-trail';
import { CloudRunAgent } from '../../lib/gcp/cloud-run-agent';
import { FirewallRule } from '../../lib/gcp/firewall-rule';
import { resourceName } from '../../lib/gcp/resource-name';
import { scratchFolder } from '../runtime/scratch';
import {
  type Arguments,
  configurationOf,
  egressIn,
  image,
  policy,
  problemsOf,
  resourcesOf,
  sealedIn,
  stackOf,
  twoAgents,
} from './fixture';

function airlockIn(stack: TerraformStack, props: Partial<AgentAirlockProps> = {}): AgentAirlock {
  return new AgentAirlock(stack, 'Airlock', { policy, proxyImage: image('envoy'), ...props });
}

const agentIn = (stack: TerraformStack, airlock = airlockIn(stack)) =>
  new CloudRunAgent(stack, 'Agent', { airlock, image: image('claude') });

describe('an airlock', () => {
  const stack = stackOf();
  agentIn(stack);
  const resources: Record<string, Record<string, Arguments>> = configurationOf(stack).resource;

  test('needs no function, no look-up and no provider but Google’s', () => {
    expect(Object.keys(resources).filter((type) => !/^google_(?!cloudfunctions|cloud_run_v2_service)/.test(type))).toEqual([]);
    expect(configurationOf(stack).data).toBeUndefined();
    expect(Object.keys(configurationOf(stack).terraform.required_providers)).toEqual(['google']);
  });

  test('is proven', () => {
    expect(problemsOf(stack)).toEqual([]);
  });

  test('has two networks, and no route, peering or NAT in the agents’', () => {
    expect(Object.keys(resources.google_compute_network ?? {})).toHaveLength(2);
    expect(resources.google_compute_route).toBeUndefined();
    expect(resources.google_compute_network_peering).toBeUndefined();
    const routers = Object.values(resources.google_compute_router ?? {});
    expect(routers.map(({ network }) => /Airlock_Egress/.test(network))).toEqual([true]);
  });

  test('opens to everywhere for the proxies, on port 443, and for nothing else', () => {
    const open = Object.values(resourcesOf(stack, 'compute_firewall')).filter(
      ({ allow, destination_ranges: to = [], source_ranges: from = [] }) =>
        allow && [...to, ...from].some((range: string) => /^(0\.0\.0\.0|::)\/0$/.test(range)),
    );
    expect(open.map(({ direction, allow }) => [direction, allow])).toEqual([['EGRESS', [{ protocol: 'tcp', ports: ['443'] }]]]);
    expect(open.map(({ target_service_accounts: [account] }) => account)).toEqual([
      expect.stringContaining('google_service_account.Airlock_Proxy_Account'),
    ]);
  });

  test('keeps every secret’s value out of what Terraform knows', () => {
    expect(Object.keys(resources).filter((type) => /secret_version|service_account_key/.test(type))).toEqual([]);
  });

  test('gives roles on single secrets only, and to nobody but the proxies', () => {
    const members = Object.entries(resources).flatMap(([type, given]) =>
      /_iam_member$/.test(type) ? Object.values(given).map(({ role, member }) => [type, role, member]) : [],
    );
    expect(members.filter(([, , member]) => !/Airlock_Proxy_Account/.test(String(member)))).toEqual([]);
    const ofProject = members.filter(([type]) => type === 'google_project_iam_member').map(([, role]) => role);
    expect(ofProject.sort()).toEqual(['roles/logging.logWriter', 'roles/monitoring.metricWriter']);
  });
});

describe('parts that exist', () => {
  test('are used, and no others are made', () => {
    const stack = stackOf();
    const audit = new AuditTrail(stack, 'Evidence');
    const sealed = sealedIn(stack, { audit });
    const egress = egressIn(stack, { audit });
    const airlock = airlockIn(stack, { audit, sealed, egress });
    expect([airlock.audit, airlock.sealed, airlock.door.proxy]).toEqual([audit, sealed, airlock.proxy]);
    expect(Object.keys(resourcesOf(stack, 'compute_network'))).toHaveLength(2);
    expect(Object.keys(resourcesOf(stack, 'logging_project_bucket_config'))).toHaveLength(1);
    agentIn(stack, airlock);
    expect(problemsOf(stack)).toEqual([]);
  });

  test('must be made for the same policy', () => {
    const stack = stackOf();
    const sealed = sealedIn(stack, { policy: twoAgents });
    expect(() => airlockIn(stack, { sealed })).toThrow("sealed must be made for the airlock's policy");
  });
});

describe('synthesis fails on a way out that somebody opens beside it', () => {
  type Opening = (stack: TerraformStack, airlock: AgentAirlock, agent: CloudRunAgent) => void;
  const openings: readonly (readonly [string, Opening])[] = [
    [
      'AIRLOCK-PROXY-002',
      (stack) => {
        const networkInterface = [{ subnetwork: sealedSubnetwork(stack).id }];
        const bootDisk = { initializeParams: { image: 'debian-cloud/debian-13' } };
        const instance = { name: 'neighbour', machineType: 'e2-micro', zone: 'europe-west1-b' };
        new ComputeInstance(stack, 'Neighbour', { ...instance, bootDisk, networkInterface });
      },
    ],
    [
      'AIRLOCK-ENDPOINT-001',
      (stack, { sealed: { network } }) => {
        const nextHopGateway = 'default-internet-gateway';
        new ComputeRoute(stack, 'Route', { name: 'route', network: network.id, destRange: '0.0.0.0/0', nextHopGateway });
        new FirewallRule(stack, 'Open', { network, direction: 'EGRESS', priority: 1, ranges: ['0.0.0.0/0'], allow: [443] });
        sealedSubnetwork(stack).privateIpGoogleAccess = true;
      },
    ],
    [
      'AIRLOCK-IAM-004',
      (stack, _, { job }) => {
        const member = `serviceAccount:${job.template.template.serviceAccountInput}`;
        new StorageBucketIamMember(stack, 'Bucket', { bucket: 'b', role: 'roles/storage.admin', member });
      },
    ],
  ];

  test.each(openings)('%s', (rule, open) => {
    const stack = stackOf();
    const airlock = airlockIn(stack);
    open(stack, airlock, agentIn(stack, airlock));
    expect(problemsOf(stack).join('\n')).toContain(`${rule}: `);
  });
});

describe('synthesis fails for an agent that the proof would not find', () => {
  type Hiding = (stack: TerraformStack, { job }: CloudRunAgent) => void;
  const hidings: readonly (readonly [string, Hiding])[] = [
    ['without its mark', (_, { job }) => job.addOverride('//.agent-airlock', undefined)],
    ['marked as a proxy', (_, { job }) => job.addOverride('//.agent-airlock', { role: 'proxy', ports: [8080] })],
    ['without its label', (_, { job }) => job.addOverride('labels', {})],
    [
      'that the stack unmarks',
      (stack, { job }) => stack.addOverride(`resource.google_cloud_run_v2_job.${job.friendlyUniqueId}.//`, 0),
    ],
  ];

  test.each(hidings)('%s', (_, hide) => {
    const stack = stackOf();
    hide(stack, agentIn(stack));
    expect(problemsOf(stack)).toEqual([
      expect.stringMatching(/^'Test\/Agent\/Job' must keep "\/\/" and the label agent-airlock/),
    ]);
  });
});

/** What synthesis says of an app with a second stack, which is synthesized last. */
function synthesized(change: (other: TerraformStack, sealed: string) => void): string {
  const app = new App({ outdir: scratchFolder() });
  const stack = stackOf(app);
  const airlock = airlockIn(stack);
  agentIn(stack, airlock);
  change(stackOf(app, 'Other'), resourceName(airlock.sealed));
  try {
    app.synth();
    return '';
  } catch (error) {
    return String(error);
  }
}

describe('what a later stack adds only when it is synthesized', () => {
  // an aspect of a stack is invoked when those before it are written already
  const adding = (made: (stack: TerraformStack, network: string) => void) => (other: TerraformStack, network: string) =>
    Aspects.of(other).add({ visit: (node) => (node === other ? made(other, network) : undefined) });

  test('fails synthesis if it is a way out', () => {
    const opening = adding((other, network) => {
      new ComputeRoute(other, 'Route', {
        ...{ name: 'route', network, destRange: '0.0.0.0/0', nextHopGateway: 'default-internet-gateway' },
      });
      const all = { destinationRanges: ['0.0.0.0/0'], allow: [{ protocol: 'all' }], direction: 'EGRESS', priority: 1 };
      new ComputeFirewall(other, 'Open', { name: 'open', network, ...all });
      const router = new ComputeRouter(other, 'Router', { name: 'router', network });
      new ComputeRouterNat(other, 'Nat', {
        ...{ name: 'nat', router: router.name, natIpAllocateOption: 'AUTO_ONLY' },
        sourceSubnetworkIpRangesToNat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
      });
    });
    expect(synthesized(opening)).toContain('AIRLOCK-NET-001: ');
  });

  test('passes if it is none', () => {
    expect(synthesized(adding((other) => new ComputeNetwork(other, 'Network', { name: 'other' })))).toBe('');
  });
});

const sealedSubnetwork = (stack: TerraformStack): ComputeSubnetwork =>
  stack.node.findAll().find(({ node }) => /Sealed\/agent-default\/Subnetwork$/.test(node.path)) as ComputeSubnetwork;

test('two airlocks fit into one stack, with one record of who reads secrets', () => {
  const stack = stackOf(new App(), 'Two');
  for (const id of ['One', 'Two']) new AgentAirlock(stack, id, { policy, proxyImage: image('envoy') });
  expect(Object.keys(resourcesOf(stack, 'compute_network'))).toHaveLength(4);
  expect(Object.keys(resourcesOf(stack, 'project_iam_audit_config'))).toHaveLength(1);
  const names = Object.values(resourcesOf(stack, 'compute_firewall')).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
