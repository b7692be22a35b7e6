import { lstatSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { answers } from './private-folder';
import { StartError } from './start-error';

/** Paths of the Unix sockets of a proxy. */
export type ProxySockets = { readonly [name in keyof typeof options]?: string };

const options = {
  gatewaySocket: '--gateway-socket',
  proxySocket: '--proxy-socket',
  transparentSocket: '--transparent-socket',
  transparentHttpSocket: '--transparent-http-socket',
} as const;

/** The same sockets by their whole paths, if Envoy may make them all; throws a StartError if it may not. */
export async function freeSockets(sockets: ProxySockets): Promise<ProxySockets> {
  const names = (Object.keys(options) as (keyof ProxySockets)[]).filter((name) => sockets[name] !== undefined);
  const paths = await Promise.all(names.map((name) => freeSocket(sockets[name] ?? '', options[name])));
  refuseRepeated(names, paths);
  return Object.fromEntries(names.map((name, index) => [name, paths[index]]));
}

function refuseRepeated(names: readonly (keyof ProxySockets)[], paths: readonly string[]): void {
  for (const [index, path] of paths.entries()) {
    const [earlier, later] = [names[paths.indexOf(path)], names[index]];
    if (earlier !== undefined && later !== undefined && earlier !== later) {
      throw new StartError([`${options[earlier]} and ${options[later]} must differ, got '${path}' for both`]);
    }
  }
}

/** The whole path of a socket that Envoy may make. Throws a StartError if something else is there that it would replace. */
export async function freeSocket(path: string, option: string): Promise<string> {
  const whole = resolve(path);
  const problem = (await placeProblem(whole)) ?? lengthProblem(whole);
  if (problem) throw new StartError([`${option} ${problem}, got '${path}'`]);
  return whole;
}

/** Removes a socket that Envoy made, if it is there. */
export function removeSocket(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket()) rmSync(path, { force: true });
}

async function placeProblem(path: string): Promise<string | undefined> {
  if (!lstatSync(dirname(path), { throwIfNoEntry: false })) return 'must be in a folder that is there';
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) return undefined;
  if (!stat.isSocket()) return 'must not be there yet, or be a socket that nobody uses any more';
  if (stat.uid !== process.getuid?.()) return "must not be another user's socket";
  return (await answers(path)) ? 'is in use by another program: choose another path' : undefined;
}

// sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing zero among them
const lengthProblem = (path: string): string | undefined =>
  Buffer.byteLength(path) < 104 ? undefined : 'must have 103 bytes at most, from the root on';
