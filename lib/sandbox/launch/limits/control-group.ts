import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GroupFiles, optionalFiles } from './group-files';

/** Tells this process's numbers from those of other process namespaces, which may share a group and see no process of ours. */
export const groupPrefix = (): string => `agent-airlock-${/\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0]}-`;

/** A control group of one command's, below one of this process's. */
export class ControlGroup {
  private constructor(readonly path: string) {}

  /** Throws an Error where this user may make none. */
  static make(parent: string): ControlGroup {
    return new ControlGroup(mkdtempSync(join(parent, `${groupPrefix()}${process.pid}-`)));
  }

  /** File that a process's number is written into to put it in. */
  get processes(): string {
    return join(this.path, 'cgroup.procs');
  }

  /** Whether the kernel took all of it, and has it now. */
  set(files: GroupFiles): boolean {
    return Object.entries(files).every(([name, text]) => {
      const file = join(this.path, name);
      if (!existsSync(file)) return optionalFiles.includes(name);
      return written(file, text);
    });
  }

  /** Ends what is in it, and removes it. Throws an Error if it can't be removed within 5 s. */
  async remove(): Promise<void> {
    const end = Date.now() + 5000;
    while (existsSync(this.path)) {
      for (const pid of processesIn(this.path)) endProcess(pid);
      if (removed(this.path)) return;
      if (Date.now() > end) throw new Error(`the control group ${this.path} can't be removed: processes in it don't end`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** Removes the groups below one that ended processes of ours left; those with processes in them stay, as the kernel removes none. */
export function sweepControlGroups(parent: string): void {
  const prefix = groupPrefix();
  for (const name of readdirSync(parent)) {
    const [, pid] = new RegExp(`^${prefix}(\\d+)-`).exec(name) ?? [];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) removed(join(parent, name));
  }
}

function written(file: string, text: string): boolean {
  try {
    writeFileSync(file, text);
    return true;
  } catch {
    return false;
  }
}

function removed(path: string): boolean {
  try {
    rmdirSync(path);
    return true;
  } catch {
    return false;
  }
}

function processesIn(path: string): readonly number[] {
  try {
    return readFileSync(join(path, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended by itself
  }
}
