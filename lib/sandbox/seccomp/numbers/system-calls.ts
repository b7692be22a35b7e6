import { arm64 } from './arm64';
import { x64 } from './x64';

/** Processors that a filter can be made for, as Node.js names them. */
export type Architecture = 'x64' | 'arm64';

/** Numbers of the system calls that an architecture has, by name. */
export const systemCalls: Readonly<Record<Architecture, ReadonlyMap<string, number>>> = {
  x64: numbered(x64),
  arm64: numbered(arm64),
};

/** This machine's architecture, or the one that is named; throws an Error for one that no filter can be made for. */
export function knownArchitecture(name: string = process.arch): Architecture {
  if (name === 'x64' || name === 'arm64') return name;
  throw new Error(`system calls can be filtered on x64 and arm64 only, got '${name}'`);
}

function numbered(table: string): ReadonlyMap<string, number> {
  const runs = [...table.matchAll(/(\d+): ([^:]+?)(?=\s+\d+:|\s*$)/g)];
  return new Map(runs.flatMap(([, first, names = '']) => names.split(/\s+/).map((name, at) => [name, Number(first) + at])));
}
