import { describe, expect, test } from 'vitest';
import type { Deed } from './client';
import { programFile } from './programs/program-file';
import { isDenied, works } from './promises';
import { Scene } from './scene';
import { doorAddress, whyNoRoom } from './sealed-room';
import { hosts } from './sites';

// what one client can be told, where others always do the same

const reason = whyNoRoom();
const told = (...args: readonly string[]): readonly string[] => ['curl', '--silent', '--show-error', ...args];
const allowed = `${hosts.site}/repos/acme/one`;
const greets = /hello from upstream/;

describe.skipIf(reason)(`curl that is redirected${reason ? `: ${reason}` : ''}`, () => {
  const scene = new Scene({ way: 'transparent' });

  test.each([
    ['by plain HTTP', [`http://${allowed}`]],
    ['when it would rather have HTTP/2', ['--http2', `https://${allowed}`]],
    ['when it sends a key of its own', ['--oauth2-bearer', 'of-the-agent', `https://${allowed}`]],
  ])('is answered %s', async (_how, args) => {
    await works(scene, { command: told(...args), shows: greets });
    expect(JSON.stringify(scene.internet.seen)).not.toContain('of-the-agent');
  });

  test.each([
    ['a path, by plain HTTP', [`http://${hosts.site}/repos/other/one`], 'path-not-allowed'],
    ['a method', ['--request', 'DELETE', `https://${allowed}`], 'method-not-allowed'],
    [
      'another host inside the TLS of an allowed one',
      ['--header', `Host: ${hosts.claude}`, `https://${allowed}`],
      'server-name-mismatch',
    ],
  ])('is told why it is denied %s', async (_what, args, why) => {
    await isDenied(scene, { command: told(...args), shows: new RegExp(`"reason":"${why}"`) }, ({ reason }) => reason === why);
  });

  test('is cut off, and it is recorded, where it names another host at the address of an allowed one', async () => {
    const host = 'elsewhere.example.org';
    const deed: Deed = {
      command: told('--resolve', `${host}:443:${doorAddress}`, `https://${host}/`),
      shows: /^curl: \((35|56)\)/,
    };
    await isDenied(scene, deed, (record) => record.host === host && record.reason === 'host-not-allowed');
  });

  test.each([
    ['a name that the policy does not have', 'https://elsewhere.example.org/', /Could not resolve host/],
    ['another port', `https://${hosts.site}:8443/`, /Failed to connect/],
    ['an address', 'https://192.0.2.1/', /Failed to connect|Couldn't connect/],
  ])('finds no way to %s', async (_what, url, shows) => {
    const { output } = await scene.does({ command: told(url), shows });
    expect(output).toMatch(shows);
    expect(scene.internet.seen).toEqual([]);
  });
});

describe.skipIf(reason)(`a client that is redirected to a tunnel${reason ? `: ${reason}` : ''}`, () => {
  const scene = new Scene({ way: 'transparent', access: 'tunnel' });

  test.each([
    ['curl', told(`https://${allowed}`)],
    ['Node', [process.execPath, programFile('fetch.mjs'), `https://${allowed}`]],
  ])('verifies the upstream itself: %s', async (_name, command) => {
    await works(scene, { command, shows: greets });
  });

  test('gets nothing by plain HTTP', async () => {
    const deed = { command: told(`http://${allowed}`), shows: /"reason":"plain-http"/ };
    await isDenied(scene, deed, (record) => record.reason === 'plain-http');
    expect(scene.internet.seen).toEqual([]);
  });
});

describe.skipIf(reason)(`curl at the gateways' Unix socket${reason ? `: ${reason}` : ''}`, () => {
  const scene = new Scene({ way: 'gateway' });
  const at = (path: string) => told('--unix-socket', scene.gateway, `http://proxy/site${path}`);

  test('is answered', async () => {
    await works(scene, { command: at('/repos/acme/one'), shows: greets });
  });

  test('is told why it is denied', async () => {
    const deed = { command: at('/repos/other/one'), shows: /"reason":"path-not-allowed"/ };
    await isDenied(scene, deed, (record) => record.reason === 'path-not-allowed');
  });
});
