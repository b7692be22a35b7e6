import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Decision, decide } from '../../lib/policy/decision';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { startUpstream, type Upstream } from '../stand-ins/upstream';
import { anything, bedrock, claude, github, mirror, oddPorts, policyOf, uploads } from './policies';
import { exchange, handshake, openTunnel, raw } from './raw-client';
import { type RunningEnvoy, startEnvoy } from './running-envoy';

// `explain` must say what the proxy does: both are asked the same questions, made of the pieces that decide
const hosts = ['api.anthropic.com', 'bedrock-runtime.eu-west-1.amazonaws.com', 'anything.example.org'];
const intercepted = ['api.github.com', 'uploads.github.com'];
let upstream: Upstream;
let envoy: RunningEnvoy;
let boundary: CertificateAuthority;

beforeAll(async () => {
  const authority = await CertificateAuthority.create({ name: 'test' });
  upstream = await startUpstream(await authority.issue({ hosts: [...hosts, ...intercepted] }));
  boundary = await CertificateAuthority.create({ name: 'boundary' });
  const to = { address: '127.0.0.1', addressPort: upstream.port };
  const resolve = [...hosts, ...intercepted].flatMap((host) => [443, 8443].map((port) => ({ host, port, ...to })));
  envoy = await startEnvoy(policyOf([claude, bedrock, anything, mirror, oddPorts, github, uploads]), {
    ca: authority.certificate,
    boundary,
    props: { resolve },
  });
});
afterAll(async () => {
  await envoy?.stop();
  await upstream?.close();
});

