import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Peer, Port, Vpc } from 'aws-cdk-lib/aws-ec2';
import { expect, test } from 'vitest';
import { ClosedSecurityGroup } from '../../lib/aws/closed-security-group';
import { resourcesOf } from './fixture';

const groupIn = (stack: Stack) =>
  new ClosedSecurityGroup(
    stack,
    'Group',
    Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'] }),
    'test',
  );

const nowhere = { CidrIp: '127.0.0.1/32', Description: expect.any(String), IpProtocol: '-1' };

test('a closed group says so inline, which keeps EC2 from opening all egress', () => {
  const stack = new Stack();
  groupIn(stack);
  const template = Template.fromStack(stack);
  const [group] = Object.values(resourcesOf(template, 'AWS::EC2::SecurityGroup'));
  expect(group?.SecurityGroupEgress).toEqual([nowhere]);
  expect(group?.SecurityGroupIngress).toBeUndefined();
  template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 0);
});

test('rules are resources of their own and leave the inline rule as it is', () => {
  const stack = new Stack();
  const group = groupIn(stack);
  group.addEgressRule(Peer.ipv4('10.0.0.0/8'), Port.tcp(443));
  group.addIngressRule(groupIn(new Stack(stack, 'Other')), Port.tcp(8080));
  const template = Template.fromStack(stack);
  expect(Object.values(resourcesOf(template, 'AWS::EC2::SecurityGroup'))[0]?.SecurityGroupEgress).toEqual([nowhere]);
  template.hasResourceProperties('AWS::EC2::SecurityGroupEgress', { CidrIp: '10.0.0.0/8', FromPort: 443, ToPort: 443 });
  template.resourceCountIs('AWS::EC2::SecurityGroupEgress', 1);
  template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
});
