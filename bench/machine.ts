import { cpus, loadavg, release } from 'node:os';
import { envoyVersion } from '../lib/runtime/envoy/envoy-version';
import { programVersion } from './programs/program';

/** Where the numbers come from: they mean nothing without it. */
export interface Machine {
  /** The day of the run, UTC. */
  readonly date: string;
  readonly processors: number;
  readonly processor: string;
  readonly system: string;
  /** Processes that wanted a processor in the last minute: the run's own are some two. */
  readonly load: number;
  /** By program; what is missing isn't there. */
  readonly versions: Readonly<Record<string, string>>;
}

// LiteLLM and mitmproxy are pinned in their lists of requirements
const programs = { nginx: '-v', haproxy: '-v', squid: '-v', wrk: '-v', curl: '--version' };

/** This machine, with the version of the Envoy at that path. */
export async function thisMachine(envoy: string): Promise<Machine> {
  const all = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    processors: all.length,
    processor: all[0]?.model ?? 'unknown',
    system: `${process.platform} ${release()}`,
    load: loadavg()[0] ?? 0,
    versions: { Node: process.versions.node, Envoy: (await envoyVersion(envoy)) ?? 'unknown', ...(await otherVersions()) },
  };
}

async function otherVersions(): Promise<Readonly<Record<string, string>>> {
  const found = await Promise.all(
    Object.entries(programs).map(async ([name, flag]) => [name, firstNumber(await programVersion(name, [flag]))] as const),
  );
  return Object.fromEntries(found.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

const firstNumber = (line: string | undefined): string | undefined => /\d+(\.\d+)+/.exec(line ?? '')?.[0];
