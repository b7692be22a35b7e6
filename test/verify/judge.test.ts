import { describe, expect, test } from 'vitest';
import type { JsonMapping } from '../../lib/verify/cloudformation/load/json';
import { cloudFormationSystems } from '../../lib/verify/cloudformation/systems';
import { judgeAll } from '../../lib/verify/judge';
import type { RoleRequest } from '../../lib/verify/model/role-request';
import { reportOf } from '../../lib/verify/report/report-of';
import { NothingMarked } from '../../lib/verify/roles/missing-roles';
import { template } from './cloudformation/evaluate/fixture';
import { of, type Resources, ref, sealed } from './cloudformation/network/airlock';

interface Stack {
  readonly resources: Resources;
  readonly assembly?: string;
  readonly stack?: string;
}

const isMade = { IsMade: { 'Fn::Equals': [{ Ref: 'Make' }, 'yes'] } };
const make = { Make: { Type: 'String', AllowedValues: ['yes', 'no'] } };

function report(agents: readonly string[], proxies: readonly RoleRequest[], ...stacks: readonly Stack[]) {
  const templates = stacks.map(({ resources, stack = 'S', assembly = '' }) =>
    template({ Parameters: make, Conditions: isMade, Resources: resources } as unknown as JsonMapping, { stack, assembly }),
  );
  const systems = cloudFormationSystems(templates, { agents: agents.map((id) => ({ id })), proxies });
  return reportOf(judgeAll(systems), [], {});
}

const proxy = [{ id: 'Proxy', ports: [3128] }];
const conditional = (resource: JsonMapping | undefined) => ({ ...resource, Condition: 'IsMade' }) as JsonMapping;

/** A second agent beside the sealed one, and something that lets it out. */
const second = { Other: of('EC2::Instance', { SubnetId: ref('RoomSubnet'), SecurityGroupIds: [ref('OtherGroup')] }) };
const group = (cidr: string) => ({
  OtherGroup: of('EC2::SecurityGroup', {
    VpcId: ref('Room'),
    SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: cidr }],
  }),
});
const out = {
  RoomGateway: of('EC2::InternetGateway', {}),
  RoomGatewayAttachment: of('EC2::VPCGatewayAttachment', { VpcId: ref('Room'), InternetGatewayId: ref('RoomGateway') }),
  OtherEip: of('EC2::EIP', { InstanceId: ref('Other') }),
  OtherOut: of('EC2::Route', {
    RouteTableId: ref('RoomTable'),
    DestinationCidrBlock: '0.0.0.0/0',
    GatewayId: ref('RoomGateway'),
  }),
};

describe('a world is judged for the roles that it has', () => {
  test('so that a leak beside a conditional agent is found', () => {
    const resources = { ...sealed, ...second, ...group('0.0.0.0/0'), ...out, Agent: conditional(sealed.Agent) };
    const { verdict, agents } = report(['Agent', 'Other'], proxy, { resources });
    expect(verdict).toBe('refuted');
    expect(agents.map(({ id }) => id)).toEqual(['S/Agent', 'S/Other']);
  });

  test('so that a leak in the worlds without one of two agents is found', () => {
    const leak = Object.fromEntries(Object.entries(out).map(([id, each]) => [id, { ...each, Condition: 'IsNot' }]));
    const parts = { ...sealed, ...second, ...group('0.0.0.0/0'), ...leak, Agent: conditional(sealed.Agent) };
    const body = {
      Parameters: make,
      Conditions: { ...isMade, IsNot: { 'Fn::Not': [{ Condition: 'IsMade' }] } },
      Resources: parts,
    } as unknown as JsonMapping;
    const systems = cloudFormationSystems([template(body, { stack: 'S' })], {
      agents: [{ id: 'Agent' }, { id: 'Other' }],
      proxies: proxy,
    });
    expect(reportOf(judgeAll(systems), [], {}).verdict).toBe('refuted');
  });

  test('so that an agent is judged where its proxy is missing', () => {
    const doors = Object.entries(sealed).filter(([, each]) => JSON.stringify(each).includes('"Proxy"'));
    const parts = Object.fromEntries(doors.map(([id, each]) => [id, conditional(each)]));
    const resources = { ...sealed, ...parts, Proxy: conditional(sealed.Proxy) };
    expect(report(['Agent'], proxy, { resources }).verdict).toBe('proven');
    const leaking = { ...resources, ...second, ...group('0.0.0.0/0'), ...out };
    expect(report(['Agent', 'Other'], proxy, { resources: leaking }).verdict).toBe('refuted');
  });

  test('and ids may be in different systems', () => {
    const stacks = [
      { resources: sealed, stack: 'A', assembly: 'one' },
      { resources: { ...sealed, ...second, ...group('10.0.0.0/32') }, stack: 'B', assembly: 'two' },
    ];
    const { agents } = report(['A/Agent', 'B/Other'], proxy, ...stacks);
    expect(agents.map(({ id }) => id)).toEqual(['A/Agent', 'B/Other']);
  });
});

describe('what is in no world is refused', () => {
  test.each([
    [
      'an agent that is misspelt beside one that is there',
      ['Agent', 'Agnet'],
      proxy,
      "no resource is named 'Agnet': did you mean S/Agent",
    ],
    [
      'a proxy that is misspelt beside one that is there',
      ['Agent'],
      [...proxy, { id: 'Proxi' }],
      "no resource is named 'Proxi': did you mean",
    ],
    ['an agent that is nowhere', ['Xyzzy'], proxy, "no resource is named 'Xyzzy': name a LogicalId"],
    ['an agent that runs nothing', ['Room'], proxy, 'S/Room is of type AWS::EC2::VPC, which runs nothing'],
    ['a name in two stacks', ['Agent'], proxy, "'Agent' is in several stacks: name one of S/Agent, T/Agent"],
  ])('%s', (name, agents, proxies, message) => {
    const stacks = name.includes('two stacks') ? ['S', 'T'] : ['S'];
    expect(() => report(agents, proxies, ...stacks.map((stack) => ({ stack, resources: sealed })))).toThrow(message);
  });

  test('with the hint of the system that has one', () => {
    const empty = { resources: { Queue: of('SQS::Queue', {}) }, stack: 'Q', assembly: 'zero' };
    expect(() => report(['Agnet'], proxy, empty, { resources: sealed, assembly: 'one' })).toThrow('did you mean S/Agent?');
  });

  test.each([
    ['agent', [], proxy],
    ['proxy', ['Agent'], []],
  ])('and that no %s is marked is told apart', (role, agents, proxies) => {
    expect(() => report(agents, proxies, { resources: sealed })).toThrow(NothingMarked);
    expect(() => report(agents, proxies, { resources: sealed })).toThrow(`no ${role} found`);
  });
});
