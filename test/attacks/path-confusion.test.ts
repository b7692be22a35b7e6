import { Arena } from './arena';
import { type Attack, attacks } from './attack';
import { requestText } from './request-text';

const arena = new Arena();

/** One attack a request line; a marker is what the upstream would see of it. */
const lines = (all: readonly string[], rest: Pick<Attack, 'without' | 'denied' | 'marker'>): Attack[] =>
  all.map((line) => ({
    what: JSON.stringify(line.length > 80 ? `${line.slice(0, 40)}… of ${line.length} bytes` : line),
    bytes: requestText(line),
    ...rest,
  }));

// below /v1/files/**, so that only the guard against ambiguity stands in the way
const ambiguous = [
  '..',
  '../messages',
  '../',
  'a/../../messages',
  '.',
  './x',
  '%2e%2e/x',
  '%2E%2E/x',
  '.%2e/x',
  '%2e./x',
  '%2e',
  '%2e%2e',
  '..;/x',
  '..;a=b/x',
  '..%3b/x',
  '..%3Ba=b/x',
  '.;/x',
  '%2e%2e;/x',
  '/x',
  'x//',
  '//x',
  '%2Fx',
  'a%2fb',
  '..%2fx',
  '%2e%2e%2fx',
  'a%5cb',
  '..%5Cx',
  '..\\x',
  '%5c%5cevil.example.org',
  'a%00',
  '%00',
  'a%00.txt',
  '.%0d./x',
  'a%0d%0aX-Api-Key:%20b',
  'a%09',
  'a%7f',
  '%c0%ae%c0%ae/x',
  '%C0%AE/x',
  '%c0%2e/x',
  'a%c0%afb',
  'a%c1%9cb',
  'a%c0%80',
  '%e0%80%ae%e0%80%ae/x',
  '%f0%80%80%ae/x',
  'a%e0%80%afb',
  '%252e%252e/x',
  '%25252e/x',
  'a%252fb',
  'a%255cb',
  'a%2500',
  '%',
  '%2',
  '%zz',
  '%u002e%u002e/x',
  '%%32%65/x',
  'a%+2f',
];
attacks(
  arena,
  'a path that servers read in several ways',
  lines(
    ambiguous.map((rest) => `GET /claude/v1/files/${rest}`),
    { without: ['no-path-guard'], denied: 'path-ambiguous' },
  ),
);

attacks(
  arena,
  'a path that may hold %2F',
  lines(
    ['a%2F..%2Fb', '%2e%2e%2Fx', 'a%2f%2e%2e', 'a%2F%2Fb', 'a%5Cb', 'a%2F..;x', 'a%252e%252e', 'a%c0%ae', '..'].map(
      (id) => `POST /bedrock/model/${id}/invoke`,
    ),
    { without: ['no-path-guard'], denied: 'path-ambiguous' },
  ),
);

attacks(
  arena,
  'a path beside the allowed ones',
  lines(
    [
      'messages/',
      'messages;x=1',
      'messages%3Fx',
      'message%73',
      'Messages',
      'messages/batches',
      'messages.json',
      'messages%20',
      'models/',
      'models/a/b',
      'models',
      'filesX/a',
      'files',
      'files?/a',
      'files?/../messages',
      'complete',
      '',
    ].map((rest) => `POST /claude/v1/${rest}`),
    { without: ['no-path-rules'], denied: 'path-not-allowed' },
  ),
);

attacks(
  arena,
  'a method beside the allowed ones',
  lines(
    [
      'GET /claude/v1/messages',
      'PUT /claude/v1/messages',
      'HEAD /claude/v1/models/a',
      'OPTIONS /claude/v1/messages',
      'PATCH /claude/v1/files/a',
      'POST /claude/v1/files/a',
      'DELETE /claude/v1/models/a',
      'GET /claude/v1/messages?_method=POST',
      'TRACE /claude/v1/files/a',
      'PROPFIND /claude/v1/files/a',
    ],
    { without: ['no-method-rules'] },
  ),
);

attacks(
  arena,
  'a target that names no gateway',
  lines(
    [
      'POST /v1/messages',
      'POST /claudeX/v1/messages',
      'POST /Claude/v1/messages',
      'POST /%63laude/v1/messages',
      'POST /claude;x/v1/messages',
      'POST /mirror/v1/messages',
      'POST http://api.anthropic.com/v1/messages',
      'POST http://proxy/v1/messages',
      'POST /?/claude/v1/messages',
      'POST /a?/claude/v1/messages',
      'POST /-/claude/v1/messages',
    ],
    { without: ['no-gateway-list'] },
  ),
);

attacks(
  arena,
  'a target that is none',
  lines(
    [
      'GET /claude/v1/files/marked#x',
      'GET /claude/v1/files/marked?a#x',
      'GET /claude/v1/files/marked\xe9',
      'GET /claude/v1/files/marked\x80',
      'GET /claude/v1/files/marked\0',
      'GET /claude/v1/files/marked\x7f',
      'GET /claude/v1/files/marked\x01',
      'GET claude/v1/files/marked',
      'GET ?/claude/v1/files/marked',
      'GET \\claude/v1/files/marked',
      'GET *marked',
      'GET proxy:80/claude/v1/files/marked',
      'GET //claude/v1/files/marked',
      'GET ///claude/v1/files/marked',
      'GET https://proxy/claude/v1/files/marked',
      'GET ftp://proxy/claude/v1/files/marked',
      'GET http:///claude/v1/files/marked',
      'GET http:/claude/v1/files/marked',
      'GET http://proxy:99999999/claude/v1/files/marked',
      'GET http://proxy\\@x/claude/v1/files/marked',
      `GET /claude/v1/files/marked${'a'.repeat(70_000)}`,
      `GET /claude/v1/files/marked?${'a'.repeat(70_000)}`,
      'GET /claude/v1/files/marked x',
      ' GET /claude/v1/files/marked',
      'get /claude/v1/files/marked',
      'GE\x00T /claude/v1/files/marked',
      'G,ET /claude/v1/files/marked',
      `${'A'.repeat(70_000)} /claude/v1/files/marked`,
    ],
    { without: ['no-http-parser'], marker: 'marked' },
  ),
);
