/** How large an agent's task and its instance are. */
export interface Ec2AgentSize {
  /** 1024 is one vCPU. @default 2048, which is all of the instance, so that no other task is beside it */
  readonly cpu?: number;
  /** Of all that it holds, its files among them. @default 2048 */
  readonly memoryMiB?: number;
  /** How much of the memory files in /workspace may take. @default 500 */
  readonly workspaceMiB?: number;
  /** How much of the memory files in /tmp may take; nothing there can be executed. @default 100 */
  readonly tmpMiB?: number;
  /** How many processes and threads there may be at a time. @default 100 */
  readonly processes?: number;
  /** What the image is built for. @default 'ARM64' */
  readonly architecture?: 'ARM64' | 'X86_64';
  /** Of the instances. @default - 'c7g.large', or 'c7i.large' for X86_64 */
  readonly instanceType?: string;
  /** How many instances there may be at a time; there is none while no task runs. @default 2 */
  readonly instances?: number;
}

export type Ec2Size = Required<Ec2AgentSize>;

/** A size with its defaults; throws an Error if it couldn't hold. */
export function wholeSize(given: Ec2AgentSize): Ec2Size {
  const { architecture = 'ARM64' } = given;
  const instanceType = architecture === 'ARM64' ? 'c7g.large' : 'c7i.large';
  const size = { ...defaults, architecture, instanceType, ...given };
  for (const name of counted) {
    if (Number.isInteger(size[name]) && size[name] > 0) continue;
    throw new Error(`size: ${name} must be a whole number of at least 1, got ${size[name]}`);
  }
  const { memoryMiB, workspaceMiB, tmpMiB } = size;
  if (workspaceMiB + tmpMiB < memoryMiB) return size;
  throw new Error(
    `size: workspaceMiB and tmpMiB are part of memoryMiB, ${memoryMiB}: together they must be less, got ${workspaceMiB + tmpMiB}`,
  );
}

const defaults = { cpu: 2048, memoryMiB: 2048, workspaceMiB: 500, tmpMiB: 100, processes: 100, instances: 2 };
const counted = Object.keys(defaults) as (keyof typeof defaults)[];
