import { describe, expect, test } from 'vitest';
import { extract } from '../../../lib/verify/terraform/extract';
import { findingRows } from './finding-rows';
import { type Change, model } from './findings';
import { defaultRoute, openEgress, type Resources, ref, sealed } from './network/airlock';
import { worldsWith } from './network/judged';

const objections = (agent?: string, proxy?: string): readonly string[] => {
  const request = { agents: agent ? [{ id: agent }] : [], proxies: proxy ? [{ id: proxy }] : [] };
  return worldsWith(sealed).flatMap((world) => (extract(world, request).objections ?? []).map(({ message }) => message));
};

describe('who has a role', () => {
  test.each([
    ['an agent that nothing names', undefined, 'google_compute_instance.proxy', /^no agent found: name it with --agent ID/],
    ['a proxy that nothing names', 'google_compute_instance.agent', undefined, /^no proxy found: name it with --proxy ID/],
    [
      'an agent with a near name',
      'google_compute_instance.agnet',
      'google_compute_instance.proxy',
      /did you mean google_compute_instance\.agent/,
    ],
    [
      'an agent that runs nothing',
      'google_compute_network.room',
      'google_compute_instance.proxy',
      /is of type google_compute_network, which runs nothing/,
    ],
  ])('%s is objected to', (_, agent, proxy, message) => {
    expect(objections(agent, proxy).join()).toMatch(message);
  });

  test('is told by the resource itself, too', () => {
    const marked = (name: string, role: object): Resources => ({
      [`compute_instance.${name}`]: { ...sealed[`compute_instance.${name}`], '//': { 'agent-airlock': role } },
    });
    const resources = { ...sealed, ...marked('agent', { role: 'agent' }), ...marked('proxy', { role: 'proxy', ports: [3128] }) };
    const models = worldsWith(resources).map((world) => extract(world, { agents: [], proxies: [] }));
    expect(models.map(({ agents, proxies }) => [agents[0]?.id, proxies[0]?.id, `${proxies[0]?.ports}`])).toEqual([
      ['google_compute_instance.agent', 'google_compute_instance.proxy', '3128'],
    ]);
  });

  test('holds for all instances of a resource with a count', () => {
    const { agents } = model({ resources: { 'compute_instance.agent': { ...sealed['compute_instance.agent'], count: 2 } } });
    expect(agents[0]?.members).toEqual(['google_compute_instance.agent[0]', 'google_compute_instance.agent[1]']);
  });

  test('may be given to a group of instances', () => {
    const { proxies } = model({ resources: {}, proxy: { id: 'google_compute_instance_group.proxy' } });
    expect(proxies[0]?.members).toEqual(['google_compute_instance.proxy']);
  });
});

describe('what is not modelled', () => {
  findingRows([
    ['and has nothing to do with the agent', { 'vertex_ai_endpoint.e': { name: 'e', location: 'europe-west1' } }],
    [
      "and stands in the agent's network",
      { 'vertex_ai_endpoint.e': { name: 'e', network: ref('compute_network.room') } },
      'NET-004?',
    ],
    [
      "and uses the agent's subnetwork by its path",
      { 'some_thing.e': { subnet: 'projects/own-project/regions/europe-west1/subnetworks/room' } },
      'NET-004?',
    ],
    [
      'and is the agent',
      {
        agent: 'google_vertex_ai_endpoint.e',
        resources: { 'compute_instance.agent': undefined, 'vertex_ai_endpoint.e': { name: 'e' } },
      },
      'NET-003?',
    ],
  ]);

  test('says so for AWS resources', () => {
    const aws = { aws_instance: { agent: { ami: 'ami-1', subnet_id: 'subnet-1' } } };
    const [world] = worldsWith({}, { resource: aws } as never);
    const judged = extract(world as never, { agents: [{ id: 'aws_instance.agent' }], proxies: [{ id: 'aws_instance.agent' }] });
    expect(judged.workloads.map(({ doubt }) => doubt?.reason)).toEqual([
      'aws_instance.agent: AWS resources in Terraform are not judged yet: give the CloudFormation template',
    ]);
  });
});

test('a proxy may be named by the backend service or the address of its load balancer', () => {
  const { proxies } = model({ resources: {}, proxy: { id: 'google_compute_region_backend_service.proxy' } });
  expect(proxies[0]?.members).toEqual(['google_compute_forwarding_rule.proxy']);
});

describe('a cluster that agents run on', () => {
  const cluster = (more: Record<string, unknown>): Change => ({
    agent: 'google_container_cluster.c',
    resources: {
      'compute_instance.agent': undefined,
      'service_account.nodes': { account_id: 'nodes' },
      'container_cluster.c': {
        name: 'c',
        location: 'europe-west1',
        network: ref('compute_network.room', 'self_link'),
        subnetwork: ref('compute_subnetwork.room'),
        node_config: [{ service_account: ref('service_account.nodes', 'email'), tags: ['agent'] }],
        ...more,
      },
    },
  });
  findingRows([
    ['has pods that are not in the inputs', cluster({ private_cluster_config: [{ enable_private_nodes: true }] }), 'NET-004?'],
  ]);
});

describe('a notebook that agents run on', () => {
  const notebook = (setup: Record<string, unknown>, more: Resources = {}): Change => ({
    agent: 'google_workbench_instance.w',
    resources: {
      'compute_instance.agent': undefined,
      'service_account.w': { account_id: 'w' },
      'workbench_instance.w': {
        name: 'w',
        location: 'europe-west1-b',
        gce_setup: [
          {
            network_interfaces: [{ network: ref('compute_network.room'), subnet: ref('compute_subnetwork.room') }],
            service_accounts: [{ email: ref('service_account.w', 'email') }],
            tags: ['agent'],
            disable_public_ip: true,
            ...setup,
          },
        ],
      },
      ...more,
    },
  });
  findingRows([
    ['is sealed', notebook({})],
    ['has a key in its metadata', notebook({ metadata: { k: `ghp_${'a1B2c3D4e5F6g7H8i9J0'}` } }), 'SECRET-002'],
    ['has an address, a route and a rule', notebook({ disable_public_ip: false }, { ...defaultRoute, ...openEgress }), 'NET-001'],
  ]);
});
