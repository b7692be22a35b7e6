import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { Laptop, laptopPolicy } from './laptop';
import { packages, sandboxed, whyNoSandbox } from './sandboxed';

type Settings = Record<'network' | 'filesystem' | 'credentials', Record<string, unknown>>;
type Change = (settings: Settings) => void;

const set =
  (part: keyof Settings, values: object): Change =>
  (settings) =>
    Object.assign(settings[part], values);

const lacking =
  (part: keyof Settings, key: string): Change =>
  (settings) =>
    Reflect.deleteProperty(settings[part], key);

/** Takes those paths out of a list of the file system that hold one of these texts. */
const listing =
  (list: 'allowRead' | 'denyRead', ...texts: readonly string[]): Change =>
  ({ filesystem }) =>
    Object.assign(filesystem, {
      [list]: (filesystem[list] as readonly string[]).filter((path) => !texts.some((text) => path.endsWith(text))),
    });

const allowed = 'https://api.example.org/repos/acme/one';
const gateway = '$ANTHROPIC_BASE_URL/v1';
const makeSocket = `python3 -c 'import socket; socket.socket(socket.AF_UNIX); print("made it")'`;
const askItsProxy = 'curl -sS -i -x http://127.0.0.1:1080 http://elsewhere.example.org/';

const nothing: Change = () => {};

const reason = whyNoSandbox();

describe.skipIf(reason)(`a command in sandbox-runtime${reason ? `: ${reason}` : ''}`, () => {
  const laptop = new Laptop();
  let text: string;

  beforeAll(async () => {
    text = await laptop.rendered('sandbox-runtime', ['--workspace', laptop.workspace, '--ro', await packages()]);
  });

  const run = (command: string, change: Change = nothing): Promise<string> => {
    const settings: Settings = JSON.parse(text);
    change(settings);
    return sandboxed(laptop, settings, command);
  };

  test.each<[what: string, command: string, shows: RegExp, without: Change]>([
    ['reads its work', 'cat readme.txt', /work to do/, set('filesystem', { allowRead: [], allowWrite: [] })],
    ['writes its work', 'echo done > made && cat made', /done/, set('filesystem', { allowWrite: [] })],
    ['reaches what is allowed', `curl -sS ${allowed}`, /hello from upstream/, lacking('network', 'httpProxyPort')],
    ["trusts the boundary's authority", `curl -sS ${allowed}`, /hello from upstream/, listing('allowRead', '/ca.pem')],
    ['reaches gateways', `curl -sS -d {} ${gateway}/messages`, /the stand-in model/, lacking('network', 'socksProxyPort')],
    ['reaches a tunnel', 'curl -sS https://npm.example.org/', /no credential/, set('network', { httpProxyPort: 9 })],
  ])('%s, and does not without the setting for it', async (_what, command, shows, without) => {
    expect(await run(command)).toMatch(shows);
    expect(await run(command, without)).not.toMatch(shows);
  });

  test.each<[what: string, command: string, leak: RegExp, without: Change]>([
    ['variables', 'cat .env', /secret of env/, listing('denyRead', '/.env')],
    ['variables further down', 'cat deep/.env.production', /secret of production/, listing('denyRead', '/.env.*')],
    ['keys of SSH', 'cat deep/.ssh/*', /secret of ssh/, listing('denyRead', '/.ssh', '/.ssh/**', '/id_ed25519')],
    ['a private key', 'cat server.key', /secret of key/, listing('denyRead', '/*.key')],
    ['a secret by a link to it', 'ln -sf .env link; cat link', /secret of env/, listing('denyRead', '/.env')],
    ['the home folder', 'cat ../notes.txt', /secret of notes/, listing('denyRead', '~')],
    ['a credential in a variable', 'echo "[$GITHUB_TOKEN]"', /of-the-user/, set('credentials', { envVars: [] })],
    ['a Unix socket', makeSocket, /made it/, set('network', { allowAllUnixSockets: true })],
    ["sandbox-runtime's own proxy", askItsProxy, /x-proxy-error/i, lacking('network', 'socksProxyPort')],
  ])('does not get %s, and would without the setting against it', async (_what, command, leak, without) => {
    expect(await run(command)).not.toMatch(leak);
    expect(await run(command, without)).toMatch(leak);
  });

  test('does not write anywhere else, and would without the setting against it', async () => {
    const command = `echo x > ${laptop.trace}`;
    await run(command);
    expect(existsSync(laptop.trace)).toBe(false);
    await run(command, set('filesystem', { allowWrite: [laptop.folder] }));
    expect(existsSync(laptop.trace)).toBe(true);
  });

  test('does not change the policy in its own work, and would without the setting against it', async () => {
    const command = 'rm -f airlock.yaml; mv readme.txt airlock.yaml; echo "# wider" >> airlock.yaml';
    await run(command);
    expect(readFileSync(laptop.policy, 'utf8')).toBe(laptopPolicy);
    await run(command, set('filesystem', { denyWrite: [] }));
    expect(readFileSync(laptop.policy, 'utf8')).toContain('# wider');
  });

  test.each([
    ['a path', 'curl -sS https://api.example.org/other', /"reason":"path-not-allowed"/, 'path-not-allowed'],
    [
      'a method',
      'curl -sS -X DELETE https://api.example.org/repos/acme/one',
      /"reason":"method-not-allowed"/,
      'method-not-allowed',
    ],
    ['a host', 'curl -sS https://elsewhere.example.org/', /response 403/, 'host-not-allowed'],
    ["a gateway's host", 'curl -sS https://api.anthropic.com/v1/messages', /response 403/, 'use-gateway'],
    ["a gateway's path", 'curl -sS $ANTHROPIC_BASE_URL/v1/models', /"reason":"path-not-allowed"/, 'path-not-allowed'],
  ])('is denied %s by the policy, and it is recorded', async (_what, command, shows, why) => {
    expect(await laptop.denied(why, () => run(command))).toMatch(shows);
    expect(laptop.internet.seen).toEqual([]);
  });

  test.each([
    ["a service on the machine's own loopback", () => `curl -sS --noproxy '*' http://127.0.0.1:${laptop.gatewayPort}/claude`],
    ['an address', () => "curl -sS --noproxy '*' --max-time 5 https://192.0.2.1/"],
    ['a name server', () => 'getent hosts api.example.org || echo unknown name >&2'],
  ])('finds no way past the proxy to %s', async (_what, command) => {
    expect(await run(command())).toMatch(/Failed to connect|Couldn't connect|unknown name/);
    expect(laptop.internet.seen).toEqual([]);
  });

  test('does not start with settings that sandbox-runtime cannot read', async () => {
    const started = await run('echo started', set('network', { httpProxyPort: 0 }));
    expect(started).toMatch(/Refusing to run with the built-in defaults/);
    expect(started).not.toMatch(/^started/m);
  });
});
