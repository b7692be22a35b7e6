import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { airlock } from '../cli/airlock-process';
import { whyNoSandbox } from '../sandbox/launch/why-no-sandbox';
import { claudeCode } from './clients/model-clients';
import { SandboxScene } from './sandbox-scene';
import { secretMark } from './secrets';
import { testEach } from './test-each';

const why = whyNoSandbox();

describe.skipIf(why)(`in a sandbox${why ? `, skipped: ${why}` : ''}`, async () => {
  const scene = new SandboxScene('gateway');
  const asked = (path: string, prompt: string) => {
    const { program } = scene.order(path, 'claude');
    return scene.does([program, '--allowedTools', 'Bash,Write', '--print', prompt], program);
  };
  const review = (workspace: string, ...words: readonly string[]) =>
    airlock(['review', ...words, '--workspace', workspace], { XDG_STATE_HOME: join(workspace, '..') });
  const main = (workspace: string) => readFileSync(join(workspace, 'main.c'), 'utf8');

  await testEach([claudeCode], 'changes a file only once its change is applied', async (_, program) => {
    const { status, workspace } = await asked(program, 'Run: echo "int main(void);" > main.c');
    expect([status, main(workspace)]).toEqual([0, 'int main;\n']);
    expect((await review(workspace, 'list')).stdout).toContain('main.c');
    expect((await review(workspace, 'diff')).stdout).toContain('+int main(void);');
    await review(workspace, 'apply');
    expect(main(workspace)).toBe('int main(void);\n');
  });

  await testEach([claudeCode], 'writes a file by a tool of its own, which waits likewise', async (_, program) => {
    const { workspace } = await asked(program, `Use Write: ${JSON.stringify({ file_path: 'new.txt', content: 'written\n' })}`);
    expect((await review(workspace, 'diff')).stdout).toContain('+written');
  });

  await testEach([claudeCode], 'has changed nothing once its change is discarded', async (_, program) => {
    const { workspace } = await asked(program, 'Run: echo changed > main.c');
    await review(workspace, 'discard');
    expect([(await review(workspace, 'list')).stdout, main(workspace)]).toEqual(['', 'int main;\n']);
  });

  await testEach([claudeCode], 'has no credential at hand, and no interface but loopback', async (_, program) => {
    const prompt = "Run: env; cat /proc/net/dev; cat /proc/*/environ | tr '\\0' '\\n'; ls -a ~ /run /run/airlock";
    const { stdout } = await asked(program, prompt);
    expect(stdout).toContain('ANTHROPIC_BASE_URL=http://127.0.0.1:8080/claude');
    expect(stdout).not.toContain(secretMark);
    expect([...stdout.matchAll(/(\w+): +\d+ +\d+ +\d+ +\d+ /g)].map(([, name]) => name)).toEqual(['lo']);
  });
});
