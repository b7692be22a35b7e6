import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { AuditTrail } from '../../lib/aws/audit-trail';
import { Door } from '../../lib/aws/door';
import { EgressProxy } from '../../lib/aws/egress-proxy';
import { SealedNetwork } from '../../lib/aws/sealed-network';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import type { DestinationInput } from '../../lib/policy/schema';
import { agentIn, airlockIn, type Properties, policy, problemsOf, resourcesOf, stackOf, templateOf, theOne } from './fixture';
import { interception } from './interception-fixture';

const tunnel = (...hosts: string[]): DestinationInput => ({ name: 'mirror', hosts, access: 'tunnel' });
const claude = policy.document.destinations[0] as DestinationInput;
const github: DestinationInput = {
  ...{ name: 'github', host: 'api.github.com', access: 'intercept' },
  allow: [{ methods: ['GET'], path: '/repos/acme/**' }],
};

function sceneOf(destinations: readonly DestinationInput[], transparent = true) {
  const stack = stackOf();
  const given = EgressPolicy.parse({ version: 1, destinations });
  const airlock = airlockIn(stack, { policy: given, transparent, interception });
  const agent = agentIn(stack, { airlock });
  const template = templateOf(stack);
  const zones = Object.values(resourcesOf(template, 'AWS::Route53::HostedZone'));
  const lists = Object.values(resourcesOf(template, 'AWS::Route53Resolver::FirewallDomainList'));
  const allowed = lists.flatMap(({ Domains }) => Domains).filter((name) => typeof name === 'string' && name !== '*');
  const leftOut = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp("isn't answered"));
  return { stack, agent, airlock, template, zones, allowed, leftOut: leftOut.map(({ entry }) => String(entry.data)) };
}

describe('with transparent, a sealed network', () => {
  const { stack, template, zones, allowed, leftOut } = sceneOf([claude, github, tunnel('mirror.example.org')]);

  test('answers exactly the names of tunnels and intercepts, and none of a gateway', () => {
    const names = ['api.github.com', 'mirror.example.org'];
    expect(zones.map(({ Name }) => Name)).toEqual(names.map((name) => `${name}.`));
    expect(allowed).toEqual(names);
    expect(leftOut).toEqual([]);
  });

  test('answers them to nobody outside it', () => {
    for (const { VPCs } of zones)
      expect(VPCs).toEqual([expect.objectContaining({ VPCId: { Ref: expect.stringMatching(/^AirlockSealedVpc/) } })]);
  });

  test('answers by the door’s addresses, in the hosted zone that the endpoint names', () => {
    const records = Object.values(resourcesOf(template, 'AWS::Route53::RecordSet'));
    expect(records.map(({ Name, Type }) => [Name, Type])).toEqual([
      ['api.github.com.', 'A'],
      ['mirror.example.org.', 'A'],
    ]);
    const part = (index: number) => {
      const entries = { 'Fn::GetAtt': [expect.stringMatching(/^AirlockDoorEndpoint/), 'DnsEntries'] };
      return { 'Fn::Select': [index, { 'Fn::Split': [':', { 'Fn::Select': [0, entries] }] }] };
    };
    for (const { AliasTarget } of records) expect(AliasTarget).toEqual({ HostedZoneId: part(0), DNSName: part(1) });
  });

  test('has a door that its agents go through at four ports, and nobody else', () => {
    const ports = (type: string, mine: RegExp) =>
      Object.entries(resourcesOf(template, type))
        .filter(([id, rule]) => mine.test(id) && JSON.stringify(rule).includes('AirlockDoorGroup'))
        .map(([, { FromPort, ToPort }]) => [FromPort, ToPort]);
    const four = [8080, 3128, 443, 80].map((port) => [port, port]);
    expect(ports('AWS::EC2::SecurityGroupIngress', /^AirlockDoor/)).toEqual(four);
    expect(ports('AWS::EC2::SecurityGroupEgress', /^AgentGroup/)).toEqual(four);
  });

  test('is proven, and the proxy is all that its agents reach by these ports', () => {
    expect(problemsOf(stack)).toEqual([]);
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('AIRLOCK-'))).toEqual([]);
  });
});

