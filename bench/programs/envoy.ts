import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderBootstrap } from '../../lib/envoy/bootstrap';
import type { AgentSource, Interception, Resolve } from '../../lib/envoy/bootstrap-props';
import { sdsDocument } from '../../lib/envoy/credentials/credential-secret';
import { leafDocument, leafFile } from '../../lib/envoy/listeners/intercept-certificates';
import { isIntercept } from '../../lib/envoy/renderable';
import { sdsFile } from '../../lib/envoy/watched-secret';
import type { EgressPolicy } from '../../lib/policy/egress-policy';
import { loopback } from '../../lib/runtime/loopback-ports';
import { freePorts } from '../../test/envoy/free-ports';
import { key, secretName } from '../job';
import type { Scene } from '../scene';
import { startProgram } from './program';

export interface EnvoyProps {
  readonly policy: EgressPolicy;
  /** Name of a new folder for it. */
  readonly name: string;
  /** Where the policy's hosts are found instead of where DNS has them. */
  readonly resolve: readonly Resolve[];
  /** @default - the policy's only agent, from anywhere */
  readonly agents?: readonly AgentSource[];
  /** Changes a copy of the bootstrap before Envoy reads it. @default - it stays as rendered */
  readonly change?: (bootstrap: Bootstrap) => void;
  /** A program and its arguments to run Envoy under. @default - none */
  readonly under?: readonly string[];
}

// biome-ignore lint/suspicious/noExplicitAny: Envoy's configuration has no type here, and a change reaches anywhere
export type Bootstrap = any;

/** Starts the rendered bootstrap in an Envoy of one worker, its records going to a file as a container's do. */
export async function startEnvoy({ policy, name, resolve, agents, change, under = [] }: EnvoyProps, scene: Scene) {
  const [gatewayPort = 0, proxyPort = 0] = await freePorts(2);
  const folder = join(scene.folder, name.replaceAll(/\W+/g, '-'));
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(join(folder, sdsFile(secretName)), sdsDocument(secretName, key), { mode: 0o600 });
  const bootstrap = renderBootstrap(policy, {
    address: loopback,
    gatewayPort,
    proxyPort,
    agents,
    secrets: { kind: 'files', directory: folder },
    trustedCa: scene.trustedCa,
    adminSocket: join(folder, 'admin.sock'),
    resolve,
    interception: await interceptionIn(folder, policy, scene),
  });
  const changed = structuredClone(bootstrap);
  change?.(changed);
  writeFileSync(join(folder, 'bootstrap.json'), JSON.stringify(changed));
  const [program, ...more] = [...under, scene.envoy];
  const { pid, stop } = await startProgram({
    command: [program ?? scene.envoy, ...more, '-c', join(folder, 'bootstrap.json'), ...flags],
    ports: [gatewayPort, proxyPort],
    placement: scene.placement,
    output: join(folder, 'audit.jsonl'),
  });
  return { gatewayPort, proxyPort, pid, stop };
}

async function interceptionIn(directory: string, policy: EgressPolicy, { authority, trustedCa }: Scene): Promise<Interception> {
  for (const { name, hosts } of policy.destinations.filter(isIntercept)) {
    const leaf = await authority.issue({ hosts: hosts.map(({ text }) => text) });
    writeFileSync(join(directory, leafFile(name)), leafDocument(name, leaf), { mode: 0o600 });
  }
  return { ca: { file: trustedCa }, certificates: { kind: 'files', directory } };
}

const flags = ['--disable-hot-restart', '--concurrency', '1', '--log-level', 'error', '--file-flush-interval-msec', '1000'];
