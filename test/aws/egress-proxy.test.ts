import type { Stack } from 'aws-cdk-lib';
import { Port, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { type CfnTaskDefinition, Cluster } from 'aws-cdk-lib/aws-ecs';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { describe, expect, test } from 'vitest';
import { AuditTrail } from '../../lib/aws/audit-trail';
import { EgressNetwork, type EgressNetworkProps } from '../../lib/aws/egress-network';
import { EgressProxy, type EgressProxyProps } from '../../lib/aws/egress-proxy';
import { templateProperties } from '../../lib/aws/template-properties';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { image, type Properties, policy, problemsOf, resourcesOf, stackOf, templateOf, theOne } from './fixture';

interface Options extends Partial<EgressProxyProps> {
  readonly egress?: Partial<EgressNetworkProps>;
}

function proxyIn(stack: Stack, { egress, ...props }: Options = {}): EgressProxy {
  const audit = new AuditTrail(stack, 'Audit');
  const network = new EgressNetwork(stack, 'Egress', { audit, ...egress });
  const proxy = new EgressProxy(stack, 'Proxy', { policy, network, audit, image: image(stack, 'envoy'), ...props });
  proxy.admit(policy.agents.map(({ name }) => ({ agent: name, endpointIds: ['vpce-1'] })));
  return proxy;
}

function templateWith(props: (stack: Stack) => Options = () => ({})) {
  const stack = stackOf();
  proxyIn(stack, props(stack));
  return templateOf(stack);
}

describe('the proxies', () => {
  const template = templateWith();
  const task = theOne(template, 'AWS::ECS::TaskDefinition');
  const [container] = task.ContainerDefinitions;

  test('are Envoy and nothing else, for ARM64', () => {
    expect(task.ContainerDefinitions).toHaveLength(1);
    expect(container.EntryPoint).toEqual(['/usr/local/bin/envoy']);
    expect(container.Command.slice(0, -1)).toEqual([
      '--disable-hot-restart',
      ...['--concurrency', '1', '--log-level', 'warning', '--file-flush-interval-msec', '1000'],
      '--config-yaml',
    ]);
    expect([task.RuntimePlatform.CpuArchitecture, task.RequiresCompatibilities]).toEqual(['ARM64', ['FARGATE']]);
  });

  test('have no shell to run, nothing to write to, and no privilege', () => {
    expect(container).toMatchObject({ User: '101:101', ReadonlyRootFilesystem: true, StopTimeout: 120 });
    expect(container.LinuxParameters.Capabilities).toEqual({ Drop: ['ALL'] });
    expect([task.Volumes, container.MountPoints, container.HealthCheck, container.Privileged]).toEqual(Array(4).fill(undefined));
  });

  test('lose no record: where the log is slow, they wait', () => {
    expect(container.LogConfiguration.Options).toMatchObject({ mode: 'blocking', 'awslogs-stream-prefix': 'proxy' });
  });

  test('have no admin interface', () => {
    expect(JSON.stringify(container.Command)).not.toContain('admin');
  });

  test('get the secret from ECS, and it is nowhere else', () => {
    expect(container.Secrets).toEqual([
      { Name: 'AIRLOCK_SECRET_ANTHROPIC_API_KEY', ValueFrom: { Ref: expect.stringMatching(/^ProxySecrets/) } },
    ]);
    expect(container.Environment).toBeUndefined();
  });

  test('run twice at least, in two zones, roll back what fails, and let nobody in', () => {
    const service = theOne(template, 'AWS::ECS::Service');
    expect(service).toMatchObject({
      AvailabilityZoneRebalancing: 'ENABLED',
      DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true }, MinimumHealthyPercent: 100 },
      DesiredCount: 2,
      EnableExecuteCommand: false,
      PlatformVersion: '1.4.0',
    });
    expect(service.NetworkConfiguration.AwsvpcConfiguration.Subnets).toHaveLength(2);
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 2, MaxCapacity: 6 });
  });

  test('are reached through PrivateLink only', () => {
    const balancer = theOne(template, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect(balancer).toMatchObject({
      Scheme: 'internal',
      Type: 'network',
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off',
    });
    expect(balancer.LoadBalancerAttributes).toContainEqual({ Key: 'deletion_protection.enabled', Value: 'true' });
    const [group] = balancer.SecurityGroups.map((id: { 'Fn::GetAtt': [string] }) => id['Fn::GetAtt'][0]);
    const entries = Object.values(resourcesOf(template, 'AWS::EC2::SecurityGroupIngress'));
    expect(
      entries.map(({ FromPort, ToPort, SourceSecurityGroupId }) => [FromPort, ToPort, SourceSecurityGroupId['Fn::GetAtt'][0]]),
    ).toEqual([8080, 3128, 9902].map((port) => [port, port, group]));
  });

  test('learn who connects, and are given time to end their streams', () => {
    const groups = Object.values(resourcesOf(template, 'AWS::ElasticLoadBalancingV2::TargetGroup'));
    expect(groups.map(({ Port, Protocol }) => [Port, Protocol])).toEqual([
      [8080, 'TCP'],
      [3128, 'TCP'],
    ]);
    for (const group of groups) {
      expect(group).toMatchObject({
        HealthCheckPath: '/ready',
        HealthCheckPort: '9902',
        HealthCheckProtocol: 'HTTP',
        TargetType: 'ip',
      });
      const attributes = Object.fromEntries(group.TargetGroupAttributes.map(({ Key, Value }: Properties) => [Key, Value]));
      expect(attributes).toEqual({
        'deregistration_delay.timeout_seconds': '110',
        'preserve_client_ip.enabled': 'false',
        'proxy_protocol_v2.enabled': 'true',
      });
    }
    template.allResourcesProperties('AWS::ElasticLoadBalancingV2::Listener', {
      ListenerAttributes: [{ Key: 'tcp.idle_timeout.seconds', Value: '6000' }],
    });
  });

  test('may go to port 443 and nowhere else', () => {
    const exits = Object.entries(resourcesOf(template, 'AWS::EC2::SecurityGroupEgress')).filter(([id]) =>
      id.startsWith('ProxyGroup'),
    );
    expect(exits.map(([, { CidrIp, FromPort, ToPort, IpProtocol }]) => [CidrIp, FromPort, ToPort, IpProtocol])).toEqual([
      ['0.0.0.0/0', 443, 443, 'tcp'],
    ]);
  });

  test('admit this account only, without asking', () => {
    expect(theOne(template, 'AWS::EC2::VPCEndpointService').AcceptanceRequired).toBe(false);
    expect(theOne(template, 'AWS::EC2::VPCEndpointServicePermissions').AllowedPrincipals).toEqual([
      { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::', { Ref: 'AWS::AccountId' }, ':root']] },
    ]);
  });

  test('are started by a role that can pull one image, write one log and read one secret', () => {
    const [policies] = Object.entries(resourcesOf(template, 'AWS::IAM::Policy')).filter(([id]) =>
      id.startsWith('ProxyExecutionRole'),
    );
    expect(policies?.[1].PolicyDocument.Statement).toEqual([
      { Action: 'ecr:GetAuthorizationToken', Effect: 'Allow', Resource: '*' },
      {
        Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        Effect: 'Allow',
        Resource: {
          'Fn::Join': [
            '',
            [
              'arn:',
              { Ref: 'AWS::Partition' },
              ':ecr:',
              { Ref: 'AWS::Region' },
              ':',
              { Ref: 'AWS::AccountId' },
              ':repository/envoy',
            ],
          ],
        },
      },
      {
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Effect: 'Allow',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^AuditProxy/), 'Arn'] },
      },
      { Action: 'secretsmanager:GetSecretValue', Effect: 'Allow', Resource: { Ref: expect.stringMatching(/^ProxySecrets/) } },
    ]);
  });

  test('have a role that can do nothing', () => {
    expect(task.TaskRoleArn['Fn::GetAtt'][0]).toMatch(/^ProxyTaskRole/);
    expect(Object.keys(resourcesOf(template, 'AWS::IAM::Policy')).filter((id) => id.startsWith('ProxyTaskRole'))).toEqual([]);
  });

  test('start again when their secret changes, and nothing else does', () => {
    const { EventPattern } = theOne(template, 'AWS::Events::Rule');
    const secret = { Ref: expect.stringMatching(/^ProxySecrets/) };
    expect(EventPattern.source).toEqual(['aws.secretsmanager']);
    const { $or: anyOf } = EventPattern.detail;
    expect(anyOf).toHaveLength(3);
    expect(anyOf[0].requestParameters.secretId[0]).toEqual(secret);
    expect(anyOf.slice(1)).toEqual([{ responseElements: { arn: [secret] } }, { additionalEventData: { SecretId: [secret] } }]);
    const restart = Object.entries(resourcesOf(template, 'AWS::IAM::Policy')).find(([id]) =>
      id.startsWith('ProxyRotationMachineRole'),
    );
    expect(restart?.[1].PolicyDocument.Statement).toEqual([
      { Action: 'ecs:UpdateService', Effect: 'Allow', Resource: { Ref: expect.stringMatching(/^ProxyService/) } },
    ]);
    expect(JSON.stringify(theOne(template, 'AWS::StepFunctions::StateMachine').DefinitionString)).toContain(
      'ForceNewDeployment\\":true',
    );
  });

  test('tell how to set the secret, without it going through the arguments of a process', () => {
    const outputs = Object.values(template.toJSON().Outputs as Properties).map(({ Value }) => JSON.stringify(Value));
    const command = outputs.find((value) => value.includes('put-secret-value'));
    expect(command).toContain('file:///dev/stdin');
  });
});

