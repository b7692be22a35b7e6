/**
 * What an agent may take of its machine. The defaults are those of "Securely deploying AI agents" in the documentation of the Claude Agent SDK.
 */
export interface Limits {
  /** Of all its processes together, files in memory among them. @default 2048 */
  readonly memoryMiB?: number;
  /** Processors' worth of time, parts of one among them. @default 2 */
  readonly cpus?: number;
  /** Processes and threads at a time. @default 100 */
  readonly processes?: number;
  /** How much files in /tmp may take; nothing there can be executed. @default 100 */
  readonly tmpMiB?: number;
  /** How much files in the home folder may take; nothing there can be executed. @default 500 */
  readonly homeMiB?: number;
}

const defaults: Required<Limits> = { memoryMiB: 2048, cpus: 2, processes: 100, tmpMiB: 100, homeMiB: 500 };

/** Names of limits in messages: those of the properties, or of what somebody wrote them with. */
export type LimitNames = Readonly<Record<keyof Limits, string>>;

// what leads out of a sandbox takes 10 threads and 45 MB of these itself; Node, with fewer threads than it starts with, waits without end
const least: Readonly<Partial<Record<string, number>>> = { memoryMiB: 64, processes: 16 };

/** Limits with nothing left out; throws an Error, a line for each problem. */
export function wholeLimits(limits: Limits = {}, names?: LimitNames): Required<Limits> {
  const given = Object.entries(limits).filter(([, value]) => value !== undefined);
  const whole: Required<Limits> = { ...defaults, ...Object.fromEntries(given) };
  const problems = Object.entries(whole).flatMap(([name, value]) =>
    problemsOf(name, value).map((problem) => `${names?.[name as keyof Limits] ?? name} ${problem}`),
  );
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return whole;
}

function problemsOf(name: string, value: number): string[] {
  if (!(Number.isFinite(value) && value > 0)) return [`must be more than 0, got '${value}'`];
  if (name !== 'cpus' && !Number.isInteger(value)) return [`must be a whole number, got '${value}'`];
  const { [name]: lowest = 0 } = least;
  return value < lowest ? [`must be ${lowest} or more, as what leads to the proxy needs some of it, got '${value}'`] : [];
}
