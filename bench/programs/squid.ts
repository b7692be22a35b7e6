import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scene } from '../scene';
import { type Program, programVersion, startProgram } from './program';

/** What Squid says of its version; undefined where it is missing. */
export const squidVersion = (): Promise<string | undefined> => programVersion('squid', ['-v']);

export interface SquidProps {
  /** Name of a new folder for it. */
  readonly name: string;
  readonly port: number;
  /** Its configuration besides where things lie. */
  readonly lines: readonly string[];
}

/** Starts a Squid that keeps nothing, with a JSON record a request. */
export async function startSquid({ name, port, lines }: SquidProps, scene: Scene): Promise<Program> {
  const folder = makeSquidFolder(scene, name);
  const file = join(folder, 'squid.conf');
  writeFileSync(file, [...lines, ...places(folder), ''].join('\n'));
  return startProgram({ command: ['squid', '-N', '-f', file], ports: [port], placement: scene.placement });
}

/** The folder of a Squid of that name, made if need be. */
export function makeSquidFolder(scene: Scene, name: string): string {
  const folder = join(scene.folder, name);
  mkdirSync(folder, { recursive: true });
  // started by root, it becomes another user
  chmodSync(folder, 0o777);
  return folder;
}

const places = (folder: string): readonly string[] => [
  `logformat audit ${record}`,
  `access_log stdio:${folder}/audit.jsonl audit`,
  'buffered_logs on',
  `cache_log ${folder}/cache.log`,
  `pid_filename ${folder}/pid`,
  `coredump_dir ${folder}`,
  'cache deny all',
  'cache_mem 8 MB',
  'pinger_enable off',
  'shutdown_lifetime 0 seconds',
  'visible_hostname bench',
];

const record = JSON.stringify({
  v: 1,
  time: '%{%Y-%m-%dT%H:%M:%S}tg',
  method: '%rm',
  path: '%rp',
  status: '%>Hs',
  bytesIn: '%>st',
  bytesOut: '%<st',
  durationMs: '%tr',
  source: '%>a',
});
