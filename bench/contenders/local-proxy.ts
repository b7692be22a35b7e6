import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Contender } from '../contender';
import { path, placeholders, prefix } from '../job';
import { onItsPlace } from '../placement';
import { stopProgram } from '../program';
import type { Scene } from '../scene';
import type { LocalProxyMessage } from './local-proxy-process';

/** What `agent-airlock run` runs: the same Envoy with two workers, and a Node process that reads its records. */
export const localProxy: Contender = {
  name: 'local proxy',
  lacks: [],
  async start(scene) {
    const child = spawnProcess(scene);
    const [message] = (await Promise.race([once(child, 'message'), ended(child)])) as [LocalProxyMessage];
    const target = { url: `${message.gatewayUrl}${prefix}${path}`, headers: placeholders };
    return { target, enforces: true, pid: child.pid, stop: () => stopProgram(child) };
  },
};

function spawnProcess({ upstream, trustedCa, envoy, placement }: Scene): ChildProcess {
  // execArgv holds the loader of TypeScript
  const command = [...process.execArgv, join(__dirname, 'local-proxy-process.ts'), String(upstream.port), trustedCa, envoy];
  const [program, ...args] = onItsPlace([process.execPath, ...command], placement);
  return spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

async function ended(child: ChildProcess): Promise<never> {
  const [status] = await once(child, 'exit');
  throw new Error(`the local proxy ended with status ${status}`);
}
