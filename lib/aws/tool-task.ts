import { Duration } from 'aws-cdk-lib';
import {
  AwsLogDriverMode,
  Capability,
  ContainerImage,
  CpuArchitecture,
  FargateTaskDefinition,
  LinuxParameters,
  LogDrivers,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { allowStart, ecsTasks, executionRole } from './execution-role';
import { refuseOtherSizes } from './fargate-size';
import type { PinnedImage } from './pinned-image';
import type { LocatedSecret } from './provided-secrets';
import { containerSecrets } from './proxy-variables';
import { allowSecretValue } from './secret-access';
import { toolVariables } from './tool-variables';

/** How large and how many a tool's tasks are, and who they run as. */
export interface ToolSize {
  /** Of each, 1024 is one vCPU. @default 256 */
  readonly cpu?: number;
  /** Of each. @default 512 */
  readonly memoryMiB?: number;
  /** One, if the tool keeps sessions in its memory; then it is away while a zone is. @default 2 */
  readonly tasks?: number;
  /** UID:GID, neither of them 0. @default '1000:1000' */
  readonly user?: string;
  /** What the image is built for. @default 'ARM64' */
  readonly architecture?: 'ARM64' | 'X86_64';
}

/** A size with every default filled in; throws an Error for no task at all, for root, and for a size that Fargate hasn't. */
export function toolSize(given: ToolSize = {}): Required<ToolSize> {
  const size = { cpu: 256, memoryMiB: 512, tasks: 2, user: '1000:1000', architecture: 'ARM64' as const, ...given };
  if (!Number.isInteger(size.tasks) || size.tasks < 1) throw new Error(`size.tasks must be 1 or more, got ${size.tasks}`);
  if (!/^[1-9]\d*:[1-9]\d*$/.test(size.user)) throw new Error(`size.user must be UID:GID, neither of them 0, got '${size.user}'`);
  refuseOtherSizes(size);
  return size;
}

export interface ToolTaskProps {
  readonly image: PinnedImage;
  readonly port: number;
  /** By variable. */
  readonly injected: Readonly<Record<string, LocatedSecret>>;
  readonly logGroup: ILogGroup;
  /** Tells the tool's log streams from others'. */
  readonly name: string;
  readonly size: Required<ToolSize>;
}

/** Name of a tool's container. */
export const toolContainer = 'tool';

/** A tool as a Fargate task: a role of its own, secrets that ECS injects, nothing writable but /tmp, and no privilege. */
export function toolTask(scope: Construct, props: ToolTaskProps): FargateTaskDefinition {
  const { cpu, memoryMiB, architecture } = props.size;
  const role = executionRole(scope, 'ExecutionRole');
  allowStart(role, props);
  for (const secret of new Set(Object.values(props.injected).map((located) => located.secret))) allowSecretValue(role, secret);
  const task = new FargateTaskDefinition(scope, 'Task', {
    cpu,
    memoryLimitMiB: memoryMiB,
    // what it may do is written above, in one place; CDK's own grants are wider
    executionRole: role.withoutPolicyUpdates(),
    taskRole: new Role(scope, 'TaskRole', {
      assumedBy: ecsTasks(scope),
      description: 'What is granted to the tool: nothing yet',
    }),
    runtimePlatform: { cpuArchitecture: CpuArchitecture.of(architecture), operatingSystemFamily: OperatingSystemFamily.LINUX },
    volumes: [{ name: 'tmp' }],
  });
  task.node.addDependency(role);
  addTool(task, props);
  return task;
}

function addTool(task: FargateTaskDefinition, { image, port, injected, logGroup, name, size }: ToolTaskProps): void {
  const linuxParameters = new LinuxParameters(task, 'Linux', { initProcessEnabled: true });
  linuxParameters.dropCapabilities(Capability.ALL);
  const container = task.addContainer(toolContainer, {
    image: ContainerImage.fromRegistry(image.uri),
    user: size.user,
    readonlyRootFilesystem: true,
    linuxParameters,
    environment: toolVariables(port),
    secrets: containerSecrets({ injected }),
    portMappings: [{ containerPort: port }],
    // what a tool did with its rights is evidence: when the log can't be written, it waits
    logging: LogDrivers.awsLogs({ logGroup, streamPrefix: name, mode: AwsLogDriverMode.BLOCKING }),
    stopTimeout: Duration.seconds(120),
  });
  container.addMountPoints({ sourceVolume: 'tmp', containerPath: '/tmp', readOnly: false });
}
