import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { stubMissing } from './stub-provider';

const missing = stubMissing();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'airlock-path-'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Has PATH lead to nothing but programs that print so. */
function programs(printed: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(printed)) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho '${text}'\n`);
    chmodSync(join(folder, name), 0o755);
  }
  vi.stubEnv('PATH', folder);
}

test.each([
  ['without Terraform', { go: 'go1.26.8' }, 'it takes Terraform and Go: spawnSync terraform ENOENT'],
  ['without Go', { terraform: 'Terraform v1.11.4' }, 'it takes Terraform and Go: spawnSync go ENOENT'],
  [
    'with an old Go',
    { terraform: 'Terraform v1.11.4', go: 'go1.19.8' },
    'Go must be 1.24 or later to build the stub provider, got 1.19',
  ],
])('%s there is no stub, and a reason', (_, printed, reason) => {
  programs(printed);
  expect(stubMissing()).toBe(reason);
});

test('with both there may be one', () => {
  programs({ terraform: 'Terraform v1.11.4', go: 'go1.24.0' });
  expect(stubMissing()).toBeUndefined();
});

test.skipIf(missing)(`its sources are formatted as Go has it${missing ? `: ${missing}` : ''}`, () => {
  expect(execFileSync('gofmt', ['-l', join(__dirname, 'stub-provider')], { encoding: 'utf8' })).toBe('');
});
