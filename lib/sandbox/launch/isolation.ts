import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { systemPrograms as env, systemProgram } from '../../workspace/system-programs';
import type { HostUser } from './host-user';
import type { Containment } from './stages';
import { trial } from './trial';

/** Something that a sandbox needs and this machine lacks. */
export interface Lack {
  readonly what: string;
  /** What changes it. */
  readonly fix: string;
}

/** How this machine can shut a command in; or what it lacks, if it can't. */
export type Isolation = { readonly containment: Containment } | { readonly lacks: readonly Lack[] };

/**
 * Finds out by doing it, with a command that does nothing, as what a kernel's settings say is not all that may hinder.
 * Takes about 0.2 s; nothing is left of it.
 */
export function isolation(user: HostUser): Isolation {
  const lacks = process.platform === 'linux' ? missingPrograms() : [notLinux];
  if (lacks.length > 0) return { lacks };
  const refusal = trial('user namespace', user);
  if (refusal === undefined) return { containment: 'user namespace' };
  if (process.getuid?.() !== 0) return { lacks: [whyNoUserNamespace(refusal)] };
  if (user.uid === 0) return { lacks: [whyNoUserNamespace(refusal), rootsOwn] };
  const second = trial('root', user);
  return second === undefined ? { containment: 'root' } : { lacks: [whyNoUserNamespace(refusal), notEvenRoot(second)] };
}

const notLinux: Lack = {
  what: `a sandbox needs Linux, and this is ${process.platform}`,
  fix: "run in a container of 'agent-airlock render docker', or without COMMAND",
};

const rootsOwn: Lack = {
  what: "without user namespaces a command must have another user's rights than root's, and the workspace is root's",
  fix: 'chown the workspace to another user, or name one by --user UID:GID',
};

const notEvenRoot = (said: string): Lack => ({
  what: `root can't make a sandbox here either (${said})`,
  fix: 'give this container CAP_SYS_ADMIN, or run on the machine itself',
});

const programs = [
  ['unshare', 'util-linux'],
  ['setpriv', 'util-linux'],
  ['mount', 'util-linux'],
  ['ip', 'iproute2'],
  ['bwrap', 'bubblewrap'],
] as const;

function missingPrograms(): readonly Lack[] {
  const missing = programs.filter(([name]) => systemProgram(name) === undefined);
  if (missing.length > 0)
    return missing.map(([name, pack]) => ({ what: `${name} is not installed in a folder of the system's`, fix: install(pack) }));
  const version = /(\d+)\.(\d+)/.exec(spawnSync('bwrap', ['--version'], { env, encoding: 'utf8' }).stdout ?? '');
  const [, major = 0, minor = 0] = (version ?? []).map(Number);
  if (major > 0 || minor >= 8) return [];
  return [{ what: `bubblewrap must be 0.8 or later, got '${version?.[0] ?? 'unknown'}'`, fix: install('bubblewrap') }];
}

function install(pack: string): string {
  return existsSync('/etc/debian_version') ? `apt-get install ${pack}` : `install ${pack} with the system's package manager`;
}

/** Settings of kernels that refuse user namespaces, with the value that does. */
const settings = [
  ['user.max_user_namespaces', '0', '15000'],
  ['kernel.unprivileged_userns_clone', '0', '1'],
  ['kernel.apparmor_restrict_unprivileged_userns', '1', '0'],
] as const;

function whyNoUserNamespace(said: string): Lack {
  const found = settings.find(([name, refusing]) => setting(name) === refusing);
  if (!found)
    return { what: `user namespaces can't be used here (${said})`, fix: 'run as root, or where a user namespace is allowed' };
  const [name, value, allowing] = found;
  return { what: `user namespaces are refused by ${name} = ${value} (${said})`, fix: `sysctl -w ${name}=${allowing}` };
}

function setting(name: string): string | undefined {
  try {
    return readFileSync(`/proc/sys/${name.replaceAll('.', '/')}`, 'utf8').trim();
  } catch {
    return undefined;
  }
}
