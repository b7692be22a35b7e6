import fc from 'fast-check';
import { agentsKey } from './attacked-policy';

/** What an agent might send on one connection. */
export interface RawCase {
  readonly port: 'gateway' | 'proxy' | 'inside';
  /** Each part is a write of its own. */
  readonly parts: readonly string[];
}

// most of what is tried is right but for one thing, or nothing would come as far as the rules
const mostly = <T, U>(usual: T, ...others: readonly U[]): fc.Arbitrary<T | U> =>
  fc.oneof<[{ weight: number; arbitrary: fc.Arbitrary<T> }, { weight: number; arbitrary: fc.Arbitrary<U> }]>(
    { weight: 4, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );

const few = <T>(one: fc.Arbitrary<T>) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<T[]>([]) },
    { weight: 1, arbitrary: fc.array(one, { minLength: 1, maxLength: 2 }) },
  );

const methods = ['GET', 'POST', 'DELETE', 'HEAD', 'PUT', 'OPTIONS', 'TRACE', 'CONNECT', 'get', 'G,T'] as const;
const allowed = {
  gateway: [
    'POST /claude/v1/messages',
    'GET /claude/v1/files/a',
    'GET /claude/v1/models/m',
    'POST /bedrock/model/a%2Fb/invoke',
    'PUT /open/x',
  ],
  inside: ['GET /repos/acme/x', 'GET /repos/acme/'],
  proxy: ['GET http://api.github.com/repos/acme/x', 'GET http://packages.example.org/x'],
} as const;
const pieces = fc.constantFrom(
  ...[
    '/',
    '//',
    '/..',
    '/.',
    '/%2e%2e',
    '/..;',
    '%2f',
    '%5c',
    '%00',
    '%c0%ae',
    '%252e',
    '%',
    '\\',
    ';x',
    '?',
    '?a=/../b',
    '#',
    'x',
    '\xe9',
    ' ',
  ],
  ...['/v1/messages', '/../claude', '/claude', '@evil.example.org', ':443', '*', '/-/ca.pem', '%0d%0a', '\t', '/smuggled'],
);
const lines = (port: RawCase['port']) =>
  fc
    .tuple(fc.constantFrom(...allowed[port]), few(pieces), mostly(undefined, ...methods))
    .map(([line, rest, other]) => [other ? line.replace(/^\w+/, other) : line, ...rest].join(''));

const host = { gateway: 'proxy', inside: 'api.github.com', proxy: 'api.github.com' } as const;
const hosts = (port: RawCase['port']) =>
  mostly(
    host[port],
    ...[
      'evil.example.org',
      'api.anthropic.com',
      'packages.example.org',
      'a, b',
      '',
      'a@b',
      '127.0.0.1',
      `${host[port]}:80`,
      `${host[port]}.`,
    ],
  );

/** Headers that must not pass, or that frame the body in another way. */
const headers = fc.constantFrom(
  ...['Authorization', 'X-Api-Key', 'Cookie', 'Proxy-Authorization', 'X_Api_Key', 'X-Goog-Api-Key', 'Private-Token'].map(
    (name) => `${name}: ${agentsKey}`,
  ),
  ...[
    'X-Forwarded-For: 9.9.9.9',
    'Forwarded: for=9.9.9.9',
    'X-HTTP-Method-Override: DELETE',
    'X-Original-URL: /x',
    'X-Rewrite-URL: /x',
  ],
  ...[
    'Connection: x-api-key',
    'Connection: close',
    'Connection: Upgrade\r\nUpgrade: CONNECT',
    'Upgrade: h2c',
    'Expect: 100-continue',
    'TE: trailers',
  ],
  ...[
    'Content-Length: 0',
    'Content-Length: 5',
    'Content-Length: +5',
    'Content-Length: 5, 5',
    'Content-Length : 5',
    'Content_Length: 5',
  ],
  ...[
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: xchunked',
    'Transfer-Encoding : chunked',
    'Transfer-Encoding: identity, chunked',
  ],
  ...[
    'Host: evil.example.org',
    'X-Harmless: a\r\n b',
    'X-Harmless: a\rX-Api-Key: b',
    'X-Harmless: a\nX-Harmless: b',
    ': x',
    'x',
    `X-Harmless: ${'a'.repeat(5000)}`,
  ],
);

const hidden = 'GET /smuggled HTTP/1.1\r\nHost: api.github.com\r\n\r\n';
const bodies = fc.constantFrom(
  '',
  '',
  'Content-Length: 2\r\n\r\n{}',
  `Content-Length: ${hidden.length}\r\n\r\n${hidden}`,
  'Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
  `Transfer-Encoding: chunked\r\n\r\n${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`,
  `Transfer-Encoding: chunked\r\n\r\n0\r\nX-Api-Key: ${agentsKey}\r\n\r\n`,
  `Transfer-Encoding: chunked\r\n\r\n2;a="\r\n{}\r\n0\r\n\r\n${hidden}`,
  `Content-Length: 0\r\n\r\n${hidden}`,
  `Content-Length: 500\r\n\r\n${hidden}`,
  `Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n`,
);

const request = (port: RawCase['port']) =>
  fc
    .record({
      line: lines(port),
      version: mostly('HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'http/1.1', ''),
      host: hosts(port),
      headers: few(headers),
      body: bodies,
    })
    .map(({ line, version, host: at, headers: more, body }) => {
      const head = [`${line} ${version}`, `Host: ${at}`, ...more].join('\r\n');
      return `${head}\r\n${body === '' ? '\r\n' : body}`;
    });

/** Puts, drops or doubles one byte somewhere. */
const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  byte: fc.constantFrom('\r', '\n', '\0', ' ', '\t', ':', ';', ',', '/', '%', '?', '\x80', '\xff', '\r\n', '\r\n\r\n', ''),
  drop: fc.nat({ max: 1 }),
});

function mutated(text: string, mutations: readonly { at: number; byte: string; drop: number }[]): string {
  return mutations.reduce((before, { at, byte, drop }) => {
    const index = Math.floor(at * before.length);
    return before.slice(0, index) + byte + before.slice(index + drop);
  }, text);
}

function split(text: string, cuts: readonly number[]): string[] {
  const at = [...new Set([0, ...cuts.map((cut) => Math.floor(cut * text.length)), text.length])].sort((a, b) => a - b);
  return at.slice(1).map((end, index) => text.slice(at[index], end));
}

const caseFor = (port: RawCase['port']) =>
  fc
    .record({
      requests: fc.array(request(port), { minLength: 1, maxLength: 3 }),
      mutations: few(mutation),
      cuts: few(fc.double({ min: 0, max: 1, noNaN: true })),
    })
    .map(({ requests, mutations, cuts }): RawCase => ({ port, parts: split(mutated(requests.join(''), mutations), cuts) }));

/** Requests that are right, and requests that are wrong in a few places, one behind another, in several writes. */
export const rawCases: fc.Arbitrary<RawCase> = fc.oneof(
  { weight: 3, arbitrary: caseFor('gateway') },
  { weight: 2, arbitrary: caseFor('inside') },
  { weight: 1, arbitrary: caseFor('proxy') },
);
