import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { until } from '../runtime/scratch';
import { whyNoSandbox } from '../sandbox/launch/why-no-sandbox';
import { CommandStage } from './command-stage';

const stage = new CommandStage();
const why = whyNoSandbox();

/** A workspace with a folder in it, in which something is hidden. */
function nested() {
  const outer = stage.newWorkspace();
  const inner = join(outer, 'part');
  mkdirSync(inner);
  writeFileSync(join(inner, '.env'), 'TOKEN=of-the-part\n');
  return { outer, inner };
}

/** A run that goes on, once its command has begun. */
async function going(workspace: string, mode: string, more: readonly string[] = []) {
  const run = stage.begin(['sh', '-c', 'echo up; sleep 600'], { workspace, options: ['--workspace-mode', mode, ...more] });
  await until(
    () => run.stdout === 'up\n',
    () => run.stderr,
  );
  return run;
}

const second = (workspace: string, mode: string) => stage.script('echo ran', { workspace, options: ['--workspace-mode', mode] });

describe.skipIf(why)(`while a run goes on${why ? `: skipped, ${why}` : ''}`, () => {
  test.each([
    ['rw', 'outer', ['rw', 'ro', 'overlay'], ['outer', 'inner']],
    ['rw', 'inner', ['rw', 'ro', 'overlay'], ['outer']],
    ['ro', 'outer', ['rw'], ['outer', 'inner']],
    ['overlay', 'inner', ['rw'], ['outer', 'inner']],
  ] as const)('in mode %s in the %s folder, others are refused that could meddle', async (mode, place, others, where) => {
    const folders = nested();
    const first = await going(folders[place], mode);
    for (const other of others)
      for (const at of where) {
        const { status, stdout, stderr } = await second(folders[at], other);
        expect([status, stdout]).toEqual([3, '']);
        expect(stderr).toContain(
          `must be alone in it: wait for the run of process ${first.pid}, ${mode} in '${folders[place]}', got ${other} in '${folders[at]}'`,
        );
      }
    await first.end('SIGTERM');
  });

  test('that may read a folder by --ro, one that changes it is refused', async () => {
    const { outer, inner } = nested();
    const first = await going(stage.newWorkspace(), 'overlay', ['--ro', outer]);
    expect((await second(inner, 'rw')).status).toBe(3);
    await first.end('SIGTERM');
  });

  test.each([
    ['both read', 'ro', 'outer', 'overlay', 'inner'],
    ['they are beside each other', 'rw', 'inner', 'rw', 'beside'],
  ] as const)('another does too where %s', async (_why, mode, place, other, at) => {
    const { outer, inner } = nested();
    const folders = { outer, inner, beside: join(outer, 'beside') };
    mkdirSync(folders.beside);
    const first = await going(folders[place], mode);
    expect(await second(folders[at], other)).toMatchObject({ status: 0, stdout: 'ran\n' });
    await first.end('SIGTERM');
  });

  test('and is killed, the next is not in its way', async () => {
    const { outer } = nested();
    const first = await going(outer, 'rw');
    await first.end('SIGKILL');
    await until(
      async () => (await second(outer, 'rw')).status === 0,
      () => 'still locked',
    );
  });
});

describe.skipIf(why)(`what is mounted in a workspace${why ? `: skipped, ${why}` : ''}`, () => {
  test.each([
    ['a cover', true],
    ['what --ro names', false],
  ])('%s below what an agent has made a link is refused, as it would go where the link leads', async (_what, isCover) => {
    const { outer: workspace, inner } = nested();
    const run = { workspace, environment: { XDG_STATE_HOME: stage.newFolder() } };
    rmSync(join(inner, '.env'));
    writeFileSync(join(inner, 'work'), '');
    expect((await stage.script('rm -r part; ln -s /tmp part', run)).status).toBe(0);
    if (isCover) writeFileSync(join(inner, '.env'), 'TOKEN=new');
    const { status, stdout, stderr } = await stage.script('echo ran', { ...run, options: isCover ? [] : ['--ro', inner] });
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toContain(
      `must not be reached by a link: remove it, in the workspace or by a review of what waits, got '${inner}'`,
    );
  });

  test('where links lead to it is mounted all the same', async () => {
    const { outer: workspace } = nested();
    symlinkSync('part', join(workspace, 'link'));
    const { status, stdout, stderr } = await stage.script('cat link/.env part/.env', { workspace });
    expect([status, stdout, stderr.match(/Permission denied/g)?.length]).toEqual([1, '', 2]);
  });
});
