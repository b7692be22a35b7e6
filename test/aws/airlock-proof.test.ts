import { App, CfnResource, type Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import {
  CfnRoute,
  CfnVPCPeeringConnection,
  type GatewayVpcEndpoint,
  type ISubnet,
  NatProvider,
  Peer,
  Port,
  type SecurityGroup,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { describe, expect, test } from 'vitest';
import type { AgentAirlock } from '../../lib/aws/agent-airlock';
import type { FargateAgent } from '../../lib/aws/fargate-agent';
import type { Acceptance } from '../../lib/verify/verdict/acceptance';
import { agentIn, airlockIn, problemsOf, stackOf } from './fixture';

interface Scene {
  readonly stack: Stack;
  readonly airlock: AgentAirlock;
  readonly agent: FargateAgent;
}

function scene(accept: readonly Acceptance[] = [], app = new App()): Scene {
  const stack = stackOf(app);
  const airlock = airlockIn(stack, { accept });
  return { stack, airlock, agent: agentIn(stack, { airlock }) };
}

/** What the proof says, by itself: the network's own rules speak up too. */
const proofOf = ({ airlock }: Scene): string[] => airlock.node.validate().filter((problem) => problem.startsWith('AIRLOCK-'));

const agentSubnets = ({ airlock }: Scene): readonly ISubnet[] => airlock.sealed.subnetsOf('default');
const groupOf = ({ agent }: Scene) => agent.node.findChild('Group') as SecurityGroup;

/** Peers the agents' network with another that has a NAT gateway, and routes everything there. */
function peerWithNat(all: Scene): void {
  const other = new Vpc(all.stack, 'Other', { maxAzs: 1, natGatewayProvider: NatProvider.gateway() });
  const peering = new CfnVPCPeeringConnection(all.stack, 'Peering', {
    vpcId: all.airlock.sealed.vpc.vpcId,
    peerVpcId: other.vpcId,
  });
  agentSubnets(all).forEach(({ routeTable: { routeTableId } }, index) => {
    new CfnRoute(all.stack, `Peer${index}`, {
      routeTableId,
      destinationCidrBlock: other.vpcCidrBlock,
      vpcPeeringConnectionId: peering.ref,
    });
  });
}

function giveRole({ stack, agent }: Scene, ...actions: string[]): void {
  const role = new Role(stack, 'AgentRole', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
  role.addToPolicy(new PolicyStatement({ actions, resources: ['*'] }));
  agent.taskDefinition.taskRoleArn = role.roleArn;
}

/** An internet gateway, public addresses and a default route: what a VPC without the airlock has. */
function openToInternet(all: Scene): void {
  const { stack, airlock } = all;
  const gateway = new CfnResource(stack, 'Igw', { type: 'AWS::EC2::InternetGateway' });
  const properties = { VpcId: airlock.sealed.vpc.vpcId, InternetGatewayId: gateway.ref };
  new CfnResource(stack, 'Attachment', { type: 'AWS::EC2::VPCGatewayAttachment', properties });
  const [subnet] = airlock.sealed.vpc.selectSubnets({ subnetGroupName: 'endpoints' }).subnets;
  const destinationCidrBlock = '0.0.0.0/0';
  new CfnRoute(stack, 'Out', {
    routeTableId: subnet?.routeTable.routeTableId ?? '',
    destinationCidrBlock,
    gatewayId: gateway.ref,
  });
  const eip = new CfnResource(stack, 'Eip', { type: 'AWS::EC2::EIP' });
  const nat = new CfnResource(stack, 'Nat', {
    type: 'AWS::EC2::NatGateway',
    properties: { SubnetId: subnet?.subnetId, AllocationId: eip.getAtt('AllocationId') },
  });
  agentSubnets(all).forEach(({ routeTable: { routeTableId } }, index) => {
    new CfnRoute(stack, `Nat${index}`, { routeTableId, destinationCidrBlock, natGatewayId: nat.ref });
  });
}

test('an airlock with an agent is proven as it is synthesized', () => {
  const sealed = scene();
  expect(proofOf(sealed)).toEqual([]);
  expect(Annotations.fromStack(sealed.stack).findWarning('*', Match.stringLikeRegexp('AIRLOCK-'))).toEqual([]);
});

test('an airlock without an agent has nothing to prove', () => {
  expect(problemsOf(airlockIn(stackOf()))).toEqual([]);
});

describe('synthesis fails with the path', () => {
  test.each<[string, RegExp, (all: Scene) => void]>([
    [
      'when a NAT gateway and a wider group meet',
      /^AIRLOCK-NET-001: .*reach the internet.*Group.* allows .* → .*Nat0 routes 0\.0\.0\.0\/0/,
      (all) => {
        openToInternet(all);
        groupOf(all).addEgressRule(Peer.anyIpv4(), Port.tcp(443));
      },
    ],
    [
      'when a group admits half of the world, twice',
      /^AIRLOCK-NET-001/,
      (all) => {
        openToInternet(all);
        groupOf(all).addEgressRule(Peer.ipv4('0.0.0.0/1'), Port.udp(53));
        groupOf(all).addEgressRule(Peer.ipv4('128.0.0.0/1'), Port.udp(53));
      },
    ],
    [
      'when an endpoint admits any bucket',
      /^AIRLOCK-ENDPOINT-001: .*s3:PutObject/,
      ({ airlock }) => {
        const endpoints = airlock.sealed.node.findChild('Endpoints');
        (endpoints.node.findChild('S3') as GatewayVpcEndpoint).addToPolicy(
          new PolicyStatement({ principals: [new AnyPrincipal()], actions: ['s3:PutObject'], resources: ['*'] }),
        );
      },
    ],
    [
      'when the agent gets a role that reads secrets',
      /^AIRLOCK-IAM-001/,
      (all) => giveRole(all, 'secretsmanager:GetSecretValue'),
    ],
    [
      'when the agent gets a role that changes groups',
      /^AIRLOCK-IAM-003/,
      (all) => giveRole(all, 'ec2:AuthorizeSecurityGroupEgress'),
    ],
    [
      'when the agent is given a secret',
      /^AIRLOCK-SECRET-001/,
      ({ stack, agent }) => {
        const secret = new Secret(stack, 'Token');
        const path = 'ContainerDefinitions.0.Secrets';
        agent.taskDefinition.addPropertyOverride(path, [{ Name: 'TOKEN', ValueFrom: secret.secretArn }]);
      },
    ],
    [
      'when the resolver answers every name below a wildcard',
      /^AIRLOCK-DNS-001/,
      ({ airlock }) => {
        const allowed = airlock.sealed.node.findChild('Resolver').node.findChild('Allowed') as CfnResource;
        allowed.addPropertyOverride('Domains', ['*.amazonaws.com']);
      },
    ],
  ])('%s', (_, message, open) => {
    const all = scene();
    open(all);
    expect(proofOf(all).filter((problem) => message.test(problem))).toHaveLength(1);
  });
});

test('what is only half of a way out is left to the network rules', () => {
  const all = scene();
  peerWithNat(all);
  expect(proofOf(all)).toEqual([]);
});

test('what is marked as an agent and runs nothing fails synthesis', () => {
  const all = scene();
  new CfnResource(all.stack, 'Queue', { type: 'AWS::SQS::Queue' }).addMetadata('agent-airlock', { role: 'agent' });
  expect(all.airlock.node.validate()).toContain('Test/Queue is marked as an agent, but a AWS::SQS::Queue runs nothing');
});

describe('an acceptance', () => {
  const open = (accept: readonly Acceptance[]): Scene => {
    const all = scene(accept);
    giveRole(all, 'secretsmanager:GetSecretValue');
    return all;
  };
  const [problem = ''] = proofOf(open([]));
  const [, id = ''] = /its id is '(.*)'$/.exec(problem) ?? [];

  test('lets a finding pass until its day', () => {
    expect(id).toMatch(/^AIRLOCK-IAM-001\//);
    expect(proofOf(open([{ id, because: 'a test key', until: '2999-01-01' }]))).toEqual([]);
  });

  test.each([
    ['has expired', { id, because: 'a test key', until: '2020-01-01' }],
    ['names another finding', { id: `${id}/other`, because: 'a test key', until: '2999-01-01' }],
  ])('has no effect if it %s, and a warning says so', (_, acceptance) => {
    const all = open([acceptance]);
    expect(proofOf(all)).toHaveLength(1);
    expect(JSON.stringify(all.airlock.node.metadata)).toContain('has no effect');
  });
});
