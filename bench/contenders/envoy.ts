import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderBootstrap } from '../../lib/envoy/bootstrap';
import { sdsDocument } from '../../lib/envoy/credential-secret';
import { sdsFile } from '../../lib/envoy/watched-secret';
import { loopback } from '../../lib/runtime/loopback-ports';
import type { Contender, Running } from '../contender';
import { freePorts } from '../free-ports';
import { benchPolicy, host, key, path, placeholders, prefix, secretName } from '../job';
import { onItsPlace } from '../placement';
import { startProgram, stopProgram } from '../program';
import type { Scene } from '../scene';
import type { Upstream } from '../upstream';

/** The rendered bootstrap in an Envoy of one worker, its records going to a file as a container's do. */
export const envoy = envoyTo('envoy', ({ port }) => port);

/** The same with an upstream that speaks HTTP/2, as the model's API does. */
export const envoyHttp2 = envoyTo('envoy, h2 upstream', ({ http2Port }) => http2Port);

function envoyTo(name: string, portOf: (upstream: Upstream) => number): Contender {
  return {
    name,
    lacks: [],
    start: (scene) => start(join(scene.folder, name.replaceAll(/\W+/g, '-')), scene, portOf(scene.upstream)),
  };
}

async function start(folder: string, scene: Scene, addressPort: number): Promise<Running> {
  const [gatewayPort = 0, proxyPort = 0] = await freePorts(2);
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(join(folder, sdsFile(secretName)), sdsDocument(secretName, key), { mode: 0o600 });
  const bootstrap = renderBootstrap(benchPolicy(), {
    address: loopback,
    gatewayPort,
    proxyPort,
    secrets: { kind: 'files', directory: folder },
    trustedCa: scene.trustedCa,
    adminSocket: join(folder, 'admin.sock'),
    resolve: [{ host, port: 443, address: loopback, addressPort }],
  });
  writeFileSync(join(folder, 'bootstrap.json'), JSON.stringify(bootstrap));
  const child = await spawn(folder, scene, [gatewayPort, proxyPort]);
  const target = { url: `http://${loopback}:${gatewayPort}${prefix}${path}`, headers: placeholders };
  return { target, enforces: true, pid: child.pid, stop: () => stopProgram(child) };
}

const flags = ['--disable-hot-restart', '--concurrency', '1', '--log-level', 'error', '--file-flush-interval-msec', '1000'];

async function spawn(folder: string, { envoy, placement }: Scene, ports: readonly number[]) {
  const records = openSync(join(folder, 'audit.jsonl'), 'a', 0o600);
  const command = onItsPlace([envoy, '-c', join(folder, 'bootstrap.json'), ...flags], placement);
  return startProgram(command, ports, ['ignore', records, 'inherit']).finally(() => closeSync(records));
}
