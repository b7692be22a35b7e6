import { App, CfnParameter, SecretValue } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { describe, expect, test } from 'vitest';
import { FargateAgent } from '../../lib/aws/fargate-agent';
import { agentIn, airlockIn, image, problemsOf, propertiesOf, resourcesOf, stackOf, templateOf, twoAgents } from './fixture';

describe('an agent', () => {
  const stack = stackOf();
  const agent = agentIn(stack, { command: ['claude', '-p', 'hello'], environment: { LANG: 'C.UTF-8' } });
  const template = templateOf(stack);
  const task = propertiesOf(template, agent.taskDefinition);
  const [container] = task.ContainerDefinitions;

  test('is a job: nothing runs until somebody runs it', () => {
    expect(Object.keys(resourcesOf(template, 'AWS::ECS::Service')).filter((id) => id.startsWith('Agent'))).toEqual([]);
    expect(container.Command).toEqual(['claude', '-p', 'hello']);
  });

  test('has no role at all, and none is made for it', () => {
    expect(task.TaskRoleArn).toBeUndefined();
    const roles = Object.keys(resourcesOf(template, 'AWS::IAM::Role')).filter((id) => id.startsWith('Agent'));
    expect(roles).toEqual([expect.stringMatching(/^AgentExecutionRole/)]);
  });

  test('is hardened as far as Fargate goes', () => {
    expect(container).toMatchObject({
      LinuxParameters: { Capabilities: { Drop: ['ALL'] }, InitProcessEnabled: true },
      ReadonlyRootFilesystem: true,
      Ulimits: [{ Name: 'nofile', SoftLimit: 65536, HardLimit: 65536 }],
      User: '1000:1000',
      WorkingDirectory: '/workspace',
    });
  });

  test('writes to a disk of its own, and to memory that nothing can be run from', () => {
    expect(task.Volumes).toEqual([{ Name: 'workspace' }]);
    expect(container.MountPoints).toEqual([{ ContainerPath: '/workspace', ReadOnly: false, SourceVolume: 'workspace' }]);
    expect(container.LinuxParameters.Tmpfs).toEqual([
      { ContainerPath: '/tmp', MountOptions: ['rw', 'nosuid', 'nodev', 'noexec', 'mode=1777'], Size: 100 },
    ]);
  });

  test('cannot be held up by its log', () => {
    expect(container.LogConfiguration).toMatchObject({
      LogDriver: 'awslogs',
      Options: { mode: 'non-blocking', 'awslogs-stream-prefix': 'default' },
    });
  });

  test('is told the way to the proxy, and holds a placeholder where clients want a key', () => {
    const variables = Object.fromEntries(
      container.Environment.map(({ Name, Value }: { Name: string; Value: unknown }) => [Name, Value]),
    );
    expect(variables).toMatchObject({
      HOME: '/workspace',
      TMPDIR: '/tmp',
      LANG: 'C.UTF-8',
      ANTHROPIC_API_KEY: 'airlock-placeholder',
    });
    expect(JSON.stringify(variables.ANTHROPIC_BASE_URL)).toMatch(/DnsEntries.*:8080\/claude/);
    expect(JSON.stringify(variables.https_proxy)).toMatch(/DnsEntries.*:3128/);
  });

  test('reaches the door, the endpoints and image layers, and nothing else', () => {
    const exits = Object.entries(resourcesOf(template, 'AWS::EC2::SecurityGroupEgress')).filter(([id]) =>
      id.startsWith('AgentGroup'),
    );
    const targets = exits.map(([, rule]) => [
      rule.DestinationSecurityGroupId?.['Fn::GetAtt'][0] ?? (rule.DestinationPrefixListId ? 'prefix list' : rule.CidrIp),
      rule.FromPort,
      rule.ToPort,
    ]);
    expect(targets).toEqual([
      [expect.stringMatching(/^AirlockSealedEndpointsGroup/), 443, 443],
      ['prefix list', 443, 443],
      [expect.stringMatching(/^AirlockDoorGroup/), 8080, 8080],
      [expect.stringMatching(/^AirlockDoorGroup/), 3128, 3128],
    ]);
    expect(
      Object.keys(resourcesOf(template, 'AWS::EC2::SecurityGroupIngress')).filter((id) => id.startsWith('AgentGroup')),
    ).toEqual([]);
  });

  test('is started by a role that gets one image, through the sealed network only, and writes one log', () => {
    const policies = Object.entries(resourcesOf(template, 'AWS::IAM::Policy')).filter(([id]) =>
      id.startsWith('AgentExecutionRole'),
    );
    expect(policies.map(([, { PolicyDocument }]) => PolicyDocument.Statement)).toEqual([
      [
        { Action: 'ecr:GetAuthorizationToken', Effect: 'Allow', Resource: '*' },
        {
          Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          Condition: { StringEquals: { 'aws:SourceVpc': { Ref: expect.stringMatching(/^AirlockSealedVpc/) } } },
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
                ':repository/claude',
              ],
            ],
          },
        },
        {
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Effect: 'Allow',
          Resource: { 'Fn::GetAtt': [expect.stringMatching(/^AirlockAuditAgents/), 'Arn'] },
        },
      ],
    ]);
    const role = propertiesOf(template, agent.node.findChild('ExecutionRole'));
    expect(role.AssumeRolePolicyDocument.Statement[0].Condition.StringEquals).toEqual({
      'aws:SourceAccount': { Ref: 'AWS::AccountId' },
    });
  });

  test('can neither be granted to nor connected', () => {
    expect('grantPrincipal' in agent).toBe(false);
    expect('connections' in agent).toBe(false);
  });

  test('is run by a command that keeps it in its place', () => {
    const command = JSON.stringify(stack.resolve(agent.runCommand));
    for (const part of [
      '--no-enable-execute-command',
      'assignPublicIp=DISABLED',
      '--platform-version 1.4.0',
      'agentdefaultSubnet1',
      'AgentGroup',
    ]) {
      expect(command).toContain(part);
    }
  });
});

