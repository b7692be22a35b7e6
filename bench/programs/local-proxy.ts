import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Resolve } from '../../lib/envoy/bootstrap-props';
import type { EgressPolicy } from '../../lib/policy/egress-policy';
import { onItsPlace } from '../placement';
import type { Scene } from '../scene';
import type { LocalProxyMessage, LocalProxyOrder } from './local-proxy-process';
import { type Program, stopProgram } from './program';

export interface LocalProxyProps {
  readonly policy: EgressPolicy;
  /** Where the policy's hosts are found instead of where DNS has them. */
  readonly resolve: readonly Resolve[];
}

/** Starts what `agent-airlock run` runs, in a process of its own. */
export async function startLocalProxy(props: LocalProxyProps, scene: Scene): Promise<Program & LocalProxyMessage> {
  const child = spawnProcess(props, scene);
  const [message] = (await Promise.race([once(child, 'message'), ended(child)])) as [LocalProxyMessage];
  return { ...message, pid: child.pid, stop: () => stopProgram(child) };
}

function spawnProcess({ policy, resolve }: LocalProxyProps, { trustedCa, envoy, placement }: Scene): ChildProcess {
  const order: LocalProxyOrder = { policy: policy.document, resolve, upstreamCa: trustedCa, envoy };
  // execArgv holds the loader of TypeScript
  const command = [...process.execArgv, join(__dirname, 'local-proxy-process.ts'), JSON.stringify(order)];
  const [program, ...args] = onItsPlace([process.execPath, ...command], placement);
  return spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

async function ended(child: ChildProcess): Promise<never> {
  const [status] = await once(child, 'exit');
  throw new Error(`the local proxy ended with status ${status}`);
}