describe('a secret that exists', () => {
  const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:anthropic-AbCdEf';
  const executionStatements = (template: ReturnType<typeof templateOf>): Properties[] =>
    Object.entries(resourcesOf(template, 'AWS::IAM::Policy')).find(([id]) => id.startsWith('ProxyExecutionRole'))?.[1]
      .PolicyDocument.Statement;

  test('is used, and no other is made', () => {
    const template = templateWith((stack) => ({
      secrets: { 'anthropic-api-key': Secret.fromSecretCompleteArn(stack, 'Secret', arn) },
    }));
    template.resourceCountIs('AWS::SecretsManager::Secret', 0);
    const [container] = theOne(template, 'AWS::ECS::TaskDefinition').ContainerDefinitions;
    expect(container.Secrets).toEqual([{ Name: 'AIRLOCK_SECRET_ANTHROPIC_API_KEY', ValueFrom: arn }]);
    expect(executionStatements(template).at(-1)?.Resource).toBe(arn);
  });

  test('may be one field of a JSON secret', () => {
    const template = templateWith((stack) => ({
      secrets: { 'anthropic-api-key': { secret: Secret.fromSecretCompleteArn(stack, 'Secret', arn), field: 'key' } },
    }));
    expect(theOne(template, 'AWS::ECS::TaskDefinition').ContainerDefinitions[0].Secrets[0].ValueFrom).toBe(`${arn}:key::`);
  });

  test('named without its suffix is still that secret only', () => {
    const template = templateWith((stack) => ({
      secrets: { 'anthropic-api-key': Secret.fromSecretNameV2(stack, 'Secret', 'anthropic') },
    }));
    expect(JSON.stringify(executionStatements(template).at(-1)?.Resource)).toMatch(/:secret:anthropic-\?{6}"/);
    const { $or: anyOf } = theOne(template, 'AWS::Events::Rule').EventPattern.detail;
    expect(JSON.stringify(anyOf[1].responseElements.arn)).toMatch(/"prefix":.*:secret:anthropic-"/);
  });

  test('under a key of its own can be decrypted, through Secrets Manager only', () => {
    const keyArn = 'arn:aws:kms:eu-west-1:123456789012:key/1';
    const template = templateWith((stack) => ({
      secrets: {
        'anthropic-api-key': Secret.fromSecretAttributes(stack, 'Secret', {
          secretCompleteArn: arn,
          encryptionKey: Key.fromKeyArn(stack, 'Key', keyArn),
        }),
      },
    }));
    expect(executionStatements(template).at(-1)).toMatchObject({
      Action: 'kms:Decrypt',
      Resource: keyArn,
      Condition: { StringLike: { 'kms:EncryptionContext:SecretARN': arn } },
    });
  });
});

describe('a certificate of the policy', () => {
  const withCa = EgressPolicy.parse({
    version: 1,
    destinations: [
      {
        ...{ name: 'orders', host: 'orders.corp.example', access: 'gateway', allow: 'any' },
        upstream: { addresses: ['10.20.0.0/16'], port: 8443, ca: 'corp-ca' },
      },
    ],
  });
  const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

  test('given as text is a variable that anyone may read', () => {
    const template = templateWith(() => ({ policy: withCa, certificates: { 'corp-ca': pem } }));
    const [container] = theOne(template, 'AWS::ECS::TaskDefinition').ContainerDefinitions;
    expect(container.Environment).toEqual([{ Name: 'AIRLOCK_CERTIFICATE_CORP_CA', Value: pem }]);
    expect(JSON.stringify(container.Command)).toContain('AIRLOCK_CERTIFICATE_CORP_CA');
    template.resourceCountIs('AWS::Events::Rule', 0);
  });

  test('kept as a secret is injected', () => {
    const template = templateWith((stack) => ({
      policy: withCa,
      certificates: { 'corp-ca': Secret.fromSecretNameV2(stack, 'Ca', 'ca') },
    }));
    expect(theOne(template, 'AWS::ECS::TaskDefinition').ContainerDefinitions[0].Secrets[0].Name).toBe(
      'AIRLOCK_CERTIFICATE_CORP_CA',
    );
  });

  test.each([
    ['is missing', withCa, {}, "of 'corp-ca'"],
    ['has another name', withCa, { 'corp-ca': pem, other: pem }, "got 'other'"],
    ['is given for a policy without one', policy, { 'corp-ca': pem }, '(nothing)'],
  ])('that %s is refused', (_, given, certificates, message) => {
    expect(() => proxyIn(stackOf(), { policy: given, certificates })).toThrow(message);
  });
});

describe('a proxy is refused', () => {
  test('with a secret that the policy does not use', () => {
    const stack = stackOf();
    const secrets = { 'github-token': Secret.fromSecretNameV2(stack, 'Secret', 'github') };
    expect(() => proxyIn(stack, { secrets })).toThrow(
      "secrets may only name what the policy uses (anthropic-api-key): remove it, got 'github-token'",
    );
  });

  test('with fewer than two tasks', () => {
    expect(() => proxyIn(stackOf(), { size: { minTasks: 1 } })).toThrow('size.minTasks must be 2 or more');
  });

  test.each(['', '123', '1234567890123', '12345678901a'])("with '%s' for another account", (account) => {
    expect(() => proxyIn(stackOf(), { otherAccounts: [account] })).toThrow(`got '${account}'`);
  });

  test('with a policy that it cannot enforce, where it is given', () => {
    const intercept = { name: 'github', host: 'api.github.com', access: 'intercept', allow: 'any' };
    const unenforceable = EgressPolicy.parse({
      version: 1,
      destinations: [{ ...intercept, credential: { type: 'google-access-token' } }],
    });
    expect(() => proxyIn(stackOf(), { policy: unenforceable })).toThrow("destination 'github'");
  });

  test('with nobody to serve', () => {
    const stack = stackOf();
    const audit = new AuditTrail(stack, 'Audit');
    const network = new EgressNetwork(stack, 'Egress', { audit });
    const proxy = new EgressProxy(stack, 'Proxy', { policy, network, audit, image: image(stack, 'envoy') });
    expect(problemsOf(stack)).toEqual([expect.stringContaining('must admit someone')]);
    // and without that validation it would still serve nobody
    const task = proxy.node.findChild('Task').node.defaultChild as CfnTaskDefinition;
    expect(JSON.stringify(templateProperties(task))).toMatch(/x01none|u0001none/);
  });

  test('with an agent that comes by any door', () => {
    expect(() => proxyIn(stackOf()).admit([{ agent: 'default' }])).toThrow("endpointIds of agent 'default'");
  });

  test('with more hosts than a task definition can hold', () => {
    const hosts = Array.from({ length: 3000 }, (_, index) => `host-${index}.example.org`);
    const large = EgressPolicy.parse({ version: 1, destinations: [{ name: 'many', hosts, access: 'tunnel' }] });
    const stack = stackOf();
    proxyIn(stack, { policy: large });
    expect(problemsOf(stack)).toEqual([
      expect.stringMatching(/must be 61440 bytes at most, as ECS takes 65536: .*, got \d+ bytes$/),
    ]);
  });
});

describe('a proxy', () => {
  test('is granted what its role is granted', () => {
    const stack = stackOf();
    new Bucket(stack, 'Bucket').grantRead(proxyIn(stack));
    expect(
      Object.keys(resourcesOf(templateOf(stack), 'AWS::IAM::Policy')).filter((id) => id.startsWith('ProxyTaskRole')),
    ).toHaveLength(1);
  });

  test('connects to what lets it', () => {
    const stack = stackOf();
    const proxy = proxyIn(stack);
    const group = new SecurityGroup(stack, 'Database', {
      vpc: Vpc.fromVpcAttributes(stack, 'V', { vpcId: 'vpc-1', availabilityZones: ['a'] }),
    });
    group.connections.allowFrom(proxy, Port.tcp(5432));
    templateOf(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 5432 });
  });

  test('shared with other accounts asks before it lets them in', () => {
    const template = templateWith(() => ({ otherAccounts: ['210987654321'] }));
    expect(theOne(template, 'AWS::EC2::VPCEndpointService').AcceptanceRequired).toBe(true);
    expect(theOne(template, 'AWS::EC2::VPCEndpointServicePermissions').AllowedPrincipals).toHaveLength(2);
  });

  test('in a network that exists has no public address in private subnets', () => {
    const stack = stackOf();
    const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
      ...{ vpcId: 'vpc-1', availabilityZones: ['a', 'b'] },
      privateSubnetIds: ['subnet-1', 'subnet-2'],
    });
    const all = { subnetType: SubnetType.PRIVATE_WITH_EGRESS };
    const cluster = Cluster.fromClusterAttributes(stack, 'Cluster', { clusterName: 'proxies', vpc });
    proxyIn(stack, { egress: { existing: { vpc, balancer: all, proxies: all }, cluster } });
    const template = templateOf(stack);
    for (const type of ['AWS::EC2::VPC', 'AWS::ECS::Cluster', 'AWS::EC2::InternetGateway']) template.resourceCountIs(type, 0);
    template.hasResourceProperties('AWS::ECS::Service', {
      NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED', Subnets: ['subnet-1', 'subnet-2'] } },
    });
  });

  test('warns of what the policy lets through unseen', () => {
    const stack = stackOf();
    const tunnel = EgressPolicy.parse({
      version: 1,
      destinations: [{ name: 'mirror', hosts: ['mirror.example.org'], access: 'tunnel' }],
    });
    const proxy = proxyIn(stack, { policy: tunnel });
    expect(tunnel.warnings.length).toBeGreaterThan(0);
    expect(proxy.node.metadata.filter(({ type }) => type === 'aws:cdk:warning')).toHaveLength(tunnel.warnings.length);
  });
});
