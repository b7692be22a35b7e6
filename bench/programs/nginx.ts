import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Placement } from '../placement';
import { type Program, programVersion, startProgram } from './program';

/** What nginx says of its version; undefined where it is missing. */
export const nginxVersion = (): Promise<string | undefined> => programVersion('nginx', ['-v']);

export interface NginxProps {
  /** A new folder for it. */
  readonly folder: string;
  readonly ports: readonly number[];
  /** What stands in its `http` block. */
  readonly http: string;
  /** Files to write into the folder. @default {} */
  readonly files?: Readonly<Record<string, string>>;
  readonly placement?: Placement;
}

/** Starts an nginx of one worker. */
export async function startNginx({ folder, ports, http, files, placement }: NginxProps): Promise<Program> {
  mkdirSync(folder, { mode: 0o700 });
  const all = { ...files, 'nginx.conf': configuration(folder, http) };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text, { mode: 0o600 });
  const command = ['nginx', '-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf')] as const;
  return startProgram({ command, ports, placement });
}

function configuration(folder: string, http: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path ${folder};`);
  return `
${process.getuid?.() === 0 ? 'user root;' : ''}
daemon off;
pid ${folder}/pid;
error_log stderr warn;
worker_processes 1;
events { worker_connections 20000; }
http {
  ${temporary.join(' ')}
  keepalive_timeout 3600s;
  # the default of 1000 would count new connections in
  keepalive_requests 1000000000;
  ${http}
}
`;
}
