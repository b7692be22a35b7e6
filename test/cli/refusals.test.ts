import { once } from 'node:events';
import { readdirSync, symlinkSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { put } from '../runtime/scratch';
import { airlock } from './airlock-process';
import { Stage } from './airlock-stage';

const stage = new Stage();

function linkTo(folder: string): string {
  const link = join(stage.newFolder(), 'link');
  symlinkSync(folder, link);
  return link;
}
let occupant: Server;
beforeAll(async () => {
  occupant = createServer().listen(0, '127.0.0.1');
  await once(occupant, 'listening');
});
afterAll(() => new Promise((resolve) => occupant.close(resolve)));

const taken = () => String((occupant.address() as AddressInfo).port);
const key = () => `anthropic-api-key=file:${stage.newKey()}`;
const run = (...more: readonly string[]) => stage.args('--secret', key(), ...more);

const intercepting = put(
  stage.folder,
  'intercept.yaml',
  'version: 1\ndestinations: [{ name: a, host: a.example.com, access: intercept, allow: any }]\n',
);

type Row = readonly [what: string, args: () => readonly string[], message: string | RegExp];

describe('run ends with 3, one line and nothing left, given', () => {
  const rows: readonly Row[] = [
    ['no policy', () => ['run'], "error: missing required argument 'policy': see agent-airlock run --help"],
    [
      'an unknown option',
      () => run('--agnet', 'x'),
      "error: unknown option '--agnet' (Did you mean --agent?): see agent-airlock run --help",
    ],
    [
      'an option without its value',
      () => run('--secret'),
      "error: option '--secret <name=source>' argument missing: see agent-airlock run --help",
    ],
    [
      'a policy that is missing',
      () => ['run', '/nonexistent.yaml'],
      /^policy file can't be read: there is no such file or folder, got '\/nonexistent\.yaml'$/m,
    ],
    ['a policy that is no YAML', () => ['run', put(stage.folder, 'bad.yaml', 'version: [')], /bad\.yaml:1:11: not valid YAML/],
    [
      'a policy with an unknown key',
      () => [
        'run',
        put(
          stage.folder,
          'odd.yaml',
          'version: 1\nlimit: {}\ndestinations: [{ name: a, hosts: [a.example.com], access: tunnel }]\n',
        ),
      ],
      /odd\.yaml:2: policy: unknown key 'limit'/,
    ],
    ['a secret without a source', () => stage.args(), /^secret 'anthropic-api-key' has no source: give --secret /],
    ['a source without a secret', () => run('--secret', 'github-token=env:HOME'), /^the policy has no secret 'github-token'/],
    ['a source twice', () => run('--secret', key()), "--secret must name each secret once, got 'anthropic-api-key' twice"],
    [
      'a source of no kind',
      () => stage.args('--secret', 'anthropic-api-key'),
      '--secret must be NAME=file:PATH or NAME=env:VARIABLE, but number 1 is neither',
    ],
    [
      'a secret file that is missing',
      () => stage.args('--secret', 'anthropic-api-key=file:/nonexistent'),
      /can't be used: there is no such file$/,
    ],
    [
      'a variable that is not set',
      () => stage.args('--secret', 'anthropic-api-key=env:NOT_SET'),
      /NOT_SET can't be used: it is not set$/,
    ],
    ['an agent that there is not', () => run('--agent', 'reviewer'), "agent must be one of default, got 'reviewer'"],
    [
      'a port that is taken',
      () => run('--gateway-port', taken()),
      /^port \d+ is in use by another program: choose another by --gateway-port/,
    ],
    [
      'a port that is none',
      () => run('--proxy-port', 'http'),
      "--proxy-port must be a port from 1 to 65535, or 0 for a free one, got 'http'",
    ],
    [
      'a port out of range',
      () => run('--gateway-port', '65536'),
      "--gateway-port must be a port from 1 to 65535, or 0 for a free one, got '65536'",
    ],
    [
      'a negative port',
      () => run('--gateway-port=-1'),
      "--gateway-port must be a port from 1 to 65535, or 0 for a free one, got '-1'",
    ],
    [
      'sockets alone of which one is missing',
      () => stage.argsWithoutPorts('--sockets-only', '--gateway-socket', 'x'),
      '--sockets-only needs --gateway-socket and --proxy-socket: name both',
    ],
    [
      'sockets alone with a port',
      () => stage.argsWithoutPorts('--sockets-only', '--gateway-socket', 'x', '--proxy-socket', 'y', '--transparent-port', '9'),
      "--sockets-only has no ports: leave --transparent-port out, got '9'",
    ],
    ['a COMMAND that is missing', () => run('--'), 'COMMAND must follow --: name one, or leave -- out'],
    [
      'ports of a bridge that are one',
      () => run('--public-ports', '8080'),
      "--public-ports must be GATEWAY:PROXY, such as 8080:3128, got '8080'",
    ],
    [
      'ports of a bridge that are three',
      () => run('--public-ports', '1:2:3'),
      "--public-ports must be GATEWAY:PROXY, such as 8080:3128, got '1:2:3'",
    ],
    [
      'a secret where agents read it',
      () => [...stage.args('--secret', `anthropic-api-key=file:${stage.newKey()}`), '--agent-sees', stage.folder],
      /^--secret anthropic-api-key may not be where agents read it: keep it in a folder of its own, got '/,
    ],
    [
      'a secret where agents read it by way of a link',
      () => [...stage.args('--secret', `anthropic-api-key=file:${stage.newKey()}`), '--agent-sees', linkTo(stage.folder)],
      /^--secret anthropic-api-key may not be where agents read it: keep it in a folder of its own, got '/,
    ],
    [
      'an address to send to that is a name',
      () => run('--resolve', 'a.example:443=localhost:1'),
      /^--resolve must be HOST:PORT=IP:PORT, such as /,
    ],
    [
      'an --upstream-ca that is missing',
      () => run('--upstream-ca', '/nonexistent'),
      /^--upstream-ca must be a file of PEM certificates/,
    ],
    [
      'an audit log in a folder that is missing',
      () => run('--audit-log', '/nonexistent/log'),
      /^--audit-log must be a file that can be appended to/,
    ],
    [
      'certificates that are missing',
      () => ['run', intercepting, '--certificates', '/nonexistent'],
      /^\/nonexistent\/ca\.pem is missing$/,
    ],
    ['an Envoy that is none', () => run(), /^ENVOY_PATH must be an envoy binary that runs here, got '\/bin\/true'$/],
  ];

  test.each(rows)('%s', async (what, args, message) => {
    const runtime = stage.newFolder();
    const environment = { XDG_RUNTIME_DIR: runtime, ...(what.startsWith('an Envoy') && { ENVOY_PATH: '/bin/true' }) };
    const { status, stdout, stderr } = await airlock(args(), environment);
    const lines = stderr
      .trimEnd()
      .split('\n')
      .filter((line) => !line.startsWith('warning: '));
    expect([status, stdout, lines.length]).toEqual([3, '', 1]);
    if (typeof message === 'string') expect(lines[0]).toBe(message);
    else expect(lines[0]).toMatch(message);
    expect(readdirSync(runtime)).toEqual([]);
  });
});

test.each([
  [[], 3],
  [['runn'], 3],
  [['--nonsense'], 3],
  [['render', 'docker', stage.policy], 3],
  [['--help'], 0],
  [['--version'], 0],
  [['run', '--help'], 0],
])('agent-airlock %j ends with %i', async (args, expected) => {
  const { status, stderr } = await airlock(args);
  expect(status).toBe(expected);
  expect(stderr).not.toMatch(/^\s+at /m);
});
