import { App, type Stack } from 'aws-cdk-lib';
import {
  CfnRoute,
  CfnVPCPeeringConnection,
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointService,
  Peer,
  Port,
  SecurityGroup,
  VpcEndpointService,
} from 'aws-cdk-lib/aws-ec2';
import type { NetworkLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { describe, expect, test } from 'vitest';
import type { AgentAirlock } from '../../lib/aws/agent-airlock';
import type { FargateAgent } from '../../lib/aws/fargate-agent';
import type { ToolService } from '../../lib/aws/tool-service';
import { treeTemplates } from '../../lib/aws/tree-templates';
import { verifyTemplates } from '../../lib/verify/verify-templates';
import { agentIn, problemsOf, stackOf } from './fixture';
import { airlockWithTool, toolIn, toolPolicy } from './tool-fixture';

interface Scene {
  readonly stack: Stack;
  readonly airlock: AgentAirlock;
  readonly agent: FargateAgent;
  readonly tool: ToolService;
  readonly key: Secret;
}

function scene(): Scene {
  const stack = stackOf();
  const airlock = airlockWithTool(stack);
  const key = new Secret(stack, 'Key');
  const tool = toolIn(stack, { network: airlock.egress, secrets: { DATABASE_KEY: key } });
  return { stack, airlock, tool, key, agent: agentIn(stack, { airlock }) };
}

/** What the judge says, after an edit that nothing else holds. */
function judged(edit: (all: Scene) => void = () => {}) {
  const all = scene();
  edit(all);
  return verifyTemplates(treeTemplates(all.stack), { policy: toolPolicy() });
}

const groupOf = ({ agent }: Scene) => agent.node.findChild('Group') as SecurityGroup;

/** A second door, which leads to the tool past the proxies. */
function endpointToTool({ stack, airlock, tool, ...all }: Scene): void {
  const balancer = tool.node.findChild('Balancer').node.findChild('Balancer') as NetworkLoadBalancer;
  const service = new VpcEndpointService(stack, 'Past', {
    vpcEndpointServiceLoadBalancers: [balancer],
    acceptanceRequired: false,
  });
  const { vpc, endpointSubnets: subnets } = airlock.sealed;
  const group = new SecurityGroup(stack, 'PastGroup', { vpc, allowAllOutbound: false });
  new InterfaceVpcEndpoint(stack, 'PastEndpoint', {
    ...{ vpc, subnets, securityGroups: [group], open: false },
    service: new InterfaceVpcEndpointService(service.vpcEndpointServiceName, 8443),
  });
  const agents = groupOf({ stack, airlock, tool, ...all });
  agents.addEgressRule(group, Port.tcp(8443));
  group.addIngressRule(agents, Port.tcp(8443));
  const own = tool.node.findChild('Balancer').node.findChild('Group') as SecurityGroup;
  own.addIngressRule(Peer.ipv4(vpc.vpcCidrBlock), Port.tcp(8443));
}

/** Routes both ways, and groups that admit agents at the tool’s own interface. */
function peerWithTool(all: Scene): void {
  const { stack, airlock, tool } = all;
  const { sealed, egress } = airlock;
  const peering = new CfnVPCPeeringConnection(stack, 'Peering', { vpcId: sealed.vpc.vpcId, peerVpcId: egress.vpc.vpcId });
  const route = (id: string, routeTableId: string, destinationCidrBlock: string) =>
    new CfnRoute(stack, id, { routeTableId, destinationCidrBlock, vpcPeeringConnectionId: peering.ref });
  sealed.subnetsOf('default').forEach((subnet, index) => {
    route(`To${index}`, subnet.routeTable.routeTableId, egress.vpc.vpcCidrBlock);
  });
  egress.vpc.selectSubnets(egress.proxies).subnets.forEach((subnet, index) => {
    route(`Back${index}`, subnet.routeTable.routeTableId, sealed.vpc.vpcCidrBlock);
  });
  groupOf(all).addEgressRule(Peer.ipv4(egress.vpc.vpcCidrBlock), Port.tcp(8443));
  tool.connections.allowFrom(Peer.ipv4(sealed.vpc.vpcCidrBlock), Port.tcp(8443));
}

function letAgentRead({ stack, agent, key }: Scene): void {
  const role = new Role(stack, 'AgentRole', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
  role.addToPolicy(new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [key.secretArn] }));
  agent.taskDefinition.taskRoleArn = role.roleArn;
}

test('an airlock with a tool is proven, within its policy', () => {
  const { verdict, findings, exits } = judged();
  expect([verdict, findings]).toEqual(['proven', []]);
  expect(JSON.stringify(exits)).not.toContain('Orders');
});

test('a tool may be in a stack of its own, which is proven with the airlock', () => {
  const app = new App();
  const stack = stackOf(app);
  const airlock = airlockWithTool(stack);
  agentIn(stack, { airlock });
  const tools = stackOf(app, 'Tools');
  toolIn(tools, { network: airlock.egress });
  expect(verifyTemplates(treeTemplates(stack), { policy: toolPolicy() })).toMatchObject({
    verdict: 'proven',
    inputs: { length: 2 },
  });
  app.synth();
  expect([stack.dependencies, tools.dependencies]).toEqual([[], [stack]]);
});

test('an airlock with a tool has no problem of its own', () => {
  expect(problemsOf(scene().stack)).toEqual([]);
});

describe('it is refuted if', () => {
  test.each<[string, RegExp, (all: Scene) => void]>([
    ['an endpoint leads agents to the tool past the proxies', /^AIRLOCK-NET-001/, endpointToTool],
    ['a peering leads agents to the tool past the proxies', /^AIRLOCK-NET-001/, peerWithTool],
    ['the agent’s role reads the tool’s secret', /^AIRLOCK-IAM-001/, letAgentRead],
    [
      'the tool’s role is the agent’s too',
      /^AIRLOCK-IAM-001/,
      ({ stack, agent, tool }) => {
        new Secret(stack, 'Granted').grantRead(tool);
        agent.taskDefinition.taskRoleArn = (tool.grantPrincipal as Role).roleArn;
      },
    ],
    [
      'the tool’s secret is the agent’s too',
      /^AIRLOCK-SECRET-001/,
      ({ agent, key }) => {
        agent.taskDefinition.addPropertyOverride('ContainerDefinitions.0.Secrets', [{ Name: 'KEY', ValueFrom: key.secretArn }]);
      },
    ],
  ])('%s', (_, id, edit) => {
    const { verdict, findings } = judged(edit);
    expect([verdict, findings.map((finding) => finding.id)]).toEqual([
      'refuted',
      expect.arrayContaining([expect.stringMatching(id)]),
    ]);
  });
});
