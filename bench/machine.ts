import { cpus, release } from 'node:os';
import { envoyVersion } from '../lib/runtime/envoy-version';
import { nginxVersion } from './nginx-program';

/** Where the numbers come from: they mean nothing without it. */
export interface Machine {
  readonly processors: number;
  readonly processor: string;
  readonly system: string;
  readonly node: string;
  readonly envoy?: string;
  readonly nginx?: string;
}

/** This machine, with the version of the Envoy at that path. */
export async function thisMachine(envoy: string): Promise<Machine> {
  const all = cpus();
  return {
    processors: all.length,
    processor: all[0]?.model ?? 'unknown',
    system: `${process.platform} ${release()}`,
    node: process.versions.node,
    envoy: await envoyVersion(envoy),
    nginx: (await nginxVersion())?.replace(/^.*\//, ''),
  };
}
