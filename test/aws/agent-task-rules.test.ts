import { describe, expect, test } from 'vitest';
import { agentTaskProblems } from '../../lib/aws/agent-task-rules';
import type { Properties } from '../../lib/aws/template-properties';

const environment = { HTTPS_PROXY: 'http://door:3128' };

const container = {
  Name: 'agent',
  Image: 'registry/agent@sha256:0',
  User: '1000:1000',
  ReadonlyRootFilesystem: true,
  LinuxParameters: { InitProcessEnabled: true, Capabilities: { Drop: ['ALL'] } },
  Ulimits: [{ Name: 'nofile', SoftLimit: 1024, HardLimit: 4096 }],
  Environment: [
    { Name: 'HOME', Value: '/workspace' },
    { Name: 'HTTPS_PROXY', Value: environment.HTTPS_PROXY },
  ],
  LogConfiguration: { LogDriver: 'awslogs' },
};

const sealed = { RequiresCompatibilities: ['FARGATE'], Volumes: [{ Name: 'tmp' }], ContainerDefinitions: [container] };

const problems = (task: Properties): string[] => agentTaskProblems(task, { environment });

test('a hardened task has no problem', () => {
  expect(problems(sealed)).toEqual([]);
});

test.each([
  ['/tmp', ['noexec', 'nosuid', 'nodev']],
  ['/cache', ['nosuid', 'nodev', 'exec']],
])('memory at %s may be written to', (path, options) => {
  expect(problems({ ...sealed, ContainerDefinitions: [{ ...container, ...memoryAt(path, ...options) }] })).toEqual([]);
});

test('what is set to nothing is not set', () => {
  const empty = { ...container, Privileged: false, Secrets: [], Links: [], DnsServers: [] };
  expect(problems({ ...sealed, ContainerDefinitions: [empty] })).toEqual([]);
});

describe('a task is refused with', () => {
  test.each<[string, Properties, string]>([
    ['a role', { TaskRoleArn: 'arn:aws:iam::123456789012:role/x' }, 'TaskRoleArn'],
    ['a role that a condition decides', { TaskRoleArn: { 'Fn::If': ['C', 'arn', { Ref: 'AWS::NoValue' }] } }, 'TaskRoleArn'],
    ['another launch type', { RequiresCompatibilities: ['EC2'] }, 'RequiresCompatibilities'],
    ['a second launch type', { RequiresCompatibilities: ['FARGATE', 'EXTERNAL'] }, 'RequiresCompatibilities'],
    ['no launch type', { RequiresCompatibilities: undefined }, 'RequiresCompatibilities'],
    ['shared processes', { PidMode: 'task' }, 'PidMode'],
    ['shared memory', { IpcMode: 'task' }, 'IpcMode'],
    ['a mesh', { ProxyConfiguration: { ContainerName: 'x' } }, 'ProxyConfiguration'],
    ['fault injection', { EnableFaultInjection: true }, 'EnableFaultInjection'],
    ['placement', { PlacementConstraints: [{ Type: 'memberOf' }] }, 'PlacementConstraints'],
    ['a file system of its own', { Volumes: [{ Name: 'x', EFSVolumeConfiguration: { FilesystemId: 'fs-1' } }] }, "volume 'x'"],
    ["the host's file system", { Volumes: [{ Name: 'x', Host: { SourcePath: '/' } }] }, "volume 'x'"],
    ['a volume of a driver', { Volumes: [{ Name: 'x', DockerVolumeConfiguration: {} }] }, "volume 'x'"],
    ['a volume that comes with the launch', { Volumes: [{ Name: 'x', ConfiguredAtLaunch: true }] }, "volume 'x'"],
    [
      'containers that a condition decides',
      { ContainerDefinitions: { 'Fn::If': ['C', [container], [container]] } },
      "container 'undefined'",
    ],
  ])('%s', (_, change, word) => {
    expect(problems({ ...sealed, ...change })).toContainEqual(expect.stringContaining(word));
  });
});

function memoryAt(path: string, ...options: readonly string[]): Properties {
  const mount = { ContainerPath: path, Size: 1, MountOptions: options };
  return { LinuxParameters: { ...container.LinuxParameters, Tmpfs: [mount] } };
}

