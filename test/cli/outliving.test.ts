import { copyFileSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { until } from '../runtime/scratch';
import { whyNoSandbox } from '../sandbox/launch/why-no-sandbox';
import { CommandStage } from './command-stage';

const stage = new CommandStage();
const why = process.arch === 'x64' ? whyNoSandbox() : 'the attack is written for x86-64';
const programs = join(__dirname, '..', 'sandbox', 'launch', 'programs');

describe.skipIf(why)(`a command that took over bubblewrap's own first process${why ? `: skipped, ${why}` : ''}`, () => {
  const taken = async () => {
    const workspace = stage.newWorkspace();
    copyFileSync(join(programs, 'take-over.cjs'), join(workspace, 'take-over.cjs'));
    const run = stage.begin(['node', 'take-over.cjs'], { workspace, options: ['--workspace-mode', 'rw'] });
    const alive = join(workspace, 'alive');
    await until(
      () => run.stdout.includes('taken over') && existsSync(alive),
      () => run.stderr + run.stdout,
    ).catch(async (error) => {
      await run.end('SIGKILL');
      throw error;
    });
    return { run, size: () => statSync(alive).size };
  };

  test('does not outlive a run that is killed', async () => {
    const { run, size } = await taken();
    await run.end('SIGKILL');
    const isStill = async () => {
      const before = size();
      await pause(1000);
      return size() === before;
    };
    await until(isStill, () => 'it goes on');
  });
});

const whyNot = whyNoSandbox();

test.skipIf(whyNot)(`a command that ignores SIGTERM is ended 10 s after it${whyNot ? `: skipped, ${whyNot}` : ''}`, async () => {
  const run = stage.begin(['sh', '-c', "trap '' TERM; echo it ran; while :; do sleep 1; done"]);
  await until(
    () => run.stdout.includes('it ran'),
    () => run.stderr,
  );
  const before = Date.now();
  expect((await run.end('SIGTERM')).status).toBe(137);
  expect(Date.now() - before).toBeGreaterThan(9500);
});
