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
  UlimitName,
} from 'aws-cdk-lib/aws-ecs';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { allowStart, ecsTasks, executionRole } from './execution-role';
import { refuseOtherSizes } from './fargate-size';
import type { PinnedImage } from './pinned-image';
import { containerSecrets, type ProxyVariables } from './proxy-variables';
import { allowSecretValue } from './secret-access';

/** Port for plain HTTP to gateway destinations. */
export const gatewayPort = 8080;
/** Port for CONNECT. */
export const proxyPort = 3128;
/** Port for TLS of clients that know nothing of a proxy. */
export const transparentPort = 8443;
/** Port for their plain HTTP. */
export const transparentHttpPort = 8081;
/** Port that answers load balancers' health checks. */
export const healthPort = 9902;
/** Name of Envoy's container. */
export const containerName = 'envoy';

export interface ProxyTaskProps {
  readonly image: PinnedImage;
  readonly logGroup: ILogGroup;
  /** Where agents come in. */
  readonly ports: readonly number[];
  readonly variables: ProxyVariables;
  /** Envoy's bootstrap as YAML. */
  readonly bootstrap: string;
  /** 1024 is one vCPU. */
  readonly cpu: number;
  readonly memoryMiB: number;
}

/**
 * Envoy as a Fargate task. Its configuration is an argument and its secrets are variables, so it needs no shell, no image of our own, no
 * volume and nothing writable.
 */
export function proxyTask(scope: Construct, props: ProxyTaskProps): FargateTaskDefinition {
  refuseOtherSizes(props);
  const role = executionRole(scope, 'ExecutionRole');
  allowStart(role, props);
  Object.values(props.variables.injected).forEach(({ secret }) => {
    allowSecretValue(role, secret);
  });
  const task = new FargateTaskDefinition(scope, 'Task', {
    cpu: props.cpu,
    memoryLimitMiB: props.memoryMiB,
    // what it may do is written above, in one place; CDK's own grants are wider
    executionRole: role.withoutPolicyUpdates(),
    taskRole: new Role(scope, 'TaskRole', {
      assumedBy: ecsTasks(scope),
      description: 'What is granted to the egress proxies: nothing yet',
    }),
    runtimePlatform: { cpuArchitecture: CpuArchitecture.ARM64, operatingSystemFamily: OperatingSystemFamily.LINUX },
  });
  task.node.addDependency(role);
  addEnvoy(task, props);
  return task;
}

function addEnvoy(task: FargateTaskDefinition, { image, logGroup, ports, variables, bootstrap, cpu }: ProxyTaskProps): void {
  const linuxParameters = new LinuxParameters(task, 'Linux');
  linuxParameters.dropCapabilities(Capability.ALL);
  task.addContainer(containerName, {
    image: ContainerImage.fromRegistry(image.uri),
    entryPoint: ['/usr/local/bin/envoy'],
    command: [...commandLine(cpu), '--config-yaml', bootstrap],
    user: '101:101',
    readonlyRootFilesystem: true,
    linuxParameters,
    environment: { ...variables.environment },
    secrets: containerSecrets(variables),
    ulimits: [{ name: UlimitName.NOFILE, softLimit: 65_536, hardLimit: 65_536 }],
    portMappings: [...ports, healthPort].map((containerPort) => ({ containerPort })),
    // no request may pass without its record: when the log can't be written, Envoy waits
    logging: LogDrivers.awsLogs({ logGroup, streamPrefix: 'proxy', mode: AwsLogDriverMode.BLOCKING }),
    stopTimeout: Duration.seconds(120),
  });
}

function commandLine(cpu: number): string[] {
  const concurrency = Math.max(1, Math.round(cpu / 1024));
  const options = { concurrency, 'log-level': 'warning', 'file-flush-interval-msec': 500 };
  return ['--disable-hot-restart', ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)])];
}
