import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { ComputeRoute } from '@cdktf/provider-google/lib/compute-route';
import { ComputeRouter } from '@cdktf/provider-google/lib/compute-router';
import { ComputeRouterNat } from '@cdktf/provider-google/lib/compute-router-nat';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App, DataTerraformRemoteStateGcs, TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { proofProblems } from '../../lib/gcp/airlock-proof';
import type { Acceptance } from '../../lib/verify/verdict/acceptance';
import { instancesTwoNetworks } from '../verify/mutations/google/instances-two-networks';
import { Site } from '../verify/mutations/google/site';

interface Scene {
  readonly app: App;
  /** Of the agents and their network. */
  readonly stack: TerraformStack;
  readonly network: ComputeNetwork;
  readonly problems: () => readonly string[];
  readonly warnings: () => readonly string[];
}

function stackIn(app: App, id: string): TerraformStack {
  const stack = new TerraformStack(app, id);
  new GoogleProvider(stack, 'Google', { project: 'own-project', region: 'europe-west1' });
  return stack;
}

type Resources = Record<string, Record<string, object>>;

/** A sealed system, its agent and proxy marked as the constructs mark them; the agents' network is a construct. */
function sealed(): Resources {
  const { resource } = new Site(instancesTwoNetworks).document() as { readonly resource: Resources };
  const {
    google_compute_network: networks = {},
    google_compute_instance,
    google_compute_region_instance_group_manager,
  } = resource;
  const mark = (parts: Record<string, object> = {}, name: string, role: object) => ({
    ...parts,
    [name]: { ...parts[name], '//': { 'agent-airlock': role } },
  });
  const { room: _, ...others } = networks;
  return {
    ...resource,
    google_compute_network: others,
    google_compute_instance: mark(google_compute_instance, 'agent', { role: 'agent' }),
    google_compute_region_instance_group_manager: mark(google_compute_region_instance_group_manager, 'proxy', {
      role: 'proxy',
      ports: [3128],
    }),
  };
}

function scene(accept: readonly Acceptance[] = [], resources: Resources = sealed()): Scene {
  const app = Testing.stubVersion(new App());
  const stack = stackIn(app, 'Main');
  const network = new ComputeNetwork(stack, 'room', {
    ...{ name: 'room', autoCreateSubnetworks: false, deleteDefaultRoutesOnCreate: true },
  });
  network.overrideLogicalId('room');
  for (const [type, parts] of Object.entries(resources))
    for (const [name, body] of Object.entries(parts)) stack.addOverride(`resource.${type}.${name}`, body);
  const airlock = new Construct(stack, 'Airlock');
  airlock.node.addValidation({ validate: () => proofProblems(airlock, accept) });
  const prepared = () =>
    app.node
      .findAll()
      .filter(TerraformStack.isStack)
      .forEach((each) => {
        each.prepareStack();
      });
  return {
    ...{ app, stack, network },
    problems: () => {
      prepared();
      return airlock.node.validate();
    },
    warnings: () => {
      prepared();
      airlock.node.validate();
      return airlock.node.metadata.filter(({ type }) => type === '@cdktf/warn').map(({ data }) => data as string);
    },
  };
}

/** A default route, NAT, and a rule that lets everything out, made in a stack. */
function open(stack: TerraformStack, { network }: Scene, to = '0.0.0.0/0'): void {
  new ComputeRoute(stack, 'Out', {
    name: 'out',
    network: network.id,
    destRange: '0.0.0.0/0',
    nextHopGateway: 'default-internet-gateway',
  });
  const router = new ComputeRouter(stack, 'Router', { name: 'router', network: network.id });
  new ComputeRouterNat(stack, 'Nat', {
    ...{ name: 'nat', router: router.name, region: 'europe-west1' },
    ...{ natIpAllocateOption: 'AUTO_ONLY', sourceSubnetworkIpRangesToNat: 'ALL_SUBNETWORKS_ALL_IP_RANGES' },
  });
  new ComputeFirewall(stack, 'Wide', {
    ...{ name: 'wide', network: network.id, direction: 'EGRESS', priority: 1, destinationRanges: [to] },
    allow: [{ protocol: 'all' }],
  });
}

test('what is sealed is proven as it is synthesized', () => {
  const all = scene();
  expect(all.problems()).toEqual([]);
  expect(all.warnings()).toEqual([]);
});

test('without an agent there is nothing to prove', () => {
  const { google_compute_instance: _, ...others } = sealed();
  expect(scene([], others).problems()).toEqual([]);
});

describe('synthesis fails with the path', () => {
  test('when the same stack opens the network', () => {
    const all = scene();
    open(all.stack, all);
    expect(all.problems().join('\n')).toMatch(
      /^AIRLOCK-NET-001: google_compute_instance\.agent .*google_compute_firewall\.Wide /,
    );
  });

  test('when another stack of the app does', () => {
    const all = scene();
    open(stackIn(all.app, 'Other'), all);
    expect(all.problems().join('\n')).toMatch(
      /^AIRLOCK-NET-001: Main\/google_compute_instance\.agent .*Other\/google_compute_firewall\.Wide /,
    );
  });

  test('when another stack of the app does, by the mere name', () => {
    const all = scene();
    open(stackIn(all.app, 'Other'), { ...all, network: { id: 'room' } as ComputeNetwork });
    expect(all.problems().join('\n')).toMatch(
      /^AIRLOCK-NET-001: Main\/google_compute_instance\.agent .*Other\/google_compute_firewall\.Wide /,
    );
  });

  test('when what is marked runs nothing', () => {
    const all = scene();
    all.network.addOverride('//.agent-airlock', { role: 'agent' });
    expect(all.problems()).toEqual([
      'google_compute_network.room is marked as an agent, but a google_compute_network runs nothing',
    ]);
  });
});

test('what a state of elsewhere would have to tell is a warning', () => {
  const all = scene();
  const state = new DataTerraformRemoteStateGcs(all.stack, 'Elsewhere', { bucket: 'states' });
  open(all.stack, all, state.getString('range'));
  expect(all.problems()).toEqual([]);
  expect(all.warnings().join('\n')).toMatch(/^AIRLOCK-NET-001: .*terraform_remote_state/);
});

describe('an acceptance', () => {
  const opened = (accept: readonly Acceptance[]): Scene => {
    const all = scene(accept);
    open(all.stack, all);
    return all;
  };
  const ids = opened([])
    .problems()
    .map((problem) => /its id is '(.*)'$/.exec(problem)?.[1] ?? '');
  const until = (day: string) => ids.map((id) => ({ id, because: 'a test', until: day }));

  test('lets findings pass until its day', () => {
    expect(ids.length).toBeGreaterThan(0);
    expect(opened(until('2999-01-01')).problems()).toEqual([]);
  });

  test('has no effect once it has expired, and a warning says so', () => {
    const all = opened(until('2020-01-01'));
    expect(all.problems()).toHaveLength(ids.length);
    expect(all.warnings().join('\n')).toContain('has no effect: it expired on 2020-01-01');
  });
});
