import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { bedrock } from '../../lib/policy/presets/bedrock';
import { vertex } from '../../lib/policy/presets/vertex';
import { everyCredential } from '../deployed/every-credential';
import { type Properties, resourcesOf, stackOf, theOne } from './fixture';
import { interception } from './interception-fixture';
import { proxyIn, templateWith } from './proxy-fixture';

describe('the proxies', () => {
  const template = templateWith();
  const task = theOne(template, 'AWS::ECS::TaskDefinition');
  const [container] = task.ContainerDefinitions;

  test('are Envoy and nothing else, for ARM64', () => {
    expect(task.ContainerDefinitions).toHaveLength(1);
    expect(container.EntryPoint).toEqual(['/usr/local/bin/envoy']);
    expect(container.Command.slice(0, -1)).toEqual([
      '--disable-hot-restart',
      ...['--concurrency', '1', '--log-level', 'warning', '--file-flush-interval-msec', '500'],
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
      EnableExecuteCommand: false,
      PlatformVersion: '1.4.0',
    });
    expect(service.NetworkConfiguration.AwsvpcConfiguration.Subnets).toHaveLength(2);
    template.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', { MinCapacity: 2, MaxCapacity: 6 });
  });

  test('stay as many as they are when they are deployed again', () => {
    expect(theOne(template, 'AWS::ECS::Service').DesiredCount).toBeUndefined();
  });

  test('are reached through PrivateLink only', () => {
    const balancer = theOne(template, 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect(balancer).toMatchObject({
      Scheme: 'internal',
      Type: 'network',
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off',
    });
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

test('proxies that sign requests to AWS do so as their task’s role, and hold no key', () => {
  const signing = EgressPolicy.parse({
    version: 1,
    destinations: bedrock({ region: 'eu-west-1' }).map(({ destination }) => destination),
  });
  const task = theOne(
    templateWith(() => ({ policy: signing })),
    'AWS::ECS::TaskDefinition',
  );
  const [{ Command, Environment, Secrets }] = task.ContainerDefinitions;
  const roles = JSON.stringify(parse(Command.at(-1), { maxAliasCount: -1 })).match(/"credential_provider":{.*?}.*?}/g);
  expect(roles).toEqual(['"credential_provider":{"container_credential_provider":{},"custom_credential_provider_chain":true}']);
  expect([Environment, Secrets]).toEqual([undefined, undefined]);
});

test('proxies get every other credential as a secret in a variable, and may go where tokens are fetched', () => {
  const template = templateWith(() => ({ policy: everyCredential, interception }));
  const [{ Secrets }] = theOne(template, 'AWS::ECS::TaskDefinition').ContainerDefinitions;
  const names = Secrets.map(({ Name }: Properties) => Name).filter((name: string) => name.startsWith('AIRLOCK_SECRET_'));
  expect(names).toEqual(['AIRLOCK_SECRET_ANTHROPIC_API_KEY', 'AIRLOCK_SECRET_GITHUB_TOKEN', 'AIRLOCK_SECRET_TICKETS_SECRET']);
  const ports = Object.values(resourcesOf(template, 'AWS::EC2::SecurityGroupEgress')).filter(
    ({ CidrIp }) => CidrIp === '0.0.0.0/0',
  );
  expect(ports.map(({ FromPort }) => FromPort)).toEqual([443, 8443]);
});

test.each([
  [512, undefined],
  [2048, { memoryMiB: 2048, cpu: 1024 }],
])('proxies refuse requests before the memory of their task, %i MiB, ends', (memoryMiB, size) => {
  const task = theOne(
    templateWith(() => ({ size })),
    'AWS::ECS::TaskDefinition',
  );
  const { overload_manager: overload } = parse(task.ContainerDefinitions[0].Command.at(-1), { maxAliasCount: -1 });
  const [{ max_heap_size_bytes: heap }] = overload.resource_monitors.flatMap(({ typed_config }: Properties) =>
    typed_config.max_heap_size_bytes ? [typed_config] : [],
  );
  expect(task.Memory).toBe(String(memoryMiB));
  expect(heap / (memoryMiB * 1024 * 1024)).toBeCloseTo(0.9);
});

test('a credential of Google is refused by its destination, with what to do instead', () => {
  const destinations = vertex({ region: 'europe-west1', project: 'acme-agents' }).map(({ destination }) => destination);
  const act = () => proxyIn(stackOf(), { policy: EgressPolicy.parse({ version: 1, destinations }) });
  expect(act).toThrow(/^destination 'vertex': credential must be .*no Google identity.* use 'oauth2-client' or 'header'/);
});
