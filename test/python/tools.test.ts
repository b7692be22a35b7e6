import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { pythonTool } from './tools';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'airlock-tools-'));
  vi.stubEnv('XDG_CACHE_HOME', folder);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Puts a `python3` on PATH: what it does when asked for its version, to make an environment, and as that environment's own. */
function python(version: string, makes: string, installs: string): void {
  const own = `mkdir -p "$3/bin"; printf '#!/bin/sh\\n${installs}\\n' > "$3/bin/python"; chmod 755 "$3/bin/python"`;
  writeFileSync(join(folder, 'python3'), `#!/bin/sh\ncase "$1$2" in -c*) ${version};; -mvenv) ${own}; ${makes};; esac\n`);
  chmodSync(join(folder, 'python3'), 0o755);
  vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`);
}

const environments = () => readdirSync(join(folder, 'agent-airlock')).sort();

test('tools are installed once, and found where they are then', async () => {
  python('true', 'true', 'true');
  const path = await pythonTool('python');
  expect(existsSync(path)).toBe(true);
  python('exit 1', 'exit 1', 'exit 1');
  expect(await pythonTool('cfn-lint')).toBe(path.replace(/python$/, 'cfn-lint'));
});

test('without Python there is one message', async () => {
  vi.stubEnv('PATH', folder);
  await expect(pythonTool('cfn-lint')).rejects.toThrow("'python3' must be Python 3.11 or later");
  expect(existsSync(join(folder, 'agent-airlock'))).toBe(false);
});

test('an old Python is refused', async () => {
  python('exit 1', 'true', 'true');
  await expect(pythonTool('cfn-lint')).rejects.toThrow("'python3' must be Python 3.11 or later");
});

test.each([
  ['the environment cannot be made', 'exit 1', 'true'],
  ['pip fails', 'true', 'exit 1'],
])('nothing is left when %s', async (_, makes, installs) => {
  python('true', makes, installs);
  await expect(pythonTool('cfn-lint')).rejects.toThrow('Command failed');
  expect(environments()).toEqual([]);
});
