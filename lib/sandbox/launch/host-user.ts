import { statSync } from 'node:fs';

/** A user of this machine, as the kernel knows it. */
export interface HostUser {
  readonly uid: number;
  readonly gid: number;
}

export interface HostUserProps {
  /** The folder that the command works in. */
  readonly workspace: string;
  /** `UID` or `UID:GID`, which only root may ask for. @default - the workspace's owner */
  readonly asked?: string;
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * Whose rights a command has on this machine: those of who starts it, and if that is root, those of the workspace's owner or of who called
 * sudo, so that root's files stay out of reach. Throws an Error if `asked` can't be had.
 */
export function hostUser({ workspace, asked, environment }: HostUserProps): HostUser {
  const self = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  if (asked !== undefined) return askedUser(asked, self);
  return self.uid === 0 ? (ownerOf(workspace) ?? caller(environment) ?? self) : self;
}

function askedUser(text: string, self: HostUser): HostUser {
  const [, uid, gid = uid] = /^(\d{1,9})(?::(\d{1,9}))?$/.exec(text) ?? [];
  if (uid === undefined) throw new Error(`--user must be UID or UID:GID in digits, such as 1000:1000, got '${text}'`);
  const user = { uid: Number(uid), gid: Number(gid) };
  if (self.uid !== 0 && (user.uid !== self.uid || user.gid !== self.gid)) {
    throw new Error(`--user is for root, who alone may start a command as another user: leave it out, got '${text}'`);
  }
  return user;
}

function ownerOf(folder: string): HostUser | undefined {
  const { uid, gid } = statSync(folder);
  return uid === 0 ? undefined : { uid, gid };
}

function caller({ SUDO_UID: uid, SUDO_GID: gid = uid }: NodeJS.ProcessEnv): HostUser | undefined {
  return uid !== undefined && /^[1-9]\d{0,8}$/.test(uid) && /^\d{1,9}$/.test(gid ?? '')
    ? { uid: Number(uid), gid: Number(gid) }
    : undefined;
}
