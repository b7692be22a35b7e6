// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation's templates, not JavaScript's
import { describe, expect, test } from 'vitest';
import { ResourceIndex } from '../../../../lib/verify/cloudformation/resource-index';
import { AnyOf, Reference, Text, Unresolved, type Value } from '../../../../lib/verify/world/value';
import type { Resource } from '../../../../lib/verify/world/world';

const resource = (id: string, type: string, properties: Record<string, Value> = {}): Resource => ({
  id,
  type,
  properties,
  metadata: {},
  place: { resource: id, type, file: 'stack.json', pointer: `/Resources/${id}` },
});
const resources = [
  resource('S/Vpc', 'AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }),
  resource('S/One', 'AWS::EC2::Subnet', { VpcId: new Reference('S/Vpc') }),
  resource('S/Two', 'AWS::EC2::Subnet', { VpcId: new Reference('S/One', 'VpcId') }),
  resource('S/Three', 'AWS::EC2::Subnet', { VpcId: 'vpc-0abc' }),
  resource('S/Endpoint', 'AWS::EC2::VPCEndpoint', {
    RouteTableIds: [new Reference('S/A'), [new Reference('S/B')], new Reference('S/A')],
  }),
];
const index = new ResourceIndex({
  when: '',
  resources: new Map(resources.map((each) => [each.id, each])),
  doubts: [],
  assumptions: [],
});
const ids = (found: readonly Resource[]) => found.map(({ id }) => id);

describe('an index finds', () => {
  test('resources by type, in the order of the world', () => {
    expect(ids(index.ofType('AWS::EC2::Subnet'))).toEqual(['S/One', 'S/Two', 'S/Three']);
    expect(index.ofType('AWS::EC2::Route')).toEqual([]);
  });

  test('what names something, also by an attribute that passes the name on', () => {
    expect(ids(index.referring('AWS::EC2::Subnet', 'VpcId', 'S/Vpc'))).toEqual(['S/One', 'S/Two']);
    expect(ids(index.referring('AWS::EC2::Subnet', 'VpcId', 'vpc-0abc'))).toEqual(['S/Three']);
  });

  test('what names something in a list, once', () => {
    expect(ids(index.referring('AWS::EC2::VPCEndpoint', 'RouteTableIds', 'S/A'))).toEqual(['S/Endpoint']);
    expect(ids(index.referring('AWS::EC2::VPCEndpoint', 'RouteTableIds', 'S/B'))).toEqual(['S/Endpoint']);
  });

  test.each<[string, Value | undefined, string | undefined]>([
    ['a reference', new Reference('S/Vpc'), 'S/Vpc'],
    ['an attribute that is the resource itself', new Reference('S/Vpc', 'VpcId'), 'S/Vpc'],
    ['an attribute that is something else', new Reference('S/Vpc', 'DefaultSecurityGroup'), 'S/Vpc.DefaultSecurityGroup'],
    ['an attribute that repeats a property', new Reference('S/Vpc', 'CidrBlock'), '10.0.0.0/16'],
    ['a literal', 'vpc-0abc', 'vpc-0abc'],
    ['a number', -1, '-1'],
    ['a parameter', new AnyOf('Vpc', () => true), "parameter 'Vpc'"],
    ['an import', new Unresolved("the export 'vpc' isn't in the inputs"), "the export 'vpc' isn't in the inputs"],
    ['a text with a hole', new Text(['arn:', new Reference('AWS::Region'), ':x']), `arn:\${AWS::Region}:x`],
    ['nothing', undefined, undefined],
    ['null', null, undefined],
  ])('the key of %s', (_, value, key) => {
    expect(index.keyOf(value)).toBe(key);
  });

  test('a resource of the asked type only', () => {
    expect(index.resourceOf(new Reference('S/Vpc'), 'AWS::EC2::VPC')?.id).toBe('S/Vpc');
    expect(index.resourceOf(new Reference('S/Vpc'), 'AWS::EC2::Subnet')).toBeUndefined();
    expect(index.resourceOf('S/Vpc ', 'AWS::EC2::VPC')).toBeUndefined();
  });
});
