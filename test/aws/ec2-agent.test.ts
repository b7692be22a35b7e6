import { App, CfnParameter, SecretValue } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { describe, expect, test } from 'vitest';
import { Ec2Agent } from '../../lib/aws/ec2-agent';
import {
  agentIn,
  airlockIn,
  ec2AgentIn,
  image,
  problemsOf,
  propertiesOf,
  resourcesOf,
  stackOf,
  templateOf,
  theOne,
} from './fixture';

describe('an agent on container instances', () => {
  const stack = stackOf();
  const agent = ec2AgentIn(stack, { command: ['claude', '-p', 'hello'], environment: { LANG: 'C.UTF-8' } });
  const template = templateOf(stack);
  const task = propertiesOf(template, agent.taskDefinition);
  const [container] = task.ContainerDefinitions;
  const launch = theOne(template, 'AWS::EC2::LaunchTemplate').LaunchTemplateData;

  test('is a job, with no role and no volume', () => {
    expect(Object.keys(resourcesOf(template, 'AWS::ECS::Service')).filter((id) => id.startsWith('Agent'))).toEqual([]);
    expect(task).not.toHaveProperty('TaskRoleArn');
    expect(task).not.toHaveProperty('Volumes');
    expect(task).toMatchObject({ NetworkMode: 'awsvpc', RequiresCompatibilities: ['EC2'], Cpu: '2048', Memory: '2048' });
  });

  test('is hardened as the guide asks of Docker', () => {
    expect(container).toMatchObject({
      DockerSecurityOptions: ['no-new-privileges'],
      LinuxParameters: { Capabilities: { Drop: ['ALL'] }, InitProcessEnabled: true, MaxSwap: 0 },
      Memory: 2048,
      Privileged: false,
      ReadonlyRootFilesystem: true,
      Ulimits: [{ Name: 'nofile', SoftLimit: 65536, HardLimit: 65536 }],
      User: '1000:1000',
      WorkingDirectory: '/workspace',
    });
  });

  test('writes to memory, of a size, where nothing in /tmp can be executed', () => {
    expect(container.LinuxParameters.Tmpfs).toEqual([
      {
        ContainerPath: '/workspace',
        Size: 500,
        MountOptions: ['rw', 'nosuid', 'nodev', 'exec', 'mode=0700', 'uid=1000', 'gid=1000'],
      },
      { ContainerPath: '/tmp', Size: 100, MountOptions: ['rw', 'nosuid', 'nodev', 'noexec', 'mode=1777'] },
    ]);
  });

  test('reaches the door, and no endpoint of a service', () => {
    expect(exits('AgentGroup')).toEqual([
      [expect.stringMatching(/^AirlockDoorGroup/), 8080],
      [expect.stringMatching(/^AirlockDoorGroup/), 3128],
    ]);
  });

  test('is on instances that reach what starts tasks, and nothing else, and that nobody reaches', () => {
    expect(exits('AgentHostsGroup')).toEqual([
      [expect.stringMatching(/^AirlockSealedHostEndpointsGroup/), 443],
      [expect.stringMatching(/^AirlockSealedEndpointsGroup/), 443],
      ['image layers', 443],
    ]);
    const entrances = Object.keys(resourcesOf(template, 'AWS::EC2::SecurityGroupIngress'));
    expect(entrances.filter((id) => id.startsWith('Agent'))).toEqual([]);
    expect(launch.SecurityGroupIds).toEqual([{ 'Fn::GetAtt': [expect.stringMatching(/^AgentHostsGroup/), 'GroupId'] }]);
    expect(launch).not.toHaveProperty('KeyName');
  });

  test('is on instances whose metadata service answers them alone, and whose disk is encrypted', () => {
    expect(launch.MetadataOptions).toEqual({
      HttpEndpoint: 'enabled',
      HttpProtocolIpv6: 'disabled',
      HttpPutResponseHopLimit: 1,
      HttpTokens: 'required',
      InstanceMetadataTags: 'disabled',
    });
    expect(launch.BlockDeviceMappings).toEqual([
      { DeviceName: '/dev/xvda', Ebs: { DeleteOnTermination: true, Encrypted: true, VolumeType: 'gp3' } },
    ]);
  });

  test('is on instances whose role joins their own cluster, and may do nothing else', () => {
    const cluster = { Ref: expect.stringMatching(/^AgentHostsCluster/) };
    const instances = { 'Fn::Join': ['', expect.arrayContaining([':container-instance/', cluster, '/*'])] };
    const policies = Object.entries(resourcesOf(template, 'AWS::IAM::Policy')).filter(([id]) => id.startsWith('AgentHosts'));
    expect(policies.flatMap(([, { PolicyDocument }]) => PolicyDocument.Statement)).toEqual([
      { Action: 'ecs:DiscoverPollEndpoint', Effect: 'Allow', Resource: '*' },
      {
        Action: [
          'ecs:DeregisterContainerInstance',
          'ecs:RegisterContainerInstance',
          'ecs:SubmitAttachmentStateChanges',
          'ecs:SubmitContainerStateChange',
          'ecs:SubmitTaskStateChange',
        ],
        Effect: 'Allow',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^AgentHostsCluster/), 'Arn'] },
      },
      { Action: 'ecs:Poll', Effect: 'Allow', Resource: instances },
      { Action: 'ecs:StartTelemetrySession', Effect: 'Allow', Resource: instances },
    ]);
    const role = propertiesOf(template, agent.node.findChild('Hosts').node.findChild('Role'));
    expect(role).not.toHaveProperty('ManagedPolicyArns');
  });

  test('has instances while it runs, which are not taken from it', () => {
    expect(theOne(template, 'AWS::AutoScaling::AutoScalingGroup')).toMatchObject({
      MinSize: '0',
      MaxSize: '2',
      NewInstancesProtectedFromScaleIn: true,
    });
    expect(theOne(template, 'AWS::ECS::CapacityProvider').AutoScalingGroupProvider).toMatchObject({
      ManagedDraining: 'ENABLED',
      ManagedScaling: { Status: 'ENABLED', TargetCapacity: 100 },
      ManagedTerminationProtection: 'ENABLED',
    });
  });

  test('starts from the Amazon ECS-optimized image of its architecture', () => {
    expect(launch).toMatchObject({ ImageId: { Ref: expect.stringMatching(/^AgentBootImage/) }, InstanceType: 'c7g.large' });
    const [parameter] = Object.values(template.findParameters('*', { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>' }));
    expect(parameter?.Default).toBe('/aws/service/ecs/optimized-ami/amazon-linux-2023/arm64/recommended/image_id');
  });

  test('has names answered that its instances ask for, each exactly', () => {
    const names = JSON.stringify(template.findResources('AWS::Route53Resolver::FirewallDomainList'));
    for (const name of ['ecs.', 'ecs-a.', 'ecs-t.']) expect(names).toContain(`"${name}"`);
  });

  test('is run by a command that keeps it in its place, on an instance of its own', () => {
    const command = JSON.stringify(stack.resolve(agent.runCommand));
    for (const part of [
      '--no-enable-execute-command',
      'assignPublicIp=DISABLED',
      '--placement-constraints type=distinctInstance',
      'AgentHostsCapacity',
      'agentdefaultSubnet1',
      'AgentGroup',
    ]) {
      expect(command).toContain(part);
    }
  });

  /** Where a security group leads to, and at which port. */
  function exits(group: string): unknown[] {
    const rules = Object.entries(resourcesOf(template, 'AWS::EC2::SecurityGroupEgress')).filter(([id]) =>
      id.startsWith(`${group}to`),
    );
    return rules.map(([, rule]) => [
      rule.DestinationPrefixListId ? 'image layers' : rule.DestinationSecurityGroupId['Fn::GetAtt'][0],
      rule.FromPort,
    ]);
  }
});

test('the endpoints of Amazon ECS let each agent join its own cluster, by the one call that each is for', () => {
  const stack = stackOf();
  ec2AgentIn(stack);
  const found = Object.entries(resourcesOf(templateOf(stack), 'AWS::EC2::VPCEndpoint')).filter(([id]) =>
    id.includes('HostEndpoints'),
  );
  const said = found.map(([, { ServiceName, PolicyDocument }]) => [
    ServiceName['Fn::Join'][1].at(-1),
    PolicyDocument.Statement.map(
      ({ Effect, Action }: Record<string, string>) => `${Effect} ${[Action].flat().length === 1 ? Action : 'its cluster'}`,
    ),
    PolicyDocument.Statement.map(({ Condition }: Record<string, object>) => Condition),
  ]);
  const account = { 'aws:PrincipalAccount': { Ref: 'AWS::AccountId' } };
  const role = { 'aws:PrincipalArn': { 'Fn::GetAtt': [expect.stringMatching(/^AgentHostsRole/), 'Arn'] } };
  const others = { StringNotEquals: account };
  const itself = { StringEquals: account, ArnEquals: role };
  expect(said).toEqual([
    ['.ecs', ['Deny *', 'Allow ecs:DiscoverPollEndpoint', 'Allow its cluster'], [others, itself, itself]],
    ['.ecs-agent', ['Deny *', 'Allow ecs:Poll'], [others, itself]],
    ['.ecs-telemetry', ['Deny *', 'Allow ecs:StartTelemetrySession'], [others, itself]],
  ]);
});

test('a network without such agents has no such endpoints', () => {
  const stack = stackOf();
  agentIn(stack);
  const ids = Object.keys(resourcesOf(templateOf(stack), 'AWS::EC2::VPCEndpoint'));
  expect(ids.filter((id) => id.includes('HostEndpoints'))).toEqual([]);
});

test('two agents share no instance', () => {
  const stack = stackOf();
  const airlock = airlockIn(stack);
  for (const id of ['One', 'Two']) new Ec2Agent(stack, id, { airlock, image: image(stack, id.toLowerCase()) });
  expect(problemsOf(stack)).toEqual([]);
  const hosts = Object.values(resourcesOf(templateOf(stack), 'AWS::EC2::LaunchTemplate'));
  const joined = hosts.map(
    ({ LaunchTemplateData }) => JSON.stringify(LaunchTemplateData.UserData).match(/(One|Two)HostsCluster/)?.[1],
  );
  expect(joined).toEqual(['One', 'Two']);
});

test('whoever may run it may run it in its own cluster', () => {
  const stack = stackOf();
  ec2AgentIn(stack).grantRun(new Role(stack, 'Runner', { assumedBy: new ServicePrincipal('states.amazonaws.com') }));
  const [policy] = Object.entries(resourcesOf(templateOf(stack), 'AWS::IAM::Policy')).filter(([id]) => id.startsWith('Runner'));
  expect(JSON.stringify(policy)).toMatch(/"ecs:cluster":\{"Fn::GetAtt":\["AgentHostsCluster/);
});

describe('an agent takes', () => {
  test('an image and instances of another architecture', () => {
    const stack = stackOf();
    const agent = ec2AgentIn(stack, { size: { architecture: 'X86_64' } });
    const template = templateOf(stack);
    expect(propertiesOf(template, agent.taskDefinition).RuntimePlatform.CpuArchitecture).toBe('X86_64');
    expect(theOne(template, 'AWS::EC2::LaunchTemplate').LaunchTemplateData.InstanceType).toBe('c7i.large');
    expect(JSON.stringify(template.findParameters('*'))).toContain('/optimized-ami/amazon-linux-2023/recommended/image_id');
  });

  test('a boot image, and then no parameter for one', () => {
    const stack = stackOf();
    ec2AgentIn(stack, { bootImage: 'ami-0123456789abcdef0' });
    const template = templateOf(stack);
    expect(theOne(template, 'AWS::EC2::LaunchTemplate').LaunchTemplateData.ImageId).toBe('ami-0123456789abcdef0');
    expect(JSON.stringify(template.findParameters('*'))).not.toContain('optimized-ami');
  });

  test('limits', () => {
    const stack = stackOf();
    ec2AgentIn(stack, { size: { memoryMiB: 8192, workspaceMiB: 4096, processes: 512, instances: 5 } });
    const template = templateOf(stack);
    expect(JSON.stringify(theOne(template, 'AWS::EC2::LaunchTemplate'))).toContain('ECS_TASK_PIDS_LIMIT=512');
    expect(theOne(template, 'AWS::AutoScaling::AutoScalingGroup').MaxSize).toBe('5');
  });

  test('a stack whose name Amazon ECS keeps to itself', () => {
    const stack = stackOf(new App(), 'EcsAgents');
    ec2AgentIn(stack);
    expect(theOne(templateOf(stack), 'AWS::ECS::CapacityProvider').Name).toMatch(/^cp-EcsAgents/);
  });
});

describe('an agent is refused', () => {
  test.each([
    ['memory that its files fill', { memoryMiB: 600 }, 'together they must be less, got 600'],
    ['no processes', { processes: 0 }, 'processes must be a whole number of at least 1, got 0'],
    ['half an instance', { instances: 0.5 }, 'instances must be a whole number'],
    ['a workspace of no size', { workspaceMiB: Number.NaN }, 'workspaceMiB must be a whole number'],
  ])('with %s', (_, size, message) => {
    expect(() => ec2AgentIn(stackOf(), { size })).toThrow(message);
  });

  test.each([
    ['HTTPS_PROXY', 'http://elsewhere:3128', 'environment may not set HTTPS_PROXY'],
    ['KEY', `AKIA${'ABCDEFGHIJKLMNOP'}`, 'environment variable KEY holds'],
  ])('when its environment sets %s', (name, value, message) => {
    expect(() => ec2AgentIn(stackOf(), { environment: { [name]: value } })).toThrow(message);
  });

  test('in another stack than its network', () => {
    const app = new App();
    const airlock = airlockIn(stackOf(app, 'Network'));
    expect(() => ec2AgentIn(stackOf(app, 'Agents'), { airlock })).toThrow("must be in stack 'Network'");
  });

  test('that another credential is given, however late', () => {
    const stack = stackOf();
    const agent = ec2AgentIn(stack);
    const key = new CfnParameter(agent, 'Key', { noEcho: true }).valueAsString;
    agent.taskDefinition.addPropertyOverride('ContainerDefinitions.0.Command', [
      key,
      SecretValue.secretsManager('n').unsafeUnwrap(),
    ]);
    const problems = problemsOf(stack);
    expect(problems).toContainEqual(expect.stringContaining("parameter 'Key' is NoEcho"));
    expect(problems).toContainEqual(expect.stringContaining('from a secret'));
  });
});
