import { readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { isWithin } from './is-within';

/** Whose machine it is. */
export interface MountOptions {
  /** @default - those of the environment and of all users that the machine lists */
  readonly homes?: readonly string[];
  /** @default process.env */
  readonly environment?: NodeJS.ProcessEnv;
}

/** Something that is given to no agent, nor anything that holds it. */
export interface Guarded {
  readonly path: string;
  readonly what: string;
  /** Whether what lies in it is given to none either. */
  readonly inside: boolean;
}

/** Of a home folder, besides what is sensitive by name everywhere: keys, sessions of browsers, settings that programs run by, and sockets of engines. */
const ofHomes = [
  ...['.docker', '.kube', '.gnupg', '.claude', '.claude.json', '.password-store', '.mozilla', '.cargo/credentials.toml'],
  ...['.local/share/keyrings', '.local/state/agent-airlock', '.m2/settings.xml', '.gradle/gradle.properties', 'Library'],
  ...['.colima', '.orbstack', '.rd', '.lima', '.bashrc', '.bash_profile', '.profile', '.zshrc', '.zshenv', '.gitconfig'],
];

/** Of the machine: the kernel's, and where sockets of engines and agents, and the proxy's own secrets, may be. */
const ofMachine = ['/proc', '/sys', '/dev', '/run', '/var/run', '/etc', '/boot', '/var/lib/docker', '/var/lib/containerd'];

// folders of others in them are fine, as work is often done there
const shared = ['/tmp', '/var/tmp', '/private/tmp', '/private/var/tmp'];

export function guardedPlaces({ environment = process.env, homes = allHomes(environment) }: MountOptions): readonly Guarded[] {
  const within = (what: string) => (path: string) => ({ path, what, inside: true });
  const only = (what: string) => (path: string) => ({ path, what, inside: false });
  return [
    only('the whole machine')('/'),
    ...homes.map(only('a home folder')),
    ...homes.flatMap((home) => ofHomes.map((name) => join(home, name))).map(within("a user's own settings or keys")),
    ...ofMachine.map(within("the machine's own")),
    ...[...shared, tmpdir()].map(only('a folder that all programs share')),
    ...namedPlaces(environment),
  ];
}

/** Whether a folder is given to no agent, whoever of this machine's users asks. */
export const isNeverGiven = (folder: string): boolean =>
  guardedPlaces({ environment: {} }).some(({ path }) => isWithin(path, folder));

function namedPlaces(environment: NodeJS.ProcessEnv): readonly Guarded[] {
  const { XDG_RUNTIME_DIR, XDG_CONFIG_HOME, XDG_STATE_HOME, SSH_AUTH_SOCK, DOCKER_HOST, CONTAINER_HOST } = environment;
  const sockets = [SSH_AUTH_SOCK, ...[DOCKER_HOST, CONTAINER_HOST].map((host) => /^unix:\/\/(.+)$/.exec(host ?? '')?.[1])];
  const state = XDG_STATE_HOME && join(XDG_STATE_HOME, 'agent-airlock');
  const named = (what: string, paths: readonly (string | undefined)[]) =>
    paths.filter((path): path is string => path !== undefined && isAbsolute(path)).map((path) => ({ path, what, inside: true }));
  return [
    ...named('a socket, which is a way out,', sockets),
    ...named("a user's own settings or keys", [XDG_CONFIG_HOME]),
    ...named("a folder of this session's sockets and secrets", [XDG_RUNTIME_DIR]),
    ...named('changes that wait to be reviewed', [state]),
  ];
}

/** Home folders of whoever calls, and of all people that the machine lists: who calls by way of sudo has another home. */
function allHomes({ HOME, SUDO_USER }: NodeJS.ProcessEnv): readonly string[] {
  const listed = passwordLines().map((line) => line.split(':'));
  const people = listed.filter(([name, , uid]) => Number(uid) === 0 || Number(uid) >= 1000 || name === SUDO_USER);
  const homes = [HOME, homedir(), ...people.map((fields) => fields[5])];
  return [...new Set(homes.filter((home): home is string => home !== undefined && isAbsolute(home) && home !== '/'))];
}

function passwordLines(): readonly string[] {
  try {
    return readFileSync('/etc/passwd', 'utf8').split('\n');
  } catch {
    return [];
  }
}
