import { describe, expect, test } from 'vitest';
import { worldsOf } from '../../../lib/verify/cloudformation/evaluate/worlds';
import { extract } from '../../../lib/verify/cloudformation/extract';
import type { JsonMapping } from '../../../lib/verify/cloudformation/load/json';
import type { NetworkModel } from '../../../lib/verify/model/network-model';
import type { RoleRequest } from '../../../lib/verify/model/role-request';
import { refuseMissingRoles } from '../../../lib/verify/roles/missing-roles';
import { template } from './evaluate/fixture';
import { of, type Resources, ref, sealed } from './network/airlock';

function modelOf(
  agents: readonly RoleRequest[],
  proxies: readonly RoleRequest[],
  more: Resources = {},
  stacks = ['S'],
): NetworkModel {
  const body = { Resources: { ...sealed, ...more } } as unknown as JsonMapping;
  const [world] = worldsOf(stacks.map((stack) => template(body, { stack })));
  if (!world) throw new Error('no world');
  return extract(world, { agents, proxies });
}

const marked = (resource: JsonMapping | undefined, metadata: Record<string, unknown>) =>
  ({ ...resource, Metadata: { 'agent-airlock': metadata } }) as JsonMapping;
const proxy = [{ id: 'Proxy' }];
const agent = [{ id: 'Agent' }];

describe('a role is found', () => {
  test('by a logical id', () => {
    expect(modelOf(agent, proxy).agents).toEqual([{ id: 'S/Agent', members: ['S/Agent'] }]);
  });

  test('by a stack and a logical id', () => {
    expect(modelOf([{ id: 'S/Agent' }], proxy).agents).toEqual([{ id: 'S/Agent', members: ['S/Agent'] }]);
  });

  test('by metadata, with ports', () => {
    const more = {
      Agent: marked(sealed.Agent, { role: 'agent' }),
      Proxy: marked(sealed.Proxy, { role: 'proxy', ports: [8080, 3128] }),
    };
    const { agents, proxies } = modelOf([], [], more);
    expect(agents.map(({ members }) => members)).toEqual([['S/Agent']]);
    expect(proxies.map(({ ports }) => String(ports))).toEqual(['3128, 8080']);
  });

  test('by the command line, whatever the metadata says', () => {
    const more = { Agent: marked(sealed.Agent, { role: 'proxy' }), Proxy: marked(sealed.Proxy, { role: 'agent' }) };
    const { agents, proxies } = modelOf(agent, [{ id: 'Proxy', ports: [3128] }], more);
    expect([agents[0]?.id, proxies[0]?.id, String(proxies[0]?.ports)]).toEqual(['S/Agent', 'S/Proxy', '3128']);
  });

  test('by a load balancer, as the proxy', () => {
    expect(modelOf(agent, [{ id: 'Balancer' }]).proxies[0]?.members).toEqual(['S/Balancer']);
  });

  test('by a listener of a load balancer, as the proxy', () => {
    expect(modelOf(agent, [{ id: 'Listener' }]).proxies[0]?.members).toEqual(['S/Balancer']);
  });

  test('by an endpoint, as the proxy', () => {
    expect(modelOf(agent, [{ id: 'Door' }]).proxies[0]?.members).toEqual(['S/Door']);
  });

  test.each([
    ['Task', ['S/First', 'S/Second']],
    ['First', ['S/First']],
  ])('by %s, in everything that runs it', (id, members) => {
    const network = { AwsvpcConfiguration: { Subnets: [ref('RoomSubnet')], SecurityGroups: [ref('AgentGroup')] } };
    const service = of('ECS::Service', { TaskDefinition: ref('Task'), LaunchType: 'FARGATE', NetworkConfiguration: network });
    const more = { Task: of('ECS::TaskDefinition', { ContainerDefinitions: [] }), First: service, Second: service };
    expect(modelOf([{ id }], proxy, more).agents[0]?.members).toEqual(members);
  });

  test('by a network interface of an instance', () => {
    const more = {
      Agent: of('EC2::Instance', { NetworkInterfaces: [{ DeviceIndex: '0', NetworkInterfaceId: ref('Eni') }] }),
      Eni: of('EC2::NetworkInterface', { SubnetId: ref('RoomSubnet'), GroupSet: [ref('AgentGroup')] }),
    };
    expect(modelOf([{ id: 'Eni' }], proxy, more).agents[0]?.members).toEqual(['S/Agent']);
  });
});

describe('a role is refused', () => {
  test.each([
    ['no agent', () => modelOf([], proxy), 'no agent found: name it with --agent ID'],
    ['no proxy', () => modelOf(agent, []), 'no proxy found: name it with --proxy ID'],
    [
      'a name that is nearly right',
      () => modelOf([{ id: 'Agnet' }], proxy),
      "no resource is named 'Agnet': did you mean S/Agent",
    ],
    [
      'a name like no other',
      () => modelOf([{ id: 'Xyzzy' }], proxy),
      "no resource is named 'Xyzzy': name a LogicalId or Stack/LogicalId of the inputs",
    ],
    [
      'a resource that runs nothing',
      () => modelOf([{ id: 'Room' }], proxy),
      'S/Room is of type AWS::EC2::VPC, which runs nothing',
    ],
    [
      'a load balancer as an agent',
      () => modelOf([{ id: 'Balancer' }], proxy),
      'S/Balancer is of type AWS::ElasticLoadBalancingV2::LoadBalancer',
    ],
    [
      'a name in two stacks',
      () => modelOf(agent, proxy, {}, ['S', 'T']),
      "'Agent' is in several stacks: name one of S/Agent, T/Agent",
    ],
    [
      'metadata of something that runs nothing',
      () => modelOf([], proxy, { Room: marked(sealed.Room, { role: 'agent' }) }),
      'S/Room is marked as an agent, but a AWS::EC2::VPC runs nothing',
    ],
  ])('%s', (_, make, message) => {
    expect(() => refuseMissingRoles([make()])).toThrow(message);
  });
});
