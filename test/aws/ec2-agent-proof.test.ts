import { type CfnResource, Fn, type Stack } from 'aws-cdk-lib';
import { type CfnLaunchTemplate, Port, type SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { describe, expect, test } from 'vitest';
import type { AgentAirlock } from '../../lib/aws/agent-airlock';
import type { AgentHosts } from '../../lib/aws/agent-hosts';
import type { Ec2Agent } from '../../lib/aws/ec2-agent';
import { airlockIn, ec2AgentIn, stackOf } from './fixture';

interface Scene {
  readonly stack: Stack;
  readonly airlock: AgentAirlock;
  readonly agent: Ec2Agent;
  readonly hosts: AgentHosts;
}

function scene(): Scene {
  const stack = stackOf();
  const airlock = airlockIn(stack);
  const agent = ec2AgentIn(stack, { airlock });
  return { stack, airlock, agent, hosts: agent.node.findChild('Hosts') as AgentHosts };
}

type Change<Message = string> = readonly [what: string, change: (all: Scene) => unknown, message: Message];

const task =
  (path: string, value: unknown) =>
  ({ agent }: Scene) =>
    agent.taskDefinition.addPropertyOverride(path, value);
const container = (path: string, value: unknown) => task(`ContainerDefinitions.0.${path}`, value);
const launch =
  (path: string, value: unknown) =>
  ({ hosts }: Scene) =>
    hosts.template.addPropertyOverride(`LaunchTemplateData.${path}`, value);
const group =
  (path: string, value: unknown) =>
  ({ hosts }: Scene) =>
    hosts.instances.addPropertyOverride(path, value);
const roleOf = ({ hosts }: Scene) => hosts.node.findChild('Role') as Role;

/** What the agent's own rules say. */
const refusals = ({ agent }: Scene): string[] => agent.node.validate();
/** What the proof says, of refutations alone. */
const proof = ({ airlock }: Scene): string[] => airlock.node.validate().filter((problem) => problem.startsWith('AIRLOCK-'));

test('an agent on container instances is proven as it is synthesized, and nothing is unknown', () => {
  const all = scene();
  expect([...refusals(all), ...proof(all)]).toEqual([]);
  expect(JSON.stringify(all.airlock.node.metadata)).not.toContain('AIRLOCK-');
});

test.each<Change>([
  ['its command', container('Command', ['claude']), ''],
  ['its processors', task('Cpu', '1024'), ''],
  ['how many instances there are', group('MaxSize', '9'), ''],
  ['their type', launch('InstanceType', 'c7g.xlarge'), ''],
])('%s may be changed', (_, change) => {
  const all = scene();
  change(all);
  expect(refusals(all)).toEqual([]);
});

describe('synthesis refuses a task with', () => {
  test.each<Change>([
    ['a role', task('TaskRoleArn', 'arn:aws:iam::1:role/x'), 'TaskRoleArn must be left out: an agent may have no role'],
    ["its host's network", task('NetworkMode', 'host'), 'NetworkMode must stay as it was made'],
    ["its host's bridge", task('NetworkMode', 'bridge'), 'NetworkMode must stay as it was made'],
    ["its host's processes", task('PidMode', 'host'), 'PidMode must be left out'],
    ["its host's shared memory", task('IpcMode', 'host'), 'IpcMode must be left out'],
    ["its host's folder", task('Volumes', [{ Name: 'v', Host: { SourcePath: '/data' } }]), 'Volumes must be left out'],
    ['a proxy of its own', task('ProxyConfiguration', { ContainerName: 'x' }), 'ProxyConfiguration must be left out'],
    ['another launch type', task('RequiresCompatibilities', ['EC2', 'FARGATE']), 'RequiresCompatibilities'],
    ['what nobody knows', task('Novelty', 1), 'Novelty must be left out'],
    ['a container beside it', task('ContainerDefinitions.1', { Name: 'other' }), 'what is beside it shares its network'],
    [
      'containers that a condition decides',
      task('ContainerDefinitions', { 'Fn::If': ['C', [], []] }),
      'must stay as it was made',
    ],
    ['privileges', container('Privileged', true), "container 'agent': Privileged must stay as it was made"],
    ['programs that may give privileges', container('DockerSecurityOptions', []), 'DockerSecurityOptions must stay'],
    ['no confinement', container('DockerSecurityOptions', ['no-new-privileges', 'apparmor:unconfined']), 'DockerSecurityOptions'],
    ['a capability', container('LinuxParameters.Capabilities.Add', ['SYS_PTRACE']), 'LinuxParameters must stay'],
    ['capabilities that stay', container('LinuxParameters.Capabilities.Drop', []), 'LinuxParameters must stay'],
    ['a device', container('LinuxParameters.Devices', [{ HostPath: '/dev/kvm' }]), 'LinuxParameters must stay'],
    ['programs in /tmp', container('LinuxParameters.Tmpfs.1.MountOptions', ['exec']), 'LinuxParameters must stay'],
    ['no process that reaps', container('LinuxParameters.InitProcessEnabled', false), 'LinuxParameters must stay'],
    ['a writable root', container('ReadonlyRootFilesystem', false), 'ReadonlyRootFilesystem must stay'],
    ['root', container('User', 'root'), 'User must stay as it was made: it is not root'],
    ['another image', container('Image', 'agent:latest'), 'Image must stay as it was made'],
    ['secrets', container('Secrets', [{ Name: 'KEY', ValueFrom: 'arn' }]), 'Secrets must be left out'],
    ['a file of variables', container('EnvironmentFiles', [{ Type: 's3', Value: 'arn' }]), 'EnvironmentFiles must be left out'],
    ['a mounted volume', container('MountPoints', [{ SourceVolume: 'v' }]), 'MountPoints must be left out'],
    ['a resolver of its own', container('DnsServers', ['8.8.8.8']), 'DnsServers must be left out'],
    ['no proxy', container('Environment', []), 'Environment must hold HTTPS_PROXY'],
    ['a key', container('Command', [`sk-ant-${'x'.repeat(20)}`]), 'an Anthropic key'],
    ['logs elsewhere', container('LogConfiguration.LogDriver', 'splunk'), 'LogConfiguration must stay'],
    ['no limit of open files', container('Ulimits', []), 'Ulimits must stay'],
  ])('%s', (_, change, message) => {
    const all = scene();
    change(all);
    expect(refusals(all)).toContainEqual(expect.stringMatching(message));
  });
});

describe('synthesis refuses instances with', () => {
  test.each<Change>([
    ['another script', launch('UserData', Fn.base64('#!/bin/sh')), 'LaunchTemplateData.UserData must stay as it was made'],
    ['a metadata service without tokens', launch('MetadataOptions.HttpTokens', 'optional'), 'MetadataOptions must stay'],
    ['one that answers over two hops', launch('MetadataOptions.HttpPutResponseHopLimit', 2), 'MetadataOptions must stay'],
    ['a key to log in with', launch('KeyName', 'admin'), 'KeyName must be left out: nobody logs in'],
    ['a plain disk', launch('BlockDeviceMappings.0.Ebs.Encrypted', false), 'BlockDeviceMappings must stay'],
    ['another group', launch('SecurityGroupIds', ['sg-1']), 'SecurityGroupIds must stay'],
    ['a public address', launch('NetworkInterfaces', [{ AssociatePublicIpAddress: true }]), 'NetworkInterfaces must be left out'],
    ['another image', launch('ImageId', 'ami-1'), 'ImageId must stay as it was made: the agent is on this image'],
    ['another role', launch('IamInstanceProfile', { Name: 'admin' }), 'IamInstanceProfile must stay'],
    ['other subnets', group('VPCZoneIdentifier', ['subnet-1']), 'VPCZoneIdentifier must stay'],
    ['another template', group('LaunchTemplate.Version', '1'), 'LaunchTemplate must stay'],
    ['a load balancer', group('TargetGroupARNs', ['arn']), 'TargetGroupARNs must be left out'],
    ['an end before their jobs', group('NewInstancesProtectedFromScaleIn', false), 'NewInstancesProtectedFromScaleIn must stay'],
    [
      'sessions',
      (all) => roleOf(all).addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('AmazonSSMManagedInstanceCore')),
      'ManagedPolicyArns must be left out',
    ],
    [
      'more that they may do',
      (all) => roleOf(all).addToPolicy(new PolicyStatement({ actions: ['s3:*'], resources: ['*'] })),
      'PolicyDocument must stay',
    ],
    ['a second role', ({ hosts }) => hosts.profile.addPropertyOverride('Roles', ['admin']), 'Roles must stay'],
  ])('%s', (_, change, message) => {
    const all = scene();
    change(all);
    expect(refusals(all)).toContainEqual(expect.stringContaining(message));
  });
});

