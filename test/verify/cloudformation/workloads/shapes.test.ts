import { describe, expect, test } from 'vitest';
import { codeShapes } from '../../../../lib/verify/cloudformation/workloads/code-shapes';
import { storeShapes } from '../../../../lib/verify/cloudformation/workloads/store-shapes';
import type { WorkloadShape } from '../../../../lib/verify/cloudformation/workloads/workload-shape';
import { found, model } from '../findings';
import { att, of, type Resources, ref, roomNat, roomRoute } from '../network/airlock';

type Fields = Record<string, unknown>;

/** Properties with a value at each dotted path. */
function propertiesOf(values: readonly (readonly [path: string, value: unknown])[]): Fields {
  const all: Fields = {};
  for (const [path, value] of values) {
    const names = path.split('.');
    let at = all;
    for (const name of names.slice(0, -1)) {
      at[name] ??= {};
      at = at[name] as Fields;
    }
    at[names.at(-1) as string] = value;
  }
  return all;
}

/** A resource as its shape reads it, in a subnet and a group. */
function placed(
  type: string,
  shape: WorkloadShape,
  subnet: unknown,
  group: unknown,
  more: readonly (readonly [string, unknown])[] = [],
): Resources {
  const { subnets, groups, subnetGroup, outside } = shape;
  const values = [
    ...(outside ? [[outside.path, 'other'] as const] : []),
    ...subnets.slice(0, 1).map((path) => [path, [subnet]] as const),
    ...groups.slice(0, 1).map((path) => [path, [group]] as const),
    ...(subnetGroup ? [[subnetGroup.path, ref('SubnetGroup')] as const] : []),
    ...more,
  ];
  return {
    Agent: { Type: type, Properties: propertiesOf(values) } as never,
    ...(subnetGroup && { SubnetGroup: { Type: subnetGroup.type, Properties: { SubnetIds: [subnet] } } as never }),
  };
}

const open: Resources = {
  ...roomNat,
  ...roomRoute({ NatGatewayId: ref('RoomNat') }),
  Open: of('EC2::SecurityGroup', { GroupDescription: 'open', VpcId: ref('Room') }),
};
const reader: Resources = {
  Role: of('IAM::Role', {
    AssumeRolePolicyDocument: { Statement: [] },
    Policies: [
      {
        PolicyName: 'p',
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' }] },
      },
    ],
  }),
  Profile: of('IAM::InstanceProfile', { Roles: [ref('Role')] }),
};

const inSubnets = Object.entries(codeShapes).filter(([, { subnets }]) => subnets.length > 0);

describe.each(inSubnets)('%s', (type, shape) => {
  const room = (
    subnet: unknown = ref('RoomSubnet'),
    group: unknown = ref('AgentGroup'),
    more?: readonly (readonly [string, unknown])[],
  ) => placed(type, shape, subnet, group, more);

  test('in the sealed subnet is proven', () => {
    expect(found({ resources: room() }).rules).toEqual([]);
  });

  test('with NAT is refuted', () => {
    expect(found({ resources: { ...open, ...room(ref('RoomSubnet'), ref('Open')) } }).rules).toEqual(['NET-001']);
  });

  test("in a subnet that isn't in the inputs is unknown", () => {
    expect(found({ resources: room('subnet-0123456789abcdef0') }).verdict).toBe('unknown');
  });

  test('without a subnet is where its page says', () => {
    const verdict = found({ resources: { Agent: { Type: type, Properties: {} } as never } }).verdict;
    expect(verdict).toBe(shape.otherwise === 'outside' ? 'refuted' : 'unknown');
  });

  test.each([
    ...(shape.roles ?? []).map((path) => [path, att('Role', 'Arn')]),
    ...(shape.profiles ?? []).map((path) => [path, ref('Profile')]),
  ])('with a role at %s that reads secrets is refuted', (path, value) => {
    expect(found({ resources: { ...reader, ...room(undefined, undefined, [[path as string, value]]) } }).rules).toEqual([
      'IAM-001',
    ]);
  });

  test.each([
    ...(shape.variables ?? []).map((path) => [path, { KEY: 'ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' }]),
    ...(shape.texts ?? []).map((path) => [path, 'sk-ant-api03-aaaaaaaaaaaaaaaa']),
  ])('with a key at %s is refuted', (path, value) => {
    expect(found({ resources: room(undefined, undefined, [[path as string, value]]) }).rules).toEqual(['SECRET-002']);
  });
});

describe.each(Object.entries(storeShapes))('%s', (type, shape) => {
  const store = placed(type, shape, ref('RoomSubnet'), ref('AgentGroup'));
  const interfaces = () =>
    model({ ...store, Other: store.Agent, Agent: of('EC2::Instance', { SubnetId: ref('RoomSubnet') }) }).interfaces;

  test('stands in its subnet with its groups', () => {
    const own = interfaces().filter(({ owner }) => owner === 'S/Other');
    expect(own.map(({ subnet, groups }) => [subnet, groups])).toEqual([['S/RoomSubnet', ['S/AgentGroup']]]);
  });

  test(`opens connections ${shape.opens}`, () => {
    const [own] = interfaces().filter(({ owner }) => owner === 'S/Other');
    const rules = own?.egress.flatMap(({ lists }) => lists.flatMap((list) => list.rules)) ?? [];
    expect(rules.some(({ doubt }) => doubt === undefined)).toBe(false);
    expect(rules.length > 0).toBe(shape.opens === 'perhaps');
  });
});