describe('an agent of several', () => {
  test('runs in its own subnets and is told of its own destinations', () => {
    const stack = stackOf();
    const airlock = airlockIn(stack, { policy: twoAgents });
    const reader = new FargateAgent(stack, 'Reader', { airlock, agent: 'reader', image: image(stack, 'reader'), replicas: 1 });
    const template = templateOf(stack);
    const service = propertiesOf(template, reader.service ?? reader);
    expect(JSON.stringify(service.NetworkConfiguration)).toMatch(/agentreaderSubnet1.*agentreaderSubnet2/);
    expect(JSON.stringify(propertiesOf(template, reader.taskDefinition).ContainerDefinitions)).not.toContain('ANTHROPIC');
  });

  test('must be named', () => {
    const stack = stackOf();
    const airlock = airlockIn(stack, { policy: twoAgents });
    expect(() => new FargateAgent(stack, 'Agent', { airlock, image: image(stack, 'x') })).toThrow('name one of writer, reader');
    expect(() => new FargateAgent(stack, 'Other', { airlock, agent: 'root', image: image(stack, 'y') })).toThrow("got 'root'");
  });
});

describe('an agent that waits for work', () => {
  test('is a service without a public address and without ECS Exec', () => {
    const stack = stackOf();
    const agent = agentIn(stack, { replicas: 3 });
    expect(propertiesOf(templateOf(stack), agent.service ?? agent)).toMatchObject({
      AvailabilityZoneRebalancing: 'DISABLED',
      DeploymentConfiguration: { MaximumPercent: 100 },
      DesiredCount: 3,
      EnableExecuteCommand: false,
      NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
      PlatformVersion: '1.4.0',
    });
    expect(problemsOf(stack)).toEqual([]);
  });

  test.each([
    ['ECS Exec', 'EnableExecuteCommand', true, 'EnableExecuteCommand must be false'],
    ['a public address', 'NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp', 'ENABLED', 'AssignPublicIp must be DISABLED'],
    ['another group', 'NetworkConfiguration.AwsvpcConfiguration.SecurityGroups', ['sg-1'], 'SecurityGroups'],
    ['another subnet', 'NetworkConfiguration.AwsvpcConfiguration.Subnets', ['subnet-1'], 'Subnets'],
    ['a load balancer', 'LoadBalancers', [{ ContainerName: 'agent' }], 'LoadBalancers must be left out'],
    ['a mesh', 'ServiceConnectConfiguration', { Enabled: true }, 'ServiceConnectConfiguration must be left out'],
  ])('is refused with %s, however late', (_, path, value, message) => {
    const stack = stackOf();
    agentIn(stack, { replicas: 1 }).service?.addPropertyOverride(path, value);
    const own = problemsOf(stack).filter((problem) => !problem.startsWith('AIRLOCK-'));
    expect(own).toEqual([expect.stringContaining(`agent 'default': ${message}`)]);
  });
});

