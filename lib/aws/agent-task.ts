import { Stack } from 'aws-cdk-lib';
import { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { writable } from '../policy/agent-variables';
import type { PinnedImage } from './pinned-image';

/** How large an agent's task is, and who it runs as. */
export interface AgentSize {
  /** 1024 is one vCPU. @default 1024 */
  readonly cpu?: number;
  /** @default 2048 */
  readonly memoryMiB?: number;
  /** Of /workspace and /tmp together, 21 to 200. @default - Fargate's own 20 */
  readonly storageGiB?: number;
  /** UID:GID, neither of them 0. @default '1000:1000' */
  readonly user?: string;
  /** What the image is built for. @default 'ARM64' */
  readonly architecture?: 'ARM64' | 'X86_64';
}

/** What an agent's task is made of, wherever it runs. */
export interface TaskParts {
  readonly image: PinnedImage;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly executionRole: IRole;
  readonly logGroup: ILogGroup;
  readonly streamPrefix: string;
}

export interface AgentTaskProps extends TaskParts {
  readonly size: AgentSize;
}

/**
 * An agent's task definition, hardened as far as Fargate goes. It is an L1 construct as the L2 one always makes a task role, and 169.254.170.2
 * gives the credentials of a task role to whatever runs in the task.
 */
export function agentTask(scope: Construct, props: AgentTaskProps): CfnTaskDefinition {
  const { cpu = 1024, memoryMiB = 2048, storageGiB, architecture = 'ARM64' } = props.size;
  const task = new CfnTaskDefinition(scope, 'Task', {
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    runtimePlatform: { cpuArchitecture: architecture, operatingSystemFamily: 'LINUX' },
    cpu: String(cpu),
    memory: String(memoryMiB),
    ...(storageGiB && { ephemeralStorage: { sizeInGiB: storageGiB } }),
    executionRoleArn: props.executionRole.roleArn,
    volumes: Object.keys(writable).map((name) => ({ name })),
    containerDefinitions: [container(Stack.of(scope), props)],
  });
  task.node.addDependency(props.executionRole);
  return task;
}

function container(stack: Stack, props: AgentTaskProps): CfnTaskDefinition.ContainerDefinitionProperty {
  return {
    name: 'agent',
    image: props.image.uri,
    essential: true,
    ...(props.command && { command: [...props.command] }),
    user: props.size.user ?? '1000:1000',
    workingDirectory: writable.workspace,
    readonlyRootFilesystem: true,
    linuxParameters: { initProcessEnabled: true, capabilities: { drop: ['ALL'] } },
    ulimits: [{ name: 'nofile', softLimit: 65_536, hardLimit: 65_536 }],
    mountPoints: Object.entries(writable).map(([name, path]) => ({ sourceVolume: name, containerPath: path, readOnly: false })),
    environment: Object.entries(props.environment).map(([name, value]) => ({ name, value })),
    logConfiguration: agentLog(stack, props),
    stopTimeout: 120,
  };
}

/** Where what an agent prints goes. */
export function agentLog(
  stack: Stack,
  { logGroup, streamPrefix }: Pick<TaskParts, 'logGroup' | 'streamPrefix'>,
): CfnTaskDefinition.LogConfigurationProperty {
  return {
    logDriver: 'awslogs',
    options: {
      'awslogs-group': logGroup.logGroupName,
      'awslogs-region': stack.region,
      'awslogs-stream-prefix': streamPrefix,
      // what an agent prints is not evidence: a slow log must not stop it
      mode: 'non-blocking',
      'max-buffer-size': '4m',
    },
  };
}
