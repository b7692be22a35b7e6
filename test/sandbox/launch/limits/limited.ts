import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { controllerFolders } from '../../../../lib/sandbox/launch/limits/controller-folders';
import type { Enforcement } from '../../../../lib/sandbox/launch/limits/enforcement';

export interface Ended {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** A user namespace without anything else of a sandbox's, of a user who isn't root. */
const inNamespace = ['unshare', '--user', '--map-user=1000', '--map-group=1000', '--'];

/** Runs a command held to limits, in a user namespace of its own, as `uid`; as whoever runs the tests by default. */
export async function limited({ outside, inside }: Enforcement, command: readonly string[], uid?: number): Promise<Ended> {
  const user = uid === undefined ? [] : ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--'];
  const [program = '', ...words] = [...outside, ...user, ...inNamespace, ...inside, ...command];
  const child = spawn(program, words, { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const [status, signal] = await once(child, 'exit');
  return { status, signal, output: (await output).join('') };
}

/** Why no user namespace can be had; `undefined` if it can. */
export function whyNoNamespace(): string | undefined {
  const [program = '', ...words] = [...inNamespace, 'true'];
  const { status, error, stderr } = spawnSync(program, words, { encoding: 'utf8' });
  return status === 0 ? undefined : `no user namespace can be made: ${error?.message ?? stderr.trim()}`;
}

/** Why this user can make no control groups that limit everything; `undefined` if it can. */
export function whyNoGroups(): string | undefined {
  if (existsSync('/run/systemd/system')) return 'systemd makes them here';
  const folders = controllerFolders();
  const missing = ['memory', 'cpu', 'pids'].filter((name) => !canMakeIn((folders.get(name) ?? folders.get(''))?.path));
  return missing.length === 0 ? undefined : `this user can make no control groups for ${missing.join(', ')}`;
}

function canMakeIn(folder = '/nowhere'): boolean {
  try {
    rmdirSync(mkdtempSync(join(folder, 'try-')));
    return true;
  } catch {
    return false;
  }
}

export const nothing: Enforcement = { says: '', lacks: [], notWhole: [], outside: [], inside: [], remove: async () => undefined };

/** Takes this many MiB in each of so many processes at a time; prints how many of them had it and live. */
export const takesMemory = (mebibytes: number, processes = 1): readonly string[] => [
  'perl',
  '-e',
  `for (1..${processes}) {
    pipe my $answer, my $says;
    push @all, fork // die;
    unless ($all[-1]) { vec(my $kept, ${mebibytes} << 20, 8) = 1; syswrite $says, "had it\\n"; sleep 60; exit }
    push @answers, $answer;
  }
  my @had = map { defined readline $_ } @answers;
  # one that had it may have been ended so that another could
  select undef, undef, undef, 0.3;
  print scalar(grep { $had[$_] and not waitpid $all[$_], 1 } 0..$#all), " had it"; kill 9, @all`,
];

/** Two busy loops for 1.5 s; prints how many processors' worth of time they had. */
export const keepsBusy = [
  'perl',
  '-e',
  `use Time::HiRes 'time'; my $start = time; my $other = fork; while (time < $start + 1.5) {} exit unless $other;
  wait; my @times = times; print(($times[0] + $times[1] + $times[2] + $times[3]) / (time - $start))`,
];

/** Starts `count` processes that sleep, and prints how many it got. */
export const startsMany = (count: number): readonly string[] => [
  'perl',
  '-e',
  `for (1..${count}) { my $pid = fork; last unless defined $pid; unless ($pid) { sleep 30; exit } push @all, $pid }
  print scalar @all; kill 9, @all;`,
];

/** Doubles until nothing more starts. */
export const forkBomb = ['bash', '-c', 'bomb() { bomb | bomb & }; bomb 2>/dev/null; sleep 1.5'];
