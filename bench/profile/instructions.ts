import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { loopback } from '../../lib/runtime/loopback-ports';
import { requestTo } from '../generators/node-generator';
import { RawConnection } from '../generators/raw-connection';
import { benchPolicy, host, path, placeholders, prefix } from '../job';
import { type EnvoyProps, startEnvoy } from '../programs/envoy';
import type { Scene } from '../scene';

const requests = 200;

/** Instructions that Envoy itself runs a request, without the kernel's, as callgrind counts them: they repeat to 0.1 %, whatever else runs. */
export async function instructionsPerRequest(change: EnvoyProps['change'], scene: Scene): Promise<number> {
  const folder = mkdtempSync(join(scene.folder, 'profile-'));
  const counts = join(folder, 'counts');
  const under = ['valgrind', '--quiet', '--tool=callgrind', '--instr-atstart=no', `--callgrind-out-file=${counts}`];
  const resolve = [{ host, port: 443, address: loopback, addressPort: scene.upstream.port }];
  const props = { policy: benchPolicy(), name: 'envoy', resolve, change, under };
  const { gatewayPort, pid, stop } = await startEnvoy(props, { ...scene, folder });
  const target = { url: `http://${loopback}:${gatewayPort}${prefix}${path}`, headers: placeholders };
  const connection = await RawConnection.open(target, '');
  try {
    for (let count = 0; count < 60; count += 1) await connection.ask(requestTo(target));
    await tell(pid, '--instr=on');
    for (let count = 0; count < requests; count += 1) await connection.ask(requestTo(target));
    await tell(pid, '--instr=off');
    await tell(pid, '--dump');
    await pause(500);
    return counted(readFileSync(`${counts}.1`, 'utf8')) / requests;
  } finally {
    connection.close();
    await stop();
  }
}

const tell = (pid: number | undefined, what: string) => promisify(execFile)('callgrind_control', [what, String(pid)]);

/** The total in what callgrind wrote; throws if there is none. */
export function counted(text: string): number {
  const total = /^totals: (\d+)$/m.exec(text)?.[1];
  if (total === undefined) throw new Error('callgrind must write totals, got none');
  return Number(total);
}
