import { Arena } from './arena';
import { type Attack, attacks } from './attack';

const arena = new Arena();

/** The request that is hidden: outside the policy, and alone in having this target. */
const hidden = 'GET /smuggled HTTP/1.1\r\nHost: api.anthropic.com\r\n\r\n';
const post = 'POST /claude/v1/messages HTTP/1.1\r\nHost: proxy\r\n';
const get = 'GET /claude/v1/files/a HTTP/1.1\r\nHost: proxy\r\n';
const denied = 'POST /claude/v1/complete HTTP/1.1\r\nHost: proxy\r\n';
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
const smuggled = (what: string, bytes: Attack['bytes'], rest: Partial<Attack> = {}): Attack => ({
  what,
  bytes,
  without: ['no-http-parser'],
  marker: 'smuggled',
  ...rest,
});

const codings = [
  'Transfer-Encoding: chunked\r\n',
  'Transfer-Encoding : chunked\r\n',
  'Transfer-Encoding:\tchunked\r\n',
  'Transfer-Encoding:chunked\r\n',
  'Transfer-Encoding: xchunked\r\n',
  'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n',
  'Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n',
  'Transfer-Encoding: identity, chunked\r\n',
  'Transfer-Encoding: chunked, identity\r\n',
  'Transfer-Encoding: chunked, chunked\r\n',
  'Transfer-Encoding: Chunked\r\n',
  'Transfer-Encoding: chunked;q=1\r\n',
  'Transfer-Encoding: "chunked"\r\n',
  'Transfer-Encoding: gzip, chunked\r\n',
  'Transfer-Encoding:\x0bchunked\r\n',
  'Transfer-Encoding: chunked\x00\r\n',
  'X: y\nTransfer-Encoding: chunked\r\n',
];
// a server that heeds the length sees one request where one that heeds the coding sees two, and the other way round
attacks(
  arena,
  'Content-Length against Transfer-Encoding',
  codings.flatMap((coding) => [
    smuggled(
      `CL.TE with ${JSON.stringify(coding)}`,
      `${post}Content-Length: ${5 + hidden.length}\r\n${coding}\r\n0\r\n\r\n${hidden}`,
    ),
    smuggled(`TE.CL with ${JSON.stringify(coding)}`, `${post}Content-Length: 4\r\n${coding}\r\n${chunk(hidden)}0\r\n\r\n`),
  ]),
);

attacks(
  arena,
  'a length that servers read in several ways',
  [
    ['two, the first short', `Content-Length: 0\r\nContent-Length: ${hidden.length}`],
    ['two, the last short', `Content-Length: ${hidden.length}\r\nContent-Length: 0`],
    ['a list', `Content-Length: 0, ${hidden.length}`],
    ['a list without spaces', `Content-Length: ${hidden.length},0`],
    ['a plus', 'Content-Length: +0'],
    ['a minus', 'Content-Length: -0'],
    ['hexadecimal', `Content-Length: 0x${hidden.length.toString(16)}`],
    ['an exponent', 'Content-Length: 0e2'],
    ['a comma behind it', 'Content-Length: 0,'],
    ['a space before the colon', 'Content-Length : 0'],
    ['a space in it', 'Content-Length: 0 0'],
    ['a vertical tab', 'Content-Length: \x0b0'],
    ['nothing', 'Content-Length: '],
    ['words', 'Content-Length: zero'],
    ['a NUL behind it', 'Content-Length: 0\0'],
    ['more digits than fit', `Content-Length: 0${'9'.repeat(30)}`],
  ].map(([what, length]) =>
    smuggled(what ?? '', `${post}${length}\r\n\r\n${hidden}`, what?.startsWith('more') ? { marker: undefined } : {}),
  ),
);

// the body is refused where it breaks; its start may have gone on by then, as an unfinished request
attacks(
  arena,
  'a chunk that servers read in several ways',
  [
    ['a bare LF behind its size', '0\n\r\n'],
    ['a bare LF behind its extension', '0;a=b\n\r\n'],
    ['a CR in its extension', '0;a\rb\r\n\r\n'],
    ['0x before its size', '0x0\r\n\r\n'],
    ['a minus before its size', '-0\r\n\r\n'],
    ['a space before its size', ' 0\r\n\r\n'],
    ['an underscore in its size', '0_0\r\n\r\n'],
    ['too little in it', '3\r\n{}\r\n0\r\n\r\n'],
    ['nothing behind it', '2\r\n{}0\r\n\r\n'],
  ].map(([what, body]) => smuggled(what ?? '', `${post}Transfer-Encoding: chunked\r\n\r\n${body}${hidden}`, { arrives: 1 })),
);

attacks(arena, 'a request hidden behind another', [
  smuggled('pipelining after a denial', `${get.replace('files', 'file')}\r\n${hidden}`),
  smuggled('pipelining after an allowed one', `${get}\r\n${hidden}`, { arrives: 1 }),
  smuggled('pipelining after a denied body', `${denied}Content-Length: 2\r\n\r\n{}${hidden}`),
  smuggled('pipelining after a denied body in chunks', `${denied}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`),
  smuggled('a request behind Expect', [`${denied}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n`, `{}${hidden}`]),
  smuggled('a request in two writes', [`${get}\r\nGET /smug`, 'gled HTTP/1.1\r\nHost: a\r\n\r\n'], { arrives: 1 }),
  smuggled('an absolute target', `${get}\r\n${hidden.replace('/smuggled', 'http://api.anthropic.com/smuggled')}`, { arrives: 1 }),
  smuggled('blank lines before it', `${get}\r\n\r\n\r\n\r\n${hidden}`, { arrives: 1 }),
  smuggled('HTTP/0.9', 'GET /smuggled\r\n\r\n'),
  smuggled('HTTP/1.0 kept alive', `${get.replace('1.1', '1.0')}Connection: keep-alive\r\n\r\n${hidden}`, { arrives: 1 }),
  smuggled('bare LFs', `${get}\r\n${hidden.replaceAll('\r\n', '\n')}`, { arrives: 1 }),
]);

const upgrading = (protocol: string, before = get) => `${before}Connection: Upgrade\r\nUpgrade: ${protocol}\r\n\r\n${hidden}`;
attacks(arena, 'an upgrade', [
  smuggled('websocket', upgrading('websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==')),
  smuggled('TLS', upgrading('TLS/1.0')),
  smuggled('connect-udp', upgrading('connect-udp')),
  smuggled('h2c', upgrading('h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__'), { arrives: 1 }),
  smuggled('HTTP/2 by its preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', { marker: undefined }),
  ...['CONNECT', 'connect', 'CONNECT\r\nContent-Length: 2'].map(
    (protocol): Attack => ({
      what: `one to ${JSON.stringify(protocol)}, as tunnels use it`,
      bytes: upgrading(protocol),
      without: ['no-upgrade-check'],
      denied: 'malformed',
    }),
  ),
]);
