import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { register } from '../../../bin/commands/init';
import { Unusable } from '../../../bin/exit';
import { EgressPolicy } from '../../../lib/policy/egress-policy';
import { mergePresets } from '../../../lib/policy/preset';
import { runCommand } from './run-command';

const folder = mkdtempSync(join(tmpdir(), 'init-'));
const file = join(folder, 'airlock.yaml');
const init = (...args: string[]) => runCommand(register, ['init', '--output', file, ...args]);

/** Puts programs before all others that answer as npm and pip would. */
function configure(npm: string, pip: string): void {
  for (const [name, script] of Object.entries({ npm, pip })) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`);
}

beforeEach(() => {
  vi.stubEnv('PIP_INDEX_URL', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(file, { force: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('init writes a policy', () => {
  test('for Claude, with the reason of its host', async () => {
    const { output } = await init();
    expect(output).toEqual([`wrote ${file}: claude`, 'secrets to provide: anthropic-api-key']);
    expect(readFileSync(file, 'utf8')).toMatchInlineSnapshot(`
      "# What the agent may reach; everything else is denied. Try: agent-airlock check, agent-airlock explain

      version: 1
      destinations:
        # Claude answers here; files, batches and key management of the same host stay closed
        - name: claude
          host: api.anthropic.com
          access: gateway
          allow:
            - { methods: [ POST ], path: /v1/messages }
            - { methods: [ POST ], path: /v1/messages/count_tokens }
          credential: { type: header, header: x-api-key, secret: anthropic-api-key }
      "
    `);
  });

  test('of several presets, equal to what they give', async () => {
    configure('echo https://npm.example.com/', 'echo https://python.example.com/simple');
    const names = ['claude', 'bedrock', 'vertex', 'git-fetch', 'npm-read', 'pip-read'] as const;
    const presets = names.flatMap((name) => ['--preset', name]);
    await init(
      ...presets,
      '--region',
      'bedrock=eu-west-1',
      '--region',
      'vertex=europe-west1',
      '--project',
      'acme-agents',
      '--owner',
      'acme',
    );
    const merged = mergePresets(names, {
      bedrock: { region: 'eu-west-1' },
      vertex: { region: 'europe-west1', project: 'acme-agents' },
      gitFetch: { owner: 'acme' },
      npmRead: { registry: 'https://npm.example.com/' },
      pipRead: { registry: 'https://python.example.com/simple' },
    });
    expect(EgressPolicy.fromFile(file).sha256).toBe(EgressPolicy.parse(merged).sha256);
  });

  test('without the user and password of a configured registry', async () => {
    configure('echo https://user:hunter2@npm.example.com/', 'exit 1');
    await init('--preset', 'npm-read');
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('host: npm.example.com');
    expect(text).not.toMatch(/user|hunter2/);
  });

  test('with the registry given, whatever is configured', async () => {
    configure('echo https://npm.example.com/', 'exit 1');
    await init('--preset', 'npm-read', '--registry', 'https://other.example.com/');
    expect(EgressPolicy.fromFile(file).destinations[0]?.hosts[0]?.text).toBe('other.example.com');
  });
});

describe('init writes nothing', () => {
  test.each<[string, string[], string]>([
    [
      'for an unknown preset',
      ['--preset', 'cluade'],
      "preset 'cluade': preset must be one of claude, bedrock, vertex, git-fetch, npm-read, pip-read, got 'cluade'",
    ],
    [
      'with an option of a preset that is not chosen',
      ['--owner', 'acme'],
      "--owner is for a preset that isn't chosen: add --preset git-fetch, or leave it out, got 'acme'",
    ],
    [
      'with a region for neither',
      ['--region', 'eu-west-1'],
      "--region is for a preset that isn't chosen: add --preset bedrock or --preset vertex, or leave it out, got 'eu-west-1'",
    ],
    [
      'with a region for the other',
      ['--preset', 'vertex', '--project', 'acme-agents', '--region', 'global', '--region', 'bedrock=eu-west-1'],
      "--region is for a preset that isn't chosen: add --preset bedrock, or leave it out, got 'bedrock=eu-west-1'",
    ],
    [
      'with addresses of no registry',
      ['--addresses', '10.0.0.0/8'],
      "--addresses is for a preset that isn't chosen: add --preset npm-read or --preset pip-read, or leave it out, got '10.0.0.0/8'",
    ],
    [
      'with the files of another registry',
      ['--preset', 'npm-read', '--registry', 'https://npm.example.com/', '--files', 'https://files.example.com/'],
      "--files is for a preset that isn't chosen: add --preset pip-read, or leave it out, got 'https://files.example.com/'",
    ],
    ['without a region', ['--preset', 'bedrock'], "preset 'bedrock' needs --region"],
    [
      'with a region of neither',
      ['--preset', 'bedrock', '--region', 'x'],
      "preset 'bedrock': region must be an AWS region such as eu-west-1, got 'x'",
    ],
    [
      'with a region of either',
      ['--preset', 'bedrock', '--preset', 'vertex', '--region', 'x'],
      "--region must name its preset: write --region bedrock=… --region vertex=…, got 'x'",
    ],
    ['without a project', ['--preset', 'vertex', '--region', 'global'], "preset 'vertex' needs --project"],
    ['without an owner', ['--preset', 'git-fetch'], "preset 'git-fetch' needs --owner"],
    [
      'without a configured npm',
      ['--preset', 'npm-read'],
      "preset 'npm-read' needs --registry URL: npm has none configured here",
    ],
    [
      'without a configured pip',
      ['--preset', 'pip-read'],
      "preset 'pip-read' needs --registry URL: pip has none configured here",
    ],
    [
      'for a registry of either',
      ['--preset', 'npm-read', '--preset', 'pip-read', '--registry', 'https://x.example.com/'],
      "--registry must name its preset: write --registry npm-read=… --registry pip-read=…, got 'https://x.example.com/'",
    ],
    [
      'for a private registry without its addresses',
      ['--preset', 'pip-read', '--registry', 'https://pkgs.corp.internal/simple/'],
      "destination 'pip-read': host is a private name (no suffix of the public DNS): permit what it may resolve to by upstream.addresses, got 'pkgs.corp.internal'",
    ],
    [
      'for one registry with rules in common',
      [
        '--preset',
        'npm-read',
        '--preset',
        'pip-read',
        '--registry',
        'npm-read=https://x.example.com/',
        '--registry',
        'pip-read=https://x.example.com/pypi/simple',
      ],
      "destination 'pip-read': 'GET, HEAD /pypi/**' is also allowed by destination 'npm-read': merge them, or make them disjoint, got 'x.example.com'",
    ],
  ])('%s', async (_what, args, message) => {
    configure('echo undefined', 'exit 1');
    const { error } = await init(...args);
    expect(error?.message).toBe(message);
    expect(existsSync(file)).toBe(false);
  });

  test('over a file that is there', async () => {
    writeFileSync(file, 'mine');
    const { error } = await init();
    expect(error).toBeInstanceOf(Unusable);
    expect(error?.message).toBe(`${file} exists: remove it, or choose another by --output`);
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  test('into a folder that is not there', async () => {
    const { error } = await runCommand(register, ['init', '--output', join(folder, 'no', 'airlock.yaml')]);
    expect(error).toBeInstanceOf(Unusable);
    expect(error?.message).toContain("can't be written: there is no such file or folder");
  });
});