const methods = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE');
const pieces = [
  '/',
  '//',
  '/claude',
  '/bedrock',
  '/anything',
  '/mirror',
  '/v1/messages',
  '/v1/models/',
  '/v1/files/',
  '/model/',
  '/invoke',
  'a',
  'é',
  '~',
];
const tricks = [
  '.',
  '..',
  '/..',
  '/./',
  '%2e',
  '%2F',
  '%2f',
  '%5c',
  '\\',
  '%00',
  '%',
  '%zz',
  ';x',
  '*',
  '?',
  '?a=/../b',
  '|',
  '{',
];
const start = fc.constantFrom('/claude', '/bedrock', '/anything', '/claudes', '/', '');
const paths = fc
  .tuple(start, fc.array(fc.constantFrom(...pieces, ...tricks), { maxLength: 6 }))
  .map(([first, rest]) => `/${first}${rest.join('')}`.replace(/^\/\//, '/'));
// the query is not judged, but a byte that no URL may hold is refused there too
const questions = fc.tuple(
  methods,
  paths.filter((path) => !/\?.*é/.test(path)),
);

/** Few at a time, so that none counts as hung for waiting behind the others. */
async function inTurns<Question, Answer>(asked: readonly Question[], ask: (question: Question) => Promise<Answer>) {
  const answers: Answer[] = [];
  for (let turn = 0; turn < asked.length; turn += 25)
    answers.push(...(await Promise.all(asked.slice(turn, turn + 25).map((question) => ask(question)))));
  return answers;
}

test('explain and the proxy agree on 600 gateway requests', async () => {
  const asked = fc.sample(questions, { numRuns: 600, seed: 20261123 });
  const disagreements = (await inTurns(asked, compare)).filter((row) => row !== undefined);
  expect(disagreements).toEqual([]);
});

// which of two refusals comes first is the parser's affair when the request is malformed
const agree = (said: Decision, did: unknown) =>
  said.reason === did || (said.decision === 'deny' && did !== 'allowed' && [said.reason, did].includes('malformed'));

async function compare([method, path]: [string, string]) {
  const latin1 = Buffer.from(path, 'utf8').toString('latin1');
  const answer = await raw(envoy.gateway, `${method} ${latin1} HTTP/1.1\r\nHost: proxy\r\nConnection: close\r\n\r\n`);
  const said = decide(envoy.policy.agent(), method, `http://proxy:${envoy.gateway}${path}`, { gatewayPort: envoy.gateway });
  const did = answer.status === 200 ? 'allowed' : answer.json.reason;
  return agree(said, did) ? undefined : { method, path, said: said.reason, did, status: answer.status };
}

const innerStart = fc.constantFrom('/repos/acme/', '/repos/acme/x/issues', '/uploads/', '/repos', '/');
const innerQuestions = fc.tuple(
  fc.constantFrom('api.github.com:443', 'api.github.com:443', 'api.github.com:8443', 'uploads.github.com:443'),
  fc.constantFrom('GET', 'GET', 'PUT', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'TRACE'),
  fc
    .tuple(innerStart, fc.array(fc.constantFrom('/issues', '/acme', 'a', '~', ...tricks), { maxLength: 2 }))
    .map(([first, rest]) => `${first}${rest.join('')}`),
);

test('explain and the proxy agree on 400 requests inside intercepted connections', async () => {
  const asked = fc.sample(innerQuestions, { numRuns: 400, seed: 20261126 });
  const answers = await inTurns(asked, compareInside);
  expect(answers.filter(({ said, did }) => !agree(said, did))).toEqual([]);
  // an agreement that everything is denied would say little
  expect(answers.filter(({ did }) => did === 'allowed').length).toBeGreaterThan(20);
});

test('explain and the proxy agree on plain HTTP through the proxy', async () => {
  const urls = [
    'api.github.com',
    'api.github.com:80',
    'api.github.com:8080',
    'uploads.github.com',
    'mirror.example.org',
    'evil.example.org',
  ];
  const asked = fc.sample(fc.tuple(fc.constantFrom(...urls, 'api.anthropic.com', 'only.github.com'), innerQuestions), {
    numRuns: 300,
    seed: 20261126,
  });
  const answers = await inTurns(asked, async ([host, [, method, path]]) => {
    const bytes = `${method} http://${host}${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`;
    const answer = await raw(envoy.proxy, bytes);
    const said = decide(envoy.policy.agent(), method, `http://${host}${path}`, { gatewayPort: envoy.gateway });
    return { host, method, path, said, did: answer.status === 200 ? 'allowed' : answer.json.reason };
  });
  expect(answers.filter(({ said, did }) => !agree(said, did))).toEqual([]);
  expect(answers.filter(({ did }) => did === 'allowed').length).toBeGreaterThan(5);
});

async function compareInside([authority, method, path]: [string, string, string]) {
  const tunnel = await openTunnel(envoy.proxy, authority);
  const secure = await handshake(tunnel, authority.replace(/:.*/, ''), boundary.certificate);
  const bytes = `${method} ${path} HTTP/1.1\r\nHost: ${authority}\r\nConnection: close\r\n\r\n`;
  const answer = await exchange(secure, bytes);
  const said = decide(envoy.policy.agent(), method, `https://${authority}${path}`);
  return { authority, method, path, said, did: answer.status === 200 ? 'allowed' : answer.json.reason };
}

const authorities = fc
  .tuple(
    fc.constantFrom('', 'a.', 'a.b.', '*.', 'x'),
    fc.constantFrom(
      'mirror.example.org',
      'MIRROR.example.org',
      'odd.example.org',
      'api.anthropic.com',
      'api.github.com',
      'example.org',
      '10.0.0.1',
    ),
    fc.constantFrom(':443', ':8443', ':80', ':0443', '.:443'),
  )
  .map((parts) => parts.join(''));

test('explain and the proxy agree on CONNECT', async () => {
  const asked = [...new Set(fc.sample(authorities, { numRuns: 200, seed: 20261123 }))];
  const disagreements = await inTurns(asked, async (authority) => {
    const answer = await raw(envoy.proxy, `CONNECT ${authority} HTTP/1.1\r\nHost: a\r\n\r\n`);
    const said = decide(envoy.policy.agent(), 'CONNECT', authority);
    const did = answer.status === 200 ? 'allowed' : answer.json.reason;
    return agree(said, did) ? undefined : { authority, said: said.reason, did };
  });
  expect(disagreements.filter((row) => row !== undefined)).toEqual([]);
});