describe('with transparent, the proxies', () => {
  const { template } = sceneOf([claude, tunnel('mirror.example.org')]);
  const tasks = Object.values(resourcesOf(template, 'AWS::ECS::TaskDefinition')).map(
    ({ ContainerDefinitions: [first] }) => first,
  );
  const envoy = tasks.find(({ Name }) => Name === 'envoy');

  test('listen where the load balancer leads to, which tells them who comes', () => {
    const groups = Object.entries(resourcesOf(template, 'AWS::ElasticLoadBalancingV2::TargetGroup'));
    const portOf = new Map(groups.map(([id, { Port }]) => [id, Port]));
    const listeners = Object.values(resourcesOf(template, 'AWS::ElasticLoadBalancingV2::Listener'));
    expect(listeners.map(({ Port, DefaultActions: [{ TargetGroupArn }] }) => [Port, portOf.get(TargetGroupArn.Ref)])).toEqual([
      [8080, 8080],
      [3128, 3128],
      [443, 8443],
      [80, 8081],
    ]);
    for (const [, { TargetGroupAttributes }] of groups)
      expect(TargetGroupAttributes).toContainEqual({ Key: 'proxy_protocol_v2.enabled', Value: 'true' });
    expect(envoy.PortMappings.map(({ ContainerPort }: Properties) => ContainerPort)).toEqual([8080, 3128, 8443, 8081, 9902]);
  });

  test('are Envoys with these listeners, marked for the judge', () => {
    const text = envoy.Command.at(-1)
      ['Fn::Join'][1].map((each: unknown) => (typeof each === 'string' ? each : 'x'))
      .join('');
    const { listeners } = parse(text, { maxAliasCount: -1 }).static_resources;
    const at = listeners.flatMap(({ address, additional_addresses: more = [] }: Properties) =>
      [address, ...more.map((each: Properties) => each.address)].map((each) => each?.socket_address?.port_value),
    );
    expect(at).toEqual(expect.arrayContaining([8080, 3128, 8443, 8081]));
    const [service] = Object.values(template.findResources('AWS::ECS::Service'));
    expect(service?.Metadata['agent-airlock']).toEqual({ role: 'proxy', ports: [8080, 3128, 8443, 8081] });
    expect(theOne(template, 'AWS::EC2::VPCEndpointService')).toBeDefined();
  });
});

describe('a name is left out, with a warning,', () => {
  test.each([
    ['a wildcard', '*.mirror.example.org', 'a wildcard would also answer the names of others'],
    ['what tasks are started by', 's3.eu-west-1.amazonaws.com', 'needs names of AWS below it'],
    ['an endpoint of the network', 'logs.eu-west-1.amazonaws.com', 'needs names of AWS below it'],
    [
      'the bucket of image layers',
      'prod-eu-west-1-starport-layer-bucket.s3.eu-west-1.amazonaws.com',
      'needs names of AWS below it',
    ],
    ['the registry', '123456789012.dkr.ecr.eu-west-1.amazonaws.com', 'needs names of AWS below it'],
  ])('if it is %s', (_, host, why) => {
    const { zones, allowed, leftOut } = sceneOf([tunnel('mirror.example.org', host)]);
    expect([zones.map(({ Name }) => Name), allowed]).toEqual([['mirror.example.org.'], ['mirror.example.org']]);
    expect(leftOut).toEqual([expect.stringContaining(why)]);
  });

  test('but not other services of AWS', () => {
    const { allowed, leftOut } = sceneOf([tunnel('sts.eu-west-1.amazonaws.com', 'sts.amazonaws.com')]);
    expect([allowed, leftOut]).toEqual([['sts.amazonaws.com', 'sts.eu-west-1.amazonaws.com'], []]);
  });

  test('and what has no port 443 is not answered', () => {
    expect(sceneOf([{ ...tunnel('mirror.example.org'), ports: [8443] }]).zones).toEqual([]);
  });
});

test('without transparent nothing is answered, and no port is opened', () => {
  const { template, allowed } = sceneOf([claude, tunnel('mirror.example.org')], false);
  template.resourceCountIs('AWS::Route53::HostedZone', 0);
  template.resourceCountIs('AWS::ElasticLoadBalancingV2::Listener', 2);
  expect(allowed).toEqual([]);
});

test('a door to another account’s proxy answers names if that proxy takes them', () => {
  const stack = stackOf();
  const audit = new AuditTrail(stack, 'Audit');
  const given = EgressPolicy.parse({ version: 1, destinations: [tunnel('mirror.example.org')] });
  const network = new SealedNetwork(stack, 'Sealed', { policy: given, audit });
  const serviceName = 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0';
  const proxy = EgressProxy.fromEndpointService(stack, 'Proxy', { serviceName, transparent: true });
  expect(new Door(stack, 'Door', { network, proxy }).ports).toEqual([8080, 3128, 443, 80]);
  templateOf(stack).resourceCountIs('AWS::Route53::HostedZone', 1);
});