// whether Fargate ignores it or it breaks the boundary, one a row
const containerLeaks: readonly (readonly [string, Properties, string])[] = [
  ['privilege', { Privileged: true }, 'Privileged must be left out'],
  ['a writable root', { ReadonlyRootFilesystem: false }, 'ReadonlyRootFilesystem'],
  ['a root that is writable by default', { ReadonlyRootFilesystem: undefined }, 'ReadonlyRootFilesystem'],
  ['root', { User: 'root' }, "got 'root'"],
  ['root by number', { User: '0' }, "got '0'"],
  ["root's group", { User: '1000:0' }, "got '1000:0'"],
  ['a user whose group the image decides', { User: '1000' }, "got '1000'"],
  ['a user that the image decides', { User: undefined }, "got ''"],
  ['capabilities kept', { LinuxParameters: {} }, 'Capabilities'],
  ['a capability added', { LinuxParameters: { Capabilities: { Drop: ['ALL'], Add: ['SYS_PTRACE'] } } }, 'Capabilities'],
  ['memory at /tmp that programs run from', memoryAt('/tmp', 'nosuid', 'nodev'), "got 'nosuid,nodev'"],
  ['memory at /tmp that programs run from after all', memoryAt('/tmp', 'nosuid', 'nodev', 'noexec', 'exec'), 'noexec'],
  ['memory that gives privileges', memoryAt('/cache', 'nodev'), "LinuxParameters.Tmpfs at '/cache'"],
  ['memory that holds devices', memoryAt('/cache', 'nosuid'), "LinuxParameters.Tmpfs at '/cache'"],
  ['memory mounted as nobody says', memoryAt('/cache'), "got ''"],
  [
    'shared memory',
    { LinuxParameters: { ...container.LinuxParameters, SharedMemorySize: 64 } },
    'LinuxParameters.SharedMemorySize',
  ],
  ['swap', { LinuxParameters: { ...container.LinuxParameters, MaxSwap: 0 } }, 'LinuxParameters.MaxSwap'],
  ['swappiness', { LinuxParameters: { ...container.LinuxParameters, Swappiness: 0 } }, 'LinuxParameters.Swappiness'],
  ['devices', { LinuxParameters: { ...container.LinuxParameters, Devices: [{}] } }, 'LinuxParameters.Devices'],
  ['a limit of processes, which Fargate ignores', { Ulimits: [{ Name: 'nproc', SoftLimit: 1, HardLimit: 1 }] }, "got 'nproc'"],
  ['security options, which Fargate ignores', { DockerSecurityOptions: ['no-new-privileges'] }, 'DockerSecurityOptions'],
  ['a resolver of its own', { DnsServers: ['192.0.2.53'] }, 'DnsServers'],
  ['hosts of its own', { ExtraHosts: [{}] }, 'ExtraHosts'],
  ['links', { Links: ['x'] }, 'Links'],
  ["another container's files", { VolumesFrom: [{}] }, 'VolumesFrom'],
  ['a secret', { Secrets: [{ Name: 'X', ValueFrom: 'arn' }] }, 'Secrets must be left out: an agent may hold no credential'],
  ['a file of variables', { EnvironmentFiles: [{ Type: 's3' }] }, 'EnvironmentFiles'],
  ["a registry's password", { RepositoryCredentials: { CredentialsParameter: 'arn' } }, 'RepositoryCredentials'],
  ['a domain account', { CredentialSpecs: ['credentialspec:x'] }, 'CredentialSpecs'],
  ['a GPU', { ResourceRequirements: [{}] }, 'ResourceRequirements'],
  ['a log router', { FirelensConfiguration: { Type: 'fluentbit' } }, 'FirelensConfiguration'],
  ['a log elsewhere', { LogConfiguration: { LogDriver: 'splunk' } }, "got 'splunk'"],
  ['no log', { LogConfiguration: undefined }, "got ''"],
  ['a secret for its log', { LogConfiguration: { LogDriver: 'awslogs', SecretOptions: [{}] } }, 'SecretOptions'],
  ['an image by tag', { Image: 'registry/agent:latest' }, 'digest'],
  ['another proxy', { Environment: [{ Name: 'HTTPS_PROXY', Value: 'http://elsewhere:3128' }] }, 'HTTPS_PROXY'],
  ['no proxy', { Environment: [] }, 'HTTPS_PROXY'],
  [
    'a second value for the proxy',
    { Environment: [...container.Environment, { Name: 'HTTPS_PROXY', Value: '' }] },
    'HTTPS_PROXY',
  ],
  [
    'a key among its variables',
    { Environment: [...container.Environment, { Name: 'K', Value: `sk-ant-${'x'.repeat(20)}` }] },
    'an Anthropic key',
  ],
  ['a key in its command', { Command: ['run', `--key=AKIA${'ABCDEFGHIJKLMNOP'}`] }, 'an AWS access key'],
  ['a key pieced together', { Command: [{ 'Fn::Join': ['', ['x', '{{resolve:secretsmanager:y}}']] }] }, 'from a secret'],
];

describe('a container is refused with', () => {
  test.each(containerLeaks)('%s', (_, change, word) => {
    expect(problems({ ...sealed, ContainerDefinitions: [{ ...container, ...change }] })).toEqual([expect.stringContaining(word)]);
  });
});

test('a container beside the agent is held to the same', () => {
  const found = problems({ ...sealed, ContainerDefinitions: [container, { Name: 'sidecar', Image: 'registry/sidecar:1' }] });
  expect(found.length).toBeGreaterThanOrEqual(6);
  expect(found.filter((problem) => !problem.startsWith("container 'sidecar':"))).toEqual([]);
});

test('a message never repeats the credential', () => {
  const key = `sk-ant-${'x'.repeat(20)}`;
  expect(problems({ ...sealed, ContainerDefinitions: [{ ...container, Command: [key] }] }).join()).not.toContain(key);
});
