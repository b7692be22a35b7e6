import { CloudRunV2Job, type CloudRunV2JobTemplateTemplateContainers } from '@cdktf/provider-google/lib/cloud-run-v2-job';
import type { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { writable } from '../policy/agent-variables';
import { literal } from './literal';
import type { INetwork, ISubnetwork } from './network-ref';
import type { PinnedImage } from './pinned-image';
import { placementOf } from './placement';
import { resourceName } from './resource-name';

/** How large a task of an agent's job is. */
export interface JobSize {
  /** vCPU: 1, 2, 4, 6 or 8. @default 1 */
  readonly cpu?: number;
  /** Of all that it holds, its files among them: 512 to 32768, and 4096 at most with one vCPU. @default 4096 */
  readonly memoryMiB?: number;
  /** How much of the memory files in /workspace may take. @default - half of it */
  readonly workspaceMiB?: number;
  /** How much of the memory files in /tmp may take. @default - an eighth of it */
  readonly tmpMiB?: number;
}

/** Where all its packets go. */
export interface SealedAccess {
  readonly egress: 'ALL_TRAFFIC';
  readonly networkInterfaces: { readonly network: string; readonly subnetwork: string }[];
}

export const sealedAccess = (network: INetwork, subnetwork: ISubnetwork): SealedAccess => ({
  egress: 'ALL_TRAFFIC',
  networkInterfaces: [{ network: network.id, subnetwork: subnetwork.id }],
});

/** Variables whose values Terraform takes as they are. */
export const literals = (variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, literal(value)]));

export interface AgentJobProps {
  readonly image: PinnedImage;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly serviceAccount: ServiceAccount;
  readonly vpcAccess: SealedAccess;
  readonly size: JobSize;
  /** In seconds. */
  readonly timeout: number;
  /** What must stand before it can be run. */
  readonly after: readonly ITerraformDependable[];
}

/** An agent's job: one task, which isn't tried again, with all its packets in the sealed network, and nothing of it on a disk. */
export function agentJob(scope: Construct, props: AgentJobProps): CloudRunV2Job {
  const { project, region: location } = placementOf(scope);
  return new CloudRunV2Job(scope, 'Job', {
    ...{ project, location, name: resourceName(scope, 49) },
    // it holds nothing that would be lost with it
    deletionProtection: false,
    dependsOn: [...props.after],
    template: {
      taskCount: 1,
      parallelism: 1,
      template: {
        executionEnvironment: 'EXECUTION_ENVIRONMENT_GEN2',
        maxRetries: 0,
        timeout: `${checkedTimeout(props.timeout)}s`,
        serviceAccount: props.serviceAccount.email,
        vpcAccess: props.vpcAccess,
        ...memory(props.size, props),
      },
    },
  });
}

function memory(size: JobSize, props: AgentJobProps) {
  const { cpu = 1, memoryMiB = 4096 } = size;
  const { workspaceMiB = memoryMiB / 2, tmpMiB = memoryMiB / 8 } = size;
  const problem = sizeProblem({ cpu, memoryMiB, files: workspaceMiB + tmpMiB });
  if (problem) throw new Error(`size of an agent's job: ${problem}`);
  const sizes: Readonly<Record<string, number>> = { workspace: workspaceMiB, tmp: tmpMiB };
  return {
    volumes: Object.keys(writable).map((name) => ({ name, emptyDir: { medium: 'MEMORY', sizeLimit: `${sizes[name]}Mi` } })),
    containers: [container(props, { cpu: String(cpu), memory: `${memoryMiB}Mi` })],
  };
}

const container = (props: AgentJobProps, limits: Record<string, string>): CloudRunV2JobTemplateTemplateContainers => ({
  name: 'agent',
  image: props.image.uri,
  // of Docker's words: `command` here would take the place of the image's ENTRYPOINT
  ...(props.command && { args: props.command.map(literal) }),
  workingDir: writable.workspace,
  env: Object.entries(literals(props.environment)).map(([name, value]) => ({ name: literal(name), value })),
  resources: { limits },
  volumeMounts: Object.entries(writable).map(([name, mountPath]) => ({ name, mountPath })),
});

// "Configure memory limits for jobs"
const mostMiB: Readonly<Record<number, number>> = { 1: 4096, 2: 8192, 4: 16384, 6: 24576, 8: 32768 };
const leastMiB: Readonly<Record<number, number>> = { 1: 512, 2: 512, 4: 2048, 6: 4096, 8: 4096 };

function sizeProblem({ cpu, memoryMiB, files }: { cpu: number; memoryMiB: number; files: number }): string | undefined {
  const [least, most] = [leastMiB[cpu], mostMiB[cpu]];
  if (least === undefined || most === undefined) return `cpu must be 1, 2, 4, 6 or 8, got ${cpu}`;
  const fits = Number.isInteger(memoryMiB) && memoryMiB >= least && memoryMiB <= most;
  if (!fits) return `memoryMiB must be ${least} to ${most} with ${cpu} vCPU, got ${memoryMiB}`;
  if (files < memoryMiB) return undefined;
  return `workspaceMiB and tmpMiB are part of memoryMiB, ${memoryMiB}: together they must be less, got ${files}`;
}

// "Set task timeout for jobs": 168 hours
const longest = 168 * 3600;

function checkedTimeout(seconds: number): number {
  if (Number.isInteger(seconds) && seconds > 0 && seconds <= longest) return seconds;
  throw new Error(`timeout must be 1 to ${longest} seconds, which is 168 hours, got ${seconds}`);
}
