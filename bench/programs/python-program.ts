import { join } from 'node:path';
import { loopback } from '../../lib/runtime/loopback-ports';
import { pythonTool } from '../../test/python/tools';
import { host, key, path, prefix, stripped } from '../job';

/** Folder of what the Python contenders are given. */
export const pythonFolder = join(__dirname, 'python');

/** Path of a program of PyPI's; `list` is the file of requirements in that folder that has it. */
export const pypiProgram = (name: string, list: string): Promise<string> => pythonTool(name, join(pythonFolder, list));

/** Why a program of PyPI's can't be had, in a line; undefined if it can. */
export const whyNotInstalled = (name: string, list: string): Promise<string | undefined> =>
  pypiProgram(name, list).then(
    () => undefined,
    (error: Error) => `can't be installed: ${error.message.trim().split('\n').at(-1)}`,
  );

/** The job, for Python. */
export const pythonVariables = (upstreamPort: number): Readonly<Record<string, string>> => ({
  BENCH_HOST: host,
  BENCH_ADDRESS: loopback,
  BENCH_PORT: String(upstreamPort),
  BENCH_KEY: key,
  BENCH_PREFIX: prefix,
  BENCH_ALLOWED: `POST:${path} POST:${path}/count_tokens`,
  BENCH_STRIPPED: [...stripped, 'x-api-key'].join(' '),
});
