import { Option } from 'commander';

/** An option that may be given again for more; `--help` says what holds when it is not given. */
export const repeatable = (flags: string, description: string, otherwise = 'none'): Option =>
  new Option(flags, description).argParser((value: string, all: readonly string[]) => [...all, value]).default([], otherwise);