/** The instances' role reads secrets: what an agent must not get. */
const readsSecrets = (all: Scene) =>
  roleOf(all).addToPolicy(new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: ['*'] }));
const toldOtherwise = (from: string, to: string) => (all: Scene) => {
  const { launchTemplateData } = all.hosts.template as CfnLaunchTemplate & { launchTemplateData: { userData: string } };
  const script = all.stack.resolve(launchTemplateData.userData);
  all.hosts.template.addPropertyOverride('LaunchTemplateData.UserData', JSON.parse(JSON.stringify(script).replace(from, to)));
};

test('a role of the instances that reads secrets is none of the agent, as long as the metadata service is closed to it', () => {
  const all = scene();
  readsSecrets(all);
  expect(proof(all)).toEqual([]);
});

describe('the judge alone refutes', () => {
  test.each<Change<RegExp>>([
    ['a metadata service that tasks may ask', toldOtherwise('ECS_AWSVPC_BLOCK_IMDS=true', 'A=b'), /^AIRLOCK-IAM-002/],
    [
      'one of instances that read secrets',
      (all) => {
        readsSecrets(all);
        toldOtherwise('ECS_AWSVPC_BLOCK_IMDS=true', 'A=b')(all);
      },
      /^AIRLOCK-IAM-001/,
    ],
    [
      'one that is closed and opened again',
      toldOtherwise('BLOCK_IMDS=true', 'BLOCK_IMDS=true\\nECS_AWSVPC_BLOCK_IMDS=false'),
      /^AIRLOCK-IAM-002/,
    ],
    ['a task among the processes of its instance', task('PidMode', 'host'), /^AIRLOCK-WORKLOAD-003/],
    ['a task in the network of its instance', task('NetworkMode', 'host'), /^AIRLOCK-WORKLOAD-003/],
    ['a privileged task', container('Privileged', true), /^AIRLOCK-WORKLOAD-003/],
    ['a capability over the kernel', container('LinuxParameters.Capabilities.Add', ['SYS_ADMIN']), /^AIRLOCK-WORKLOAD-003/],
    ['a device of its instance', container('LinuxParameters.Devices', [{ HostPath: '/dev/kvm' }]), /^AIRLOCK-WORKLOAD-003/],
    ["Docker's socket", task('Volumes', [{ Name: 's', Host: { SourcePath: '/var/run/docker.sock' } }]), /^AIRLOCK-WORKLOAD-003/],
    [
      'a secret',
      container('Secrets', [{ Name: 'KEY', ValueFrom: 'arn:aws:secretsmanager:eu-west-1:1:secret:k' }]),
      /^AIRLOCK-SECRET-001/,
    ],
    [
      'endpoints of Amazon ECS that the agent may ask, once they let any cluster through',
      ({ airlock, agent }) => {
        const endpoints = airlock.sealed.node.findChild('HostEndpoints');
        const open = endpoints.node.findChild('EcsAgent').node.defaultChild as CfnResource;
        open.addPropertyDeletionOverride('PolicyDocument');
        const own = agent.node.findChild('Group') as SecurityGroup;
        own.addEgressRule(endpoints.node.findChild('Group') as SecurityGroup, Port.tcp(443));
        (endpoints.node.findChild('Group') as SecurityGroup).addIngressRule(own, Port.tcp(443));
      },
      /^AIRLOCK-ENDPOINT-001/,
    ],
  ])('%s', (_, change, message) => {
    const all = scene();
    change(all);
    expect(proof(all).filter((problem) => message.test(problem))).not.toEqual([]);
  });
});
