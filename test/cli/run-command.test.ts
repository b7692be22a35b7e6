import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { whyNoSandbox } from '../sandbox/launch/why-no-sandbox';
import { realKey } from './airlock-stage';
import { CommandStage } from './command-stage';

const stage = new CommandStage({ key: realKey });
const why = whyNoSandbox();
const ask = 'curl --silent --json {} http://127.0.0.1:8080/claude';

describe.skipIf(why)(`run POLICY -- COMMAND${why ? `: skipped, ${why}` : ''}`, () => {
  test('reaches what the policy allows, with a key that the command never held', async () => {
    const { stdout, stderr } = await stage.script(`${ask}/v1/messages; env`);
    expect(stdout).toContain('"type":"message"');
    expect(stdout).not.toContain(realKey);
    expect(stage.model.requests[0]?.headers['x-api-key']).toBe(realKey);
    expect(stderr).not.toContain('denied');
  });

  test('says what was denied when the command has ended, in the order in which it came', async () => {
    const { stderr } = await stage.script(`${ask}/v1/files; ${ask}/v1/batches; ${ask}/v1/files`);
    expect(stderr).toMatch(
      /denied: 3 requests\n {2}POST api\.anthropic\.com\/v1\/files path-not-allowed \(2 times\)\n {2}POST api\.anthropic\.com\/v1\/batches /,
    );
  });

  test.each([
    ['its status', 'exit 7', 7],
    ['128 and the number of its signal', 'kill -KILL $$', 137],
  ])('ends with %s', async (_what, script, status) => {
    expect((await stage.script(script)).status).toBe(status);
  });

  test('keeps changes out of the workspace', async () => {
    const workspace = stage.newWorkspace();
    const { stdout } = await stage.script('echo changed > main.c; echo new > fresh; cat main.c fresh', { workspace });
    expect(stdout).toBe('changed\nnew\n');
    expect(readFileSync(join(workspace, 'main.c'), 'utf8')).toBe('int main;\n');
    expect(existsSync(join(workspace, 'fresh'))).toBe(false);
  });

  test('makes them with --workspace-mode rw', async () => {
    const workspace = stage.newWorkspace();
    await stage.script('echo changed > main.c', { workspace, options: ['--workspace-mode', 'rw'] });
    expect(readFileSync(join(workspace, 'main.c'), 'utf8')).toBe('changed\n');
  });

  test('refuses them with --workspace-mode ro', async () => {
    const { stderr } = await stage.script('echo changed > main.c', { options: ['--workspace-mode', 'ro'] });
    expect(stderr).toContain('Read-only file system');
  });

  test('says what holds the command to its limits, and does', async () => {
    const many = "perl -e 'for (1..150) { my $pid = fork; last unless defined $pid; $pid or sleep 60 or exit; $n++ } print $n'";
    const { stdout, stderr } = await stage.script(many, { options: ['--processes', '60'] });
    expect(stderr).toMatch(/^limits: (cgroup|rlimits).*\b60 processes/m);
    expect(Number(stdout)).toBeGreaterThan(10);
    expect(Number(stdout)).toBeLessThan(60);
  });
});
