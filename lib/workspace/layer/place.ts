import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { isWithin } from '../is-within';
import { realPart } from '../real-part';

/** Where the changes to a workspace wait. */
export interface LayerPlace {
  /** Real path of the workspace. */
  readonly workspace: string;
  /** Its own folder, mode 0700. */
  readonly folder: string;
  /** What overlayfs writes changes to. */
  readonly upper: string;
  /** What overlayfs needs besides. */
  readonly work: string;
  /** Where it is mounted to be looked at, in namespaces of one's own. */
  readonly view: string;
  readonly record: string;
  readonly lock: string;
}

/** Where changes to a workspace wait, be it there or not; throws an Error if that would lie in the workspace. */
export function layerPlace(workspace: string, environment: NodeJS.ProcessEnv = process.env): LayerPlace {
  const real = realpathSync.native(workspace);
  const state = stateFolder(environment);
  const folder = join(state, 'layers', nameOf(real));
  if (isWithin(realPart(folder), real) || isWithin(real, realPart(state))) {
    throw new Error(`changes must wait outside of the workspace: set XDG_STATE_HOME to another folder, got '${folder}'`);
  }
  const part = (name: string) => join(folder, name);
  return {
    ...{ workspace: real, folder, upper: part('upper'), work: part('work'), view: part('view') },
    ...{ record: part('record.json'), lock: part('lock') },
  };
}

/** Makes what is missing of it; throws an Error if a part is there that others could have put there. */
export function makeLayer({ workspace, folder, upper, work, view }: LayerPlace): void {
  const [all, ours] = [dirname(folder), dirname(dirname(folder))];
  mkdirSync(dirname(ours), { recursive: true, mode: 0o700 });
  for (const path of [ours, all, folder, work, view]) makeOwn(path);
  if (!existsSync(upper)) makeUpper(upper, workspace);
  checkOwn(upper, statSync(workspace).uid);
}

/** The root of what an agent sees: whoever starts it as root lets it be the workspace's owner. */
function makeUpper(upper: string, workspace: string): void {
  const { mode, uid, gid } = statSync(workspace);
  mkdirSync(upper, { mode: 0o700 });
  if (process.geteuid?.() === 0) chownSync(upper, uid, gid);
  chmodSync(upper, mode & 0o777);
}

/** Throws an Error unless the folder is the caller's own, or for root that of `owner`, and no link. */
function checkOwn(path: string, owner?: number): void {
  const stat = lstatSync(path);
  const caller = process.geteuid?.() ?? stat.uid;
  if (!stat.isDirectory()) throw new Error(`where changes wait must be a folder, not a link: remove it, got '${path}'`);
  if (stat.uid === caller || (caller === 0 && stat.uid === owner)) return;
  throw new Error(`where changes wait must be your own: set XDG_STATE_HOME to another folder, got '${path}' of user ${stat.uid}`);
}

function makeOwn(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  checkOwn(path);
  chmodSync(path, 0o700);
}

// a relative path is to be ignored, by the XDG Base Directory Specification
function stateFolder({ XDG_STATE_HOME: state, HOME: home = homedir() }: NodeJS.ProcessEnv): string {
  return join(state !== undefined && isAbsolute(state) ? state : join(home, '.local', 'state'), 'agent-airlock');
}

/** Two workspaces have two, and a moved one has a new one. */
function nameOf(real: string): string {
  const hash = createHash('sha256').update(real).digest('hex').slice(0, 16);
  return `${basename(real)
    .replace(/[^\w.-]/g, '_')
    .slice(0, 40)}-${hash}`;
}
