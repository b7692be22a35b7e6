import { Option } from 'commander';
import { type LimitNames, type Limits, wholeLimits } from '../lib/sandbox/limits';
import { Unusable } from './exit';
import { usable } from './usable';

/** Limits of what an agent may take, as they were written. */
export interface WrittenLimits {
  readonly memory?: string;
  readonly cpus?: string;
  readonly processes?: string;
  readonly tmpSize?: string;
  readonly homeSize?: string;
}

/** `of` says, before a colon, whom they are for. */
export const limitOptions = (of = ''): readonly Option[] => [
  new Option('--memory <mib>', `${of}MiB of memory for all its processes, files in memory among them (default: 2048)`),
  new Option('--cpus <number>', `${of}processors' worth of time, such as 0.5 (default: 2)`),
  new Option('--processes <number>', `${of}processes and threads at a time (default: 100)`),
  new Option('--tmp-size <mib>', `${of}MiB for files in /tmp (default: 100)`),
  new Option('--home-size <mib>', `${of}MiB for files in the home folder (default: 500)`),
];

const names: LimitNames = {
  memoryMiB: '--memory',
  cpus: '--cpus',
  processes: '--processes',
  tmpMiB: '--tmp-size',
  homeMiB: '--home-size',
};

/** What was written, read; throws an Unusable, a line for each problem. */
export function limitsOf({ memory, cpus, processes, tmpSize, homeSize }: WrittenLimits): Limits {
  const limits = {
    memoryMiB: number(memory, names.memoryMiB),
    cpus: number(cpus, names.cpus),
    processes: number(processes, names.processes),
    tmpMiB: number(tmpSize, names.tmpMiB),
    homeMiB: number(homeSize, names.homeMiB),
  };
  return usable(() => wholeLimits(limits, names));
}

function number(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const isWhole = option !== names.cpus;
  if ((isWhole ? /^[1-9]\d{0,8}$/ : /^\d{1,4}(\.\d{1,3})?$/).test(text) && Number(text) > 0) return Number(text);
  throw new Unusable(`${option} must be a ${isWhole ? 'whole number' : 'number'} above 0, got '${text}'`);
}
