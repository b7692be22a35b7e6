import type { CfnElement, Stack } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { AuditTrail } from '../../lib/aws/audit-trail';
import { Door } from '../../lib/aws/door';
import { EgressProxy } from '../../lib/aws/egress-proxy';
import { FargateAgent } from '../../lib/aws/fargate-agent';
import { SealedNetwork } from '../../lib/aws/sealed-network';
import { agentIn, airlockIn, image, problemsOf, propertiesOf, resourcesOf, stackOf, templateOf, twoAgents } from './fixture';

/** The text of Envoy's configuration, each reference as `<LogicalId>`. */
function bootstrapOf(stack: Stack): string {
  const tasks = Object.values(resourcesOf(templateOf(stack), 'AWS::ECS::TaskDefinition'));
  const command = tasks
    .find(({ ContainerDefinitions: [container] }) => container.Name === 'envoy')
    ?.ContainerDefinitions[0].Command.at(-1);
  return command['Fn::Join'][1]
    .map((part: string | { Ref: string }) => (typeof part === 'string' ? part : `<${part.Ref}>`))
    .join('');
}

describe('a door', () => {
  test('is an endpoint in the sealed network, which leads to the proxies and has no name of its own', () => {
    const stack = stackOf();
    const { door, sealed } = airlockIn(stack);
    const template = templateOf(stack);
    const endpoint = propertiesOf(template, door.node.findChild('Endpoint'));
    expect(endpoint).toMatchObject({
      PrivateDnsEnabled: false,
      VpcEndpointType: 'Interface',
      VpcId: stack.resolve(sealed.vpc.vpcId),
    });
    expect(JSON.stringify(endpoint.ServiceName)).toContain('AirlockProxyDoorService');
    expect(endpoint.SubnetIds).toHaveLength(2);
  });

  test('is made when it is permitted, and not before', () => {
    const stack = stackOf();
    const { door } = airlockIn(stack);
    const { Resources: resources } = templateOf(stack).toJSON();
    const endpoint = stack.getLogicalId(door.node.findChild('Endpoint').node.defaultChild as CfnElement);
    const types = resources[endpoint].DependsOn.map((id: string) => resources[id].Type);
    expect(types).toContain('AWS::EC2::VPCEndpointServicePermissions');
  });

  test('lets nobody through but the agents, to two ports', () => {
    const stack = stackOf();
    agentIn(stack);
    const entries = Object.entries(resourcesOf(templateOf(stack), 'AWS::EC2::SecurityGroupIngress')).filter(([id]) =>
      id.startsWith('AirlockDoor'),
    );
    expect(
      entries.map(([, { FromPort, ToPort, SourceSecurityGroupId }]) => [
        FromPort,
        ToPort,
        SourceSecurityGroupId['Fn::GetAtt'][0],
      ]),
    ).toEqual([
      [8080, 8080, expect.stringMatching(/^AgentGroup/)],
      [3128, 3128, expect.stringMatching(/^AgentGroup/)],
    ]);
  });

  test('is the only endpoint that the proxies admit', () => {
    const stack = stackOf();
    airlockIn(stack);
    const admitted = [...JSON.stringify(parse(bootstrapOf(stack), { maxAliasCount: -1 })).matchAll(/\\u0001([^"]*)"/g)].map(
      ([, id]) => id,
    );
    expect(admitted).toEqual([expect.stringMatching(/^<AirlockDoorEndpoint\w+>$/)]);
  });

  test('tells several agents apart by where they come from', () => {
    const stack = stackOf();
    airlockIn(stack, { policy: twoAgents });
    const { static_resources } = parse(bootstrapOf(stack), { maxAliasCount: -1 });
    const listener = static_resources.listeners.find(({ name }: { name: string }) => name === 'agents');
    type Chain = { name: string; filter_chain_match: { source_prefix_ranges: { address_prefix: string; prefix_len: number }[] } };
    const chains = listener.filter_chains.map(({ name, filter_chain_match: match }: Chain) => [
      name,
      match.source_prefix_ranges.map(({ address_prefix, prefix_len }) => `${address_prefix}/${prefix_len}`),
    ]);
    expect(chains).toEqual([
      ['writer', ['10.64.2.0/24', '10.64.3.0/24']],
      ['reader', ['10.64.4.0/24', '10.64.5.0/24']],
    ]);
  });
});

test('a network has one door', () => {
  const stack = stackOf();
  const { sealed, proxy } = airlockIn(stack);
  expect(() => new Door(stack, 'Second', { network: sealed, proxy })).toThrow(
    "must have one door, 'Test/Airlock/Door', got 'Test/Second'",
  );
});

describe("a door to another account's proxy", () => {
  const serviceName = 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0';

  function sharedIn(stack: Stack): FargateAgent {
    const audit = new AuditTrail(stack, 'Audit');
    const sealed = new SealedNetwork(stack, 'Sealed', { policy: twoAgents, audit });
    const proxy = EgressProxy.fromEndpointService(stack, 'Proxy', { serviceName, gatewayPort: 8088 });
    const door = new Door(stack, 'Door', { network: sealed, proxy });
    return new FargateAgent(stack, 'Agent', {
      airlock: { policy: twoAgents, audit, sealed, door },
      agent: 'writer',
      image: image(stack, 'claude'),
    });
  }

  test('needs no proxy here, and the agents use its ports', () => {
    const stack = stackOf();
    const agent = sharedIn(stack);
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', { ServiceName: serviceName });
    template.resourceCountIs('AWS::ElasticLoadBalancingV2::LoadBalancer', 0);
    const { Environment } = propertiesOf(template, agent.taskDefinition).ContainerDefinitions[0];
    expect(JSON.stringify(Environment.find(({ Name }: { Name: string }) => Name === 'ANTHROPIC_BASE_URL'))).toContain(
      ':8088/claude',
    );
    expect(problemsOf(stack)).toEqual([]);
  });

  test('prints what its owner must admit', () => {
    const stack = stackOf();
    sharedIn(stack);
    const [output] = Object.entries(templateOf(stack).toJSON().Outputs).filter(([id]) => id.startsWith('ProxyAdmit'));
    expect(JSON.stringify(output?.[1])).toMatch(
      /writer 10\.64\.2\.0\/24 10\.64\.3\.0\/24 .*DoorEndpoint.*; reader 10\.64\.4\.0\/24/,
    );
  });

  test('and does so for each of several doors', () => {
    const stack = stackOf();
    const proxy = EgressProxy.fromEndpointService(stack, 'Proxy', { serviceName });
    for (const id of ['One', 'Two']) proxy.admit([{ agent: id, endpointIds: ['vpce-1'] }]);
    const outputs = Object.keys(templateOf(stack).toJSON().Outputs);
    expect(outputs.filter((id) => id.startsWith('ProxyAdmit'))).toHaveLength(2);
  });
});
