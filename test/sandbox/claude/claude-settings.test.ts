import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { Laptop, laptopPolicy } from './laptop';
import { managedClaude, whyNotManaged } from './managed';
import { whyNoSandbox } from './sandboxed';
import { all, allowing, type Change, undenied, unsandboxed, without } from './weaker';

const reason = whyNoSandbox() ?? whyNotManaged();
const nothing: Change = () => {};

const fetched = (url: string): string => use('WebFetch', { url, prompt: 'say' });
const read = (path: string): string => use('Read', { file_path: path });
const python = (path: string): string => `Run: python3 -c 'print(open("${path}").read())'`;
const upwards = `Run: cd deep; python3 -c 'print(open("/".join(["..", "..", "notes.txt"])).read())'`;

function use(tool: string, input: object): string {
  return `Use ${tool}: ${JSON.stringify(input)}`;
}

const modelElsewhere: Change = (settings) => {
  settings.env = { CLAUDE_CODE_MAX_RETRIES: '0' };
};

const portElsewhere =
  (name: 'httpProxyPort' | 'socksProxyPort'): Change =>
  ({ sandbox }) => {
    sandbox.network[name] = 9;
  };

describe.skipIf(reason)(`Claude Code with managed settings${reason ? `: ${reason}` : ''}`, () => {
  const laptop = new Laptop();
  let text: string;

  beforeAll(async () => {
    text = await laptop.rendered('claude-settings');
  });

  const run = (prompt: string, change: Change = nothing): Promise<string> => {
    const settings = JSON.parse(text);
    change(settings);
    return managedClaude(laptop, { prompt, settings: JSON.stringify(settings) });
  };

  const one = 'https://api.example.org/repos/acme/one';
  const messages = 'http://127.0.0.1:1080/claude/v1/messages';
  const trust = without('env.NODE_EXTRA_CA_CERTS', 'env.SSL_CERT_FILE');

  test.each<[what: string, prompt: string, shows: RegExp, change: Change]>([
    ['runs a command in its sandbox', 'Run: echo done > made; cat made', /^done/, without('sandbox.autoAllowBashIfSandboxed')],
    ['reads its work', read('readme.txt'), /work to do/, modelElsewhere],
    ['gets a page of an allowed host', fetched(one), /stand-in model/, trust],
    ['lets a command reach an allowed host', `Run: curl -sS ${one}`, /hello from upstream/, portElsewhere('httpProxyPort')],
    ['lets a command reach a gateway', `Run: curl -sS -d {} ${messages}`, /stand-in model/, portElsewhere('socksProxyPort')],
  ])('%s, and does not without the setting for it', async (_what, prompt, shows, change) => {
    expect(await run(prompt)).toMatch(shows);
    expect(await run(prompt, change)).not.toMatch(shows);
  });

  test.each<[what: string, prompt: string, leak: RegExp, change: Change]>([
    ['read a sensitive file', read('.env'), /secret of env/, undenied('Read(**/.env)')],
    ['read one further down', read('deep/.env.production'), /secret of production/, undenied('Read(**/.env.*)')],
    ['read one by a command', python('.env'), /secret of env/, undenied('Read(**/.env)')],
    ['read home by a command', upwards, /secret of notes/, without('permissions.blockReadsOutsideWorkingDirectories')],
    ['give a command a key of the user', 'Run: echo "[$GITHUB_TOKEN]"', /of-the-user/, without('sandbox.credentials')],
  ])('does not %s, and would without the setting against it', async (_what, prompt, leak, change) => {
    expect(await run(prompt)).not.toMatch(leak);
    expect(await run(prompt, change)).toMatch(leak);
  });

  test('does not search the web, and would without the rule against it', async () => {
    const prompt = use('WebSearch', { query: 'weather' });
    expect(await run(prompt)).toMatch(/No such tool/);
    expect(await run(prompt, undenied('WebSearch'))).not.toMatch(/No such tool/);
  });

  test.each<[how: string, prompt: (path: string) => string, change: Change]>([
    ['by a command', (path) => `Run: touch ${path}`, unsandboxed],
    ['by a tool', (path) => use('Write', { file_path: path, content: 'x' }), outside],
  ])('writes nothing outside of its work %s, and would without the setting against it', async (_how, prompt, change) => {
    await run(prompt(laptop.trace));
    expect(existsSync(laptop.trace)).toBe(false);
    await run(prompt(laptop.trace), change);
    expect(existsSync(laptop.trace)).toBe(true);
  });

  test('asks nobody to let a command out of the sandbox, and would without the setting against it', async () => {
    const prompt = use('Bash', { command: `touch ${laptop.trace}`, dangerouslyDisableSandbox: true });
    expect(await run(prompt)).toMatch(/Read-only file system/);
    expect(await run(prompt, without('sandbox.allowUnsandboxedCommands'))).toMatch(/outside of the sandbox/);
    expect(existsSync(laptop.trace)).toBe(false);
  });

  test('does not change the policy in its own work, and would without the settings against it', async () => {
    const prompt = 'Run: echo "# wider" >> airlock.yaml';
    await run(prompt);
    expect(readFileSync(laptop.policy, 'utf8')).toBe(laptopPolicy);
    await run(prompt, all(without('sandbox.filesystem.denyWrite'), undenied('Edit(')));
    expect(readFileSync(laptop.policy, 'utf8')).toContain('# wider');
  });

  test.each([
    ['a command, of a path', 'Run: curl -sS https://api.example.org/other', 'path-not-allowed', /"reason":"path-not-allowed"/],
    ['a command, of a host', 'Run: curl -sS https://elsewhere.example.org/', 'host-not-allowed', /response 403/],
    ['a page, by its path', fetched('https://api.example.org/other'), 'path-not-allowed', /403/],
    ['a page that needs no permission', fetched('https://docs.python.org/'), 'host-not-allowed', /proxy/],
  ])('is denied by the policy, and it is recorded: %s', async (_what, prompt, why, shows) => {
    expect(await laptop.denied(why, () => run(prompt))).toMatch(shows);
  });

  test('finds no way past the proxy in its sandbox, and would without one', async () => {
    const prompt = `Run: curl -sS --noproxy '*' http://127.0.0.1:${laptop.gatewayPort}/claude`;
    expect(await run(prompt)).toMatch(/Couldn't connect|Failed to connect/);
    expect(await run(prompt, unsandboxed)).toMatch(/"reason":"path-not-allowed"/);
  });

  test.each<[what: string, change: Change, shows: RegExp]>([
    ['in a version older than it must be', older, /older than the minimum version/],
    ['without what its sandbox needs', nowhere, /sandbox/i],
  ])('does not start %s', async (_what, change, shows) => {
    const said = await run('Say hello', change);
    expect(said).toMatch(shows);
    expect(said).not.toMatch(/stand-in model/);
  });

  test('says what it leaves out of settings that it cannot read', async () => {
    expect(await run('Say hello', ({ sandbox }) => Object.assign(sandbox, { enabled: 'yes' }))).toMatch(/sandbox\.enabled/);
  });
});

function outside(settings: Parameters<Change>[0]): void {
  without('permissions.blockWritesOutsideWorkingDirectories', 'permissions.blockReadsOutsideWorkingDirectories')(settings);
  allowing('Edit(//**)', 'Read(//**)')(settings);
}

function older(settings: Parameters<Change>[0]): void {
  settings.requiredMinimumVersion = '99.0.0';
}

function nowhere({ sandbox }: Parameters<Change>[0]): void {
  sandbox.bwrapPath = '/nowhere/bwrap';
}
