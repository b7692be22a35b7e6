import { closeSync, constants, fstatSync, lchownSync, lstatSync, mkdirSync, openSync } from 'node:fs';
import { visible } from './visible';

const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/**
 * A folder held open, so that it stays the one that was looked at whatever is renamed meanwhile: names in it are reached by way of its descriptor, as by openat(2),
 * and no link is followed on the way.
 */
export class HeldFolder {
  private constructor(
    readonly descriptor: number,
    private readonly device: number,
  ) {}

  /** Calls with the folder that `path` lies in, below `root`; throws an Error if a part of the way is a link, another mount, or not there and not to be made. */
  static withParentOf<T>(root: string, path: string, use: (folder: HeldFolder, name: string) => T, make = false): T {
    const parts = path.split('/');
    const name = checked(parts.pop() ?? '');
    let held = HeldFolder.open(root);
    try {
      for (const part of parts) held = held.down(checked(part), make);
      return use(held, name);
    } finally {
      closeSync(held.descriptor);
    }
  }

  /** Path of a name in it, for this process alone. */
  at(name: string): string {
    return `/proc/self/fd/${this.descriptor}/${name}`;
  }

  /** What root makes belongs to the owner of the folder that it comes into. */
  giveAway(name: string): void {
    if (process.geteuid?.() !== 0) return;
    const { uid, gid } = fstatSync(this.descriptor);
    lchownSync(this.at(name), uid, gid);
  }

  private static open(path: string): HeldFolder {
    const descriptor = openSync(path, flags);
    return new HeldFolder(descriptor, fstatSync(descriptor).dev);
  }

  private down(name: string, make: boolean): HeldFolder {
    if (make) this.makeMissing(name);
    const descriptor = openDown(this.at(name), name);
    if (fstatSync(descriptor).dev !== this.device) {
      closeSync(descriptor);
      throw new Error(`'${visible(name)}' in its path must not be a mount of its own`);
    }
    closeSync(this.descriptor);
    return new HeldFolder(descriptor, this.device);
  }

  private makeMissing(name: string): void {
    if (lstatSync(this.at(name), { throwIfNoEntry: false })) return;
    mkdirSync(this.at(name), { mode: 0o755 });
    this.giveAway(name);
  }
}

function openDown(path: string, name: string): number {
  try {
    return openSync(path, flags);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new Error(`the folder '${visible(name)}' that it lies in is not there`);
    if (code === 'ENOTDIR' || code === 'ELOOP')
      throw new Error(`'${visible(name)}' in its path must be a folder, not a link or a file`);
    throw error;
  }
}

function checked(part: string): string {
  if (part !== '' && part !== '.' && part !== '..' && !part.includes('\ufffd') && !part.includes('\0')) return part;
  throw new Error(`a path must be one of folders and a name, as the list shows it, got '${visible(part)}'`);
}
