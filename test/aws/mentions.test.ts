import { App, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import {
  CfnInternetGateway,
  CfnRoute,
  type CfnVPC,
  CfnVPCEndpoint,
  CfnVPCGatewayAttachment,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { describe, expect, test } from 'vitest';
import { problemsOf, sealedIn, stackOf } from './fixture';

const existingNetwork = (stack: Stack, id: string) => {
  const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: id,
    availabilityZones: ['a'],
    isolatedSubnetIds: ['subnet-1'],
    isolatedSubnetRouteTableIds: ['rtb-1'],
  });
  const all = { subnetType: SubnetType.PRIVATE_ISOLATED };
  return { vpc, endpoints: all, agents: { default: all } };
};

describe('a sealed network is found however it is mentioned, and refuses', () => {
  test.each([
    ['a reference', { Ref: 'ID' }],
    ['an attribute', { 'Fn::GetAtt': ['ID', 'VpcId'] }],
    ['an attribute in short', { 'Fn::GetAtt': 'ID.VpcId' }],
    ['a text', { 'Fn::Sub': `\${${'ID'}}` }],
    ['an attribute in a text', { 'Fn::Sub': [`\${${'ID.VpcId'}}`, {}] }],
    ['a choice', { 'Fn::If': ['Condition', { Ref: 'ID' }, { Ref: 'AWS::NoValue' }] }],
    ['a text put together', { 'Fn::Join': ['', [{ Ref: 'ID' }]] }],
  ])('a gateway that an escape hatch attaches by %s', (_, written) => {
    const stack = stackOf();
    const { vpc } = sealedIn(stack);
    const id = stack.resolve((vpc.node.defaultChild as CfnVPC).logicalId);
    const attachment = new CfnVPCGatewayAttachment(stack, 'Leak', { vpcId: 'vpc-2', internetGatewayId: 'igw-1' });
    expect(problemsOf(stack)).toEqual([]);
    attachment.addPropertyOverride('VpcId', JSON.parse(JSON.stringify(written).replaceAll('ID', id)));
    expect(problemsOf(stack)).toEqual([expect.stringContaining('Test/Leak attaches an internet or VPN gateway')]);
  });

  test('an endpoint whose policy an escape hatch takes away', () => {
    const stack = stackOf();
    sealedIn(stack);
    const endpoint = stack.node.findAll().find((child): child is CfnVPCEndpoint => child instanceof CfnVPCEndpoint);
    endpoint?.addPropertyDeletionOverride('PolicyDocument');
    expect(problemsOf(stack)).toEqual([expect.stringContaining('has no policy')]);
  });

  test('what another stack of the app attaches to it, when the app is synthesized', () => {
    const app = new App();
    const { vpc } = sealedIn(stackOf(app));
    const other = new Stack(app, 'Other');
    new CfnVPCGatewayAttachment(other, 'Leak', {
      vpcId: vpc.vpcId,
      internetGatewayId: new CfnInternetGateway(other, 'Gateway').ref,
    });
    expect(() => app.synth()).toThrow('Other/Leak attaches an internet or VPN gateway');
  });

  test('what is attached to a network that exists, known by its id', () => {
    const stack = stackOf();
    sealedIn(stack, { existing: existingNetwork(stack, 'vpc-1') });
    new CfnVPCGatewayAttachment(stack, 'Leak', { vpcId: 'vpc-1', internetGatewayId: 'igw-1' });
    new CfnRoute(stack, 'Route', { routeTableId: 'rtb-1', destinationCidrBlock: '0.0.0.0/0', gatewayId: 'igw-1' });
    expect(problemsOf(stack)).toEqual([expect.stringContaining('Leak attaches'), expect.stringContaining('Route adds a route')]);
  });

  test('what a condition attaches to a network that exists', () => {
    const stack = stackOf();
    sealedIn(stack, { existing: existingNetwork(stack, 'vpc-1') });
    const attachment = new CfnVPCGatewayAttachment(stack, 'Leak', { vpcId: 'vpc-2', internetGatewayId: 'igw-1' });
    attachment.addPropertyOverride('VpcId', { 'Fn::If': ['Condition', 'vpc-1', 'vpc-2'] });
    expect(problemsOf(stack)).toEqual([expect.stringContaining('Leak attaches')]);
  });

  test('what is attached to a network that a parameter or an import names', () => {
    const stack = stackOf();
    const id = new CfnParameter(stack, 'Network').valueAsString;
    sealedIn(stack, { existing: existingNetwork(stack, id) });
    new CfnVPCGatewayAttachment(stack, 'Leak', { vpcId: id, internetGatewayId: 'igw-1' });
    expect(problemsOf(stack)).toEqual([expect.stringContaining('Leak attaches')]);
    const importing = stackOf();
    sealedIn(importing, { existing: existingNetwork(importing, Fn.importValue('TheNetwork')) });
    new CfnVPCGatewayAttachment(importing, 'Leak', { vpcId: Fn.importValue('TheNetwork'), internetGatewayId: 'igw-1' });
    expect(problemsOf(importing)).toEqual([expect.stringContaining('Leak attaches')]);
  });
});

test('a network whose id depends on the region is not mentioned by all else that does', () => {
  const stack = stackOf();
  sealedIn(stack, { existing: existingNetwork(stack, Fn.importValue(`network-${stack.region}`)) });
  new CfnRoute(stack, 'Route', { routeTableId: Fn.importValue(`table-${stack.region}`), destinationCidrBlock: '0.0.0.0/0' });
  expect(problemsOf(stack)).toEqual([]);
});
