import { Stack } from 'aws-cdk-lib';
import { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { writable } from '../policy/agent-variables';
import { agentContainer, type TaskParts, tmpMount, unprivileged } from './agent-container';
import { refuseOtherFiles, refuseOtherSizes } from './fargate-size';

/** How large an agent's task is, and who it runs as. */
export interface AgentSize {
  /** 1024 is one vCPU. @default 1024 */
  readonly cpu?: number;
  /** Of all that it holds, files in /tmp among them. @default 2048 */
  readonly memoryMiB?: number;
  /** Of its image and /workspace together, 21 to 200. @default - Fargate's own 20 */
  readonly storageGiB?: number;
  /** How much of the memory files in /tmp may take; nothing there can be executed. @default 100 */
  readonly tmpMiB?: number;
  /** UID:GID, neither of them 0. @default '1000:1000' */
  readonly user?: string;
  /** What the image is built for. @default 'ARM64' */
  readonly architecture?: 'ARM64' | 'X86_64';
}

export interface AgentTaskProps extends TaskParts {
  readonly size: AgentSize;
}

/**
 * An agent's task definition, hardened as far as Fargate goes. It is an L1 construct as the L2 one always makes a task role, and 169.254.170.2
 * gives the credentials of a task role to whatever runs in the task.
 */
export function agentTask(scope: Construct, props: AgentTaskProps): CfnTaskDefinition {
  const { cpu = 1024, memoryMiB = 2048, tmpMiB = 100, storageGiB, architecture = 'ARM64' } = props.size;
  refuseOtherSizes({ cpu, memoryMiB });
  refuseOtherFiles({ memoryMiB, tmpMiB, storageGiB });
  const task = new CfnTaskDefinition(scope, 'Task', {
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    runtimePlatform: { cpuArchitecture: architecture, operatingSystemFamily: 'LINUX' },
    cpu: String(cpu),
    memory: String(memoryMiB),
    ...(storageGiB !== undefined && { ephemeralStorage: { sizeInGiB: storageGiB } }),
    executionRoleArn: props.executionRole.roleArn,
    volumes: [{ name: workspace }],
    containerDefinitions: [container(Stack.of(scope), props, tmpMiB)],
  });
  task.node.addDependency(props.executionRole);
  return task;
}

/** Its workspace is on a disk, as working copies are large and memory is dear. */
function container(stack: Stack, props: AgentTaskProps, tmpMiB: number): CfnTaskDefinition.ContainerDefinitionProperty {
  const { user = '1000:1000' } = props.size;
  return {
    ...agentContainer(stack, props),
    user,
    linuxParameters: { ...unprivileged, tmpfs: [tmpMount(tmpMiB)] },
    mountPoints: [{ sourceVolume: workspace, containerPath: writable.workspace, readOnly: false }],
  };
}

const workspace = 'workspace';