describe('an agent is refused', () => {
  test.each([
    ['HTTPS_PROXY', 'http://elsewhere:3128'],
    ['no_proxy', '*'],
    ['ANTHROPIC_BASE_URL', 'https://api.anthropic.com'],
  ])('when its environment sets %s', (name, value) => {
    expect(() => agentIn(stackOf(), { environment: { [name]: value } })).toThrow(`environment may not set ${name}`);
  });

  test.each([`AKIA${'ABCDEFGHIJKLMNOP'}`, `ghp_${'a'.repeat(36)}`, `-----BEGIN ${'EC'} PRIVATE KEY-----`])(
    'when its environment holds a credential',
    (key) => {
      const act = () => agentIn(stackOf(), { environment: { KEY: key } });
      expect(act).toThrow('environment variable KEY holds a');
      expect(act).not.toThrow(key);
    },
  );

  test('in another stack than its network', () => {
    const app = new App();
    const airlock = airlockIn(stackOf(app, 'Network'));
    expect(() => agentIn(stackOf(app, 'Agents'), { airlock })).toThrow("must be in stack 'Network'");
  });

  test.each<[string, (agent: FargateAgent) => unknown, string]>([
    ['a role', ({ taskDefinition: task }) => task.addPropertyOverride('TaskRoleArn', 'arn:aws:iam::1:role/x'), 'TaskRoleArn'],
    [
      'a writable root',
      ({ taskDefinition: task }) => task.addPropertyOverride('ContainerDefinitions.0.ReadonlyRootFilesystem', false),
      'ReadonlyRootFilesystem',
    ],
    [
      'a key',
      ({ taskDefinition: task }) => task.addPropertyOverride('ContainerDefinitions.0.Command', [`sk-ant-${'x'.repeat(20)}`]),
      'an Anthropic key',
    ],
    [
      'no proxy',
      ({ taskDefinition: task }) => task.addPropertyDeletionOverride('ContainerDefinitions.0.Environment'),
      'HTTPS_PROXY',
    ],
    ['the value of a secret', (agent) => override(agent, SecretValue.secretsManager('name').unsafeUnwrap()), 'from a secret'],
    [
      'a hidden parameter',
      (agent) => override(agent, new CfnParameter(agent, 'Key', { noEcho: true }).valueAsString),
      "parameter 'Key' is NoEcho",
    ],
  ])('that an escape hatch gives %s', (_, hatch, message) => {
    const stack = stackOf();
    hatch(agentIn(stack));
    expect(problemsOf(stack)).toContainEqual(expect.stringContaining(message));
  });

  test('by synthesis, too', () => {
    const app = new App();
    agentIn(stackOf(app)).taskDefinition.addPropertyOverride('TaskRoleArn', 'arn:aws:iam::1:role/x');
    expect(() => app.synth()).toThrow("agent 'default': TaskRoleArn must be left out");
  });
});

const override = ({ taskDefinition }: FargateAgent, value: string) =>
  taskDefinition.addPropertyOverride('ContainerDefinitions.0.Command', [value]);

test('a role that exists starts it, and the endpoints know it', () => {
  const stack = stackOf();
  const executionRole = new Role(stack, 'Existing', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
  const agent = agentIn(stack, { executionRole });
  const template = templateOf(stack);
  expect(JSON.stringify(propertiesOf(template, agent.taskDefinition).ExecutionRoleArn)).toContain('Existing');
  expect(Object.keys(resourcesOf(template, 'AWS::IAM::Role')).filter((id) => id.startsWith('Agent'))).toEqual([]);
  expect(JSON.stringify(template.findResources('AWS::EC2::VPCEndpoint'))).toContain('"Existing');
});
