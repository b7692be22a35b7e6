import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findEnvoy } from '../../lib/runtime/envoy/envoy-binary';
import { accepts } from '../../lib/runtime/loopback-ports';
import { freePorts } from '../envoy/free-ports';
import { until } from '../runtime/scratch';
import { type Weakening, weakened } from './weakening';

/** Where a proxy is attacked. */
export interface Target {
  readonly gateway: number;
  readonly proxy: number;
  /** For TLS of clients that know of no proxy. */
  readonly transparent: number;
  /** For their plain HTTP. */
  readonly plain: number;
}

/** An Envoy that runs another one's bootstrap without some of its controls. */
export interface WeakenedEnvoy extends Target {
  /** All that it printed. */
  output(): string;
  stop(): Promise<void>;
}

/** Starts Envoy with the bootstrap file of a running proxy, on ports of its own, without the named controls. */
export async function startWeakened(bootstrap: string, strong: Target, names: readonly Weakening[]): Promise<WeakenedEnvoy> {
  const folder = mkdtempSync(join(tmpdir(), 'airlock-weakened-'));
  const [gateway = 0, proxy = 0, transparent = 0, plain = 0] = await freePorts(4);
  const ports: Target = { gateway, proxy, transparent, plain };
  const config = weakened(moved(readFileSync(bootstrap, 'utf8'), strong, ports), ...names);
  writeFileSync(join(folder, 'bootstrap.json'), JSON.stringify(config));
  const flags = ['--disable-hot-restart', '--concurrency', '1', '--log-level', 'error', '--file-flush-interval-msec', '50'];
  const child = spawn(await findEnvoy(), ['-c', join(folder, 'bootstrap.json'), ...flags], {
    env: {},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  await until(
    async () => child.exitCode !== null || child.signalCode !== null || ((await accepts(gateway)) && (await accepts(proxy))),
    () => output,
  );
  if (child.exitCode !== null || child.signalCode !== null) throw new Error(`Envoy refused the weakened bootstrap: ${output}`);
  return { ...ports, output: () => output, stop: () => stop(child, folder) };
}

/** The same configuration on other ports, without the log files and the admin socket of the running one. */
function moved(text: string, from: Target, to: Target) {
  const keys = ['gateway', 'proxy', 'transparent', 'plain'] as const;
  const elsewhere = keys.reduce(
    (all, key) => all.replaceAll(new RegExp(`"(port_value|destination_port)":${from[key]}\\b`, 'g'), `"$1":${to[key]}`),
    text,
  );
  const { admin: _, ...config } = JSON.parse(elsewhere);
  return JSON.parse(JSON.stringify(config), (key, value) =>
    key === 'access_log' ? value.filter(({ name }: { name: string }) => name !== 'envoy.access_loggers.file') : value,
  );
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  rmSync(folder, { recursive: true });
}
