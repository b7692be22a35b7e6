import { describe, expect, test } from 'vitest';
import { airlock } from '../cli/airlock-process';
import { put, scratchFolder } from '../runtime/scratch';
import { whyNoSandbox } from '../sandbox/launch/why-no-sandbox';
import { SandboxScene } from './sandbox-scene';
import { hosts } from './sites';

// programs that ignore the proxy variables, under `run POLICY --transparent -- COMMAND`

const why = whyNoSandbox();
const told = (...args: readonly string[]): readonly string[] => ['curl', '--silent', '--show-error', '--max-time', '8', ...args];
const allowed = `${hosts.site}/repos/acme/one`;

describe.skipIf(why)(`in a sandbox that is transparent${why ? `, skipped: ${why}` : ''},`, () => {
  const scene = new SandboxScene('transparent');

  test.each([
    ['TLS', [`https://${allowed}`]],
    ['TLS to any address', ['--resolve', `${hosts.site}:443:198.51.100.9`, `https://${allowed}`]],
    ['plain HTTP', [`http://${allowed}`]],
  ])('%s of an allowed host is led to the proxy', async (_, args) => {
    const { stdout } = await scene.does(told(...args));
    expect(stdout).toBe('hello from upstream');
    expect(scene.internet.seen).toMatchObject([{ serverName: hosts.site }]);
  });

  test.each([
    ['a path', [`https://${hosts.site}/repos/other/one`], 'path-not-allowed'],
    [
      'a host of its own choice, at an address of its own choice',
      ['--resolve', 'evil.example.org:443:198.51.100.9', 'https://evil.example.org/'],
      'host-not-allowed',
    ],
    ['TLS without a name', ['--insecure', 'https://198.51.100.9/'], 'server-name-mismatch'],
    ['what is no TLS', ['http://198.51.100.9:443/'], 'not-tls'],
    ['plain HTTP to another host', ['--header', 'Host: evil.example.org', 'http://198.51.100.9/'], 'plain-http'],
  ])('%s is denied, and summed up', async (_, args, reason) => {
    const { stderr } = await scene.does(told(...args));
    expect(stderr).toMatch(new RegExp(`^denied: 1 request\\n {2}.* ${reason}$`, 'm'));
    expect(scene.internet.seen).toEqual([]);
  });

  test.each([
    ['a name that the policy does not have', ['https://elsewhere.example.org/'], /Could not resolve host/],
    ['another port', [`https://${hosts.site}:8443/`], /Failed to connect|Couldn't connect/],
    ['a name server', ['--connect-timeout', '3', 'telnet://8.8.8.8:53'], /Failed to connect|Couldn't connect/],
    ['IPv6', ['https://[2001:db8::1]/'], /Failed to connect|Couldn't connect/],
  ])('there is no way to %s, which is said at once', async (_, args, shows) => {
    const { stdout, stderr } = await scene.does(['sh', '-c', 'date +%s; "$@"; date +%s', 'sh', ...told(...args)]);
    expect(stderr).toMatch(shows);
    const [began = 0, ended = 9] = stdout.trim().split('\n').map(Number);
    expect(ended - began).toBeLessThan(2);
    expect(scene.internet.seen).toEqual([]);
  });
});

describe.skipIf(why)(`in a sandbox that is not transparent${why ? `, skipped: ${why}` : ''},`, () => {
  const scene = new SandboxScene('intercept');

  test.each([
    ['a name', [`https://${allowed}`], /Could not resolve host/],
    ['an address', ['--resolve', `${hosts.site}:443:198.51.100.9`, `https://${allowed}`], /Failed to connect|Couldn't connect/],
    ['loopback', ['--resolve', `${hosts.site}:443:127.0.0.1`, `https://${allowed}`], /Failed to connect|Couldn't connect/],
  ])('%s leads nowhere', async (_, args, shows) => {
    const { stderr } = await scene.does(['env', '-u', 'HTTPS_PROXY', '-u', 'https_proxy', ...told(...args)]);
    expect(stderr).toMatch(shows);
    expect(scene.internet.seen).toEqual([]);
  });
});

describe('run --transparent', () => {
  const policy = (...destinations: object[]) =>
    put(scratchFolder(), 'airlock.yaml', JSON.stringify({ version: 1, destinations }));

  test('is for a COMMAND only', async () => {
    const { status, stderr } = await airlock([
      'run',
      policy({ name: 'x', host: 'x.example.org', access: 'tunnel' }),
      '--transparent',
    ]);
    expect([status, stderr]).toEqual([3, expect.stringContaining('--transparent is for a COMMAND')]);
  });

  test.skipIf(why)('warns of each wildcard by name, and of a policy that it catches nothing of', async () => {
    const wildcard = { name: 'x', hosts: ['*.x.example.org'], access: 'tunnel' };
    const gateway = { name: 'x', host: 'x.example.org', access: 'gateway', allow: 'any' };
    const ran = (of: object) => airlock(['run', policy(of), '--workspace', scratchFolder(), '--transparent', '--', 'true']);
    expect((await ran(wildcard)).stderr).toContain("warning: '*.x.example.org' isn't known to programs");
    expect((await ran(gateway)).stderr).toContain('warning: --transparent catches nothing');
  });
});
