import type { Stack } from 'aws-cdk-lib';
import type { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { writable } from '../policy/agent-variables';
import type { PinnedImage } from './pinned-image';

/** What an agent's task is made of, wherever it runs. */
export interface TaskParts {
  readonly image: PinnedImage;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly executionRole: IRole;
  readonly logGroup: ILogGroup;
  readonly streamPrefix: string;
}

/** An agent's container, as far as it is the same wherever it runs. */
export const agentContainer = (stack: Stack, parts: TaskParts) => ({
  name: 'agent',
  image: parts.image.uri,
  essential: true,
  ...(parts.command && { command: [...parts.command] }),
  workingDirectory: writable.workspace,
  readonlyRootFilesystem: true,
  ulimits: [{ name: 'nofile', softLimit: 65_536, hardLimit: 65_536 }],
  environment: Object.entries(parts.environment).map(([name, value]) => ({ name, value })),
  logConfiguration: agentLog(stack, parts),
  stopTimeout: 120,
});

/** An init that reaps what an agent leaves, and no capability. */
export const unprivileged = { initProcessEnabled: true, capabilities: { drop: ['ALL'] } };

/** How memory that an agent writes to is mounted, at least. */
export const heldMount = ['rw', 'nosuid', 'nodev'];

/** The memory at /tmp, in MiB: what is written there can't be run. */
export const tmpMount = (size: number): CfnTaskDefinition.TmpfsProperty => ({
  containerPath: writable.tmp,
  size,
  mountOptions: [...heldMount, 'noexec', 'mode=1777'],
});

function agentLog(stack: Stack, { logGroup, streamPrefix }: TaskParts): CfnTaskDefinition.LogConfigurationProperty {
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
