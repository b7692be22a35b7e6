import { existsSync, mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { groupPrefix } from '../../../../lib/sandbox/launch/limits/control-group';
import { type Enforcement, enforcement } from '../../../../lib/sandbox/launch/limits/enforcement';
import { wholeLimits } from '../../../../lib/sandbox/limits';
import { forkBomb, keepsBusy, limited, nothing, startsMany, takesMemory, whyNoGroups, whyNoNamespace } from './limited';

const isRoot = process.getuid?.() === 0;
const nobody = 65534;
const readied: Enforcement[] = [];

async function ready(limits: Parameters<typeof wholeLimits>[0], uid = nobody): Promise<Enforcement> {
  const made = await enforcement({ limits: wholeLimits(limits), uid });
  readied.push(made);
  return made;
}

afterEach(async () => {
  for (const each of readied.splice(0)) await each.remove();
});

/** Files that a command's processes are written into. */
const groupsOf = ({ outside }: Enforcement) => outside.filter((word) => word.endsWith('/cgroup.procs'));

/** The group that has a controller's file. */
const folderWith = (made: Enforcement, file: string): string =>
  groupsOf(made)
    .map(dirname)
    .find((folder) => existsSync(join(folder, file))) ?? '';

const why = whyNoGroups();
const note = why === undefined ? '' : ` (skipped: ${why})`;
const noNamespace = whyNoNamespace();
const namespaceNote = noNamespace === undefined ? '' : ` (skipped: ${noNamespace})`;

describe.skipIf(why ?? noNamespace)(`in control groups of its own${note || namespaceNote}`, () => {
  test('a command is told which hold it to what', async () => {
    const { says, lacks } = await ready({});
    expect(says).toMatch(/^cgroup v[12]: memory 2048 MiB, 2 cpus, 100 processes$/);
    expect(lacks).toEqual([]);
  });

  test('a fork bomb ends at the limit, and nothing is left of it', async () => {
    const made = await ready({ processes: 100, cpus: 0.5 });
    const folder = folderWith(made, 'pids.max');
    const ended = limited(made, forkBomb);
    await expect.poll(() => readFileSync(join(folder, 'pids.events'), 'utf8')).toMatch(/max [1-9]/);
    expect(Number(readFileSync(join(folder, 'pids.current'), 'utf8'))).toBeLessThanOrEqual(100);
    await made.remove();
    await ended;
    expect(existsSync(folder)).toBe(false);
  });

  test('a command that takes too much memory is killed', async () => {
    const made = await ready({ memoryMiB: 192 });
    expect((await limited(made, takesMemory(400))).output).toBe('0 had it');
  });

  test('and so are several that do together', async () => {
    const had = async (memoryMiB: number) => (await limited(await ready({ memoryMiB }), takesMemory(120, 3))).output;
    expect(await had(256)).toMatch(/^([0-2] had it)?$/);
    expect(await had(1024)).toBe('3 had it');
  });

  test('files in memory count', async () => {
    const made = await ready({ memoryMiB: 64 });
    const fills = 'mount -t tmpfs tmpfs /mnt && head -c 200M /dev/zero > /mnt/file && echo wrote';
    const { output } = await limited(made, ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c', fills]);
    expect(output).not.toContain('wrote');
  });

  test('two busy loops share the time of a part of a processor', async () => {
    const made = await ready({ cpus: 0.05 });
    const { output } = await limited(made, keepsBusy);
    expect(Number(output)).toBeGreaterThan(0.01);
    expect(Number(output)).toBeLessThan(0.15);
    // on a machine with much to do the time alone says little
    expect(readFileSync(join(folderWith(made, 'cpu.stat'), 'cpu.stat'), 'utf8')).toMatch(/^nr_throttled [1-9]/m);
  });

  test('nothing is left once it has ended', async () => {
    const made = await ready({});
    const folders = groupsOf(made).map(dirname);
    expect(folders.every(existsSync)).toBe(true);
    await made.remove();
    expect(folders.some(existsSync)).toBe(false);
  });

  test('what a run left that was killed is removed by the next one, and nothing else', async () => {
    const parent = dirname(dirname(groupsOf(await ready({}))[0] ?? ''));
    const dead = join(parent, `${groupPrefix()}4194300-abcdef`);
    const alive = join(parent, `${groupPrefix()}${process.pid}-abcdef`);
    const foreign = join(parent, 'agent-other-4194300-abcdef');
    // whose process isn't in /proc here, alive or not
    const elsewhere = join(parent, 'agent-airlock-1-4194300-abcdef');
    const all = [dead, alive, foreign, elsewhere];
    for (const folder of all) mkdirSync(folder);
    try {
      await ready({});
      expect(all.map((folder) => existsSync(folder))).toEqual([false, true, true, true]);
    } finally {
      for (const folder of all.filter((folder) => existsSync(folder))) rmdirSync(folder);
    }
  });

  test('a command whose group is gone does not start', async () => {
    const made = await ready({});
    for (const file of groupsOf(made)) rmdirSync(dirname(file));
    expect(await limited(made, ['echo', 'started'])).toMatchObject({
      status: 125,
      output: expect.not.stringContaining('started'),
    });
  });
});

/** As a user who may make no groups: what root's tests find is the same. */
async function asPlainUser<T>(act: () => Promise<T>): Promise<T> {
  if (isRoot) process.seteuid?.(nobody);
  try {
    return await act();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

describe.skipIf(noNamespace)(`by rlimits, where no group can be had${namespaceNote}`, () => {
  const user = isRoot ? nobody : undefined;
  const plain = (limits: Parameters<typeof wholeLimits>[0]) =>
    asPlainUser(() => enforcement({ limits: wholeLimits(limits), uid: nobody }));
  const hasGroups = plain({}).then(({ inside }) => inside.length === 0);

  test('a command is told what does not limit it', async ({ skip }) => {
    if (await hasGroups) skip('systemd makes groups for this user');
    expect(await plain({})).toMatchObject({
      says: 'rlimits: memory 2048 MiB in each process, 100 processes; not limited: cpus',
      lacks: ['cpus'],
      outside: [],
    });
  });

  test('a command gets so many processes and no more', async ({ skip }) => {
    if (await hasGroups) skip('systemd makes groups for this user');
    const count = async (made: Enforcement) => Number.parseInt((await limited(made, startsMany(60), user)).output, 10);
    expect(await count(await plain({ processes: 30 }))).toBeLessThan(30);
    expect(await count(nothing)).toBe(60);
  });

  test('a process that takes too much memory fails, and several that take little each work', async ({ skip }) => {
    if (await hasGroups) skip('systemd makes groups for this user');
    const made = await plain({ memoryMiB: 512 });
    expect((await limited(made, takesMemory(700), user)).output).toMatch(/^0 had it/);
    expect((await limited(made, takesMemory(100, 3), user)).output).toBe('3 had it');
  });

  test('where all limits are required, nothing starts', async ({ skip }) => {
    if (await hasGroups) skip('systemd makes groups for this user');
    const required = asPlainUser(() => enforcement({ limits: wholeLimits(), uid: nobody, isRequired: true }));
    await expect(required).rejects.toThrow(/^nothing here limits memory, cpus for all processes together: run it as root/);
  });

  test("root's processes are not said to be limited, as the kernel counts none of them", async ({ skip }) => {
    if (await hasGroups) skip('systemd makes groups for this user');
    const { says } = await asPlainUser(() => enforcement({ limits: wholeLimits(), uid: 0 }));
    expect(says).toBe('rlimits: memory 2048 MiB in each process; not limited: cpus, processes');
  });
});
