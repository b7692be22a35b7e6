import { Arena } from './arena';
import { type Attack, attacks } from './attack';
import { agentsKey } from './attacked-policy';
import { requestText } from './request-text';

const arena = new Arena();

const named = (header: string) =>
  JSON.stringify(header.length > 60 ? `${header.slice(0, 30)}… of ${header.length} bytes` : header);
/** An allowed request with one more header each. */
const withHeader = (
  headers: readonly string[],
  rest: Omit<Attack, 'what' | 'bytes'>,
  line = 'POST /claude/v1/messages',
): Attack[] => headers.map((header) => ({ what: named(header), bytes: requestText(line, [header], '{}'), ...rest }));

const carriers = [
  'Authorization',
  'AUTHORIZATION',
  'Proxy-Authorization',
  'Cookie',
  'Cookie2',
  'X-Goog-Api-Key',
  'X-Amz-Security-Token',
  'Api-Key',
  'Private-Token',
  'Job-Token',
  'X-Auth-Token',
  'X-Access-Token',
  'X-Authorization',
];
attacks(arena, "the agent's own key", [
  ...withHeader(
    carriers.map((name) => `${name}: Bearer ${agentsKey}`),
    { without: ['no-stripping'], arrives: 1 },
  ),
  ...withHeader([`Authorization: ${agentsKey}\r\nAuthorization: ${agentsKey}`], { without: ['no-stripping'], arrives: 1 }),
  ...withHeader([`Authorization:\r\n ${agentsKey}`], { without: ['no-stripping'], arrives: 1 }),
  // Envoy itself takes out what Connection names
  ...withHeader(
    [`Connection: authorization\r\nAuthorization: ${agentsKey}`, `Connection: x-api-key\r\nX-Api-Key: ${agentsKey}`],
    { without: ['no-http-parser'], marker: agentsKey, arrives: 1 },
  ),
  ...withHeader([`X-Api-Key: ${agentsKey}`], { without: ['no-stripping'], arrives: 1 }, 'POST /bedrock/model/a/invoke'),
  ...withHeader([`X-Api-Key: ${agentsKey}`], { without: ['no-stripping'], arrives: 1 }, 'POST /open/x'),
]);

attacks(
  arena,
  'a key in the place of the injected one',
  withHeader([`X-Api-Key: ${agentsKey}`, `x-api-key: ${agentsKey}\r\nX-API-KEY: ${agentsKey}`, 'X-Api-Key:'], {
    without: ['no-stripping', 'no-overwriting'],
    arrives: 1,
  }),
);

attacks(
  arena,
  'a header that only looks like another',
  withHeader(
    [
      `X_Api_Key: ${agentsKey}`,
      'X_Forwarded_For: 9.9.9.9',
      'Content_Length: 0',
      'Transfer_Encoding: chunked',
      `_Authorization: ${agentsKey}`,
    ],
    { without: ['no-underscore-check'], denied: 'malformed' },
  ),
);

const claims = [
  'X-Forwarded-Host: evil.example.org',
  'X-Forwarded-Prefix: /x',
  'X-Forwarded: for=9.9.9.9',
  'Forwarded: for=9.9.9.9;host=evil.example.org',
  'Via: 1.1 evil',
  'X-Real-IP: 9.9.9.9',
  'X-Client-IP: 9.9.9.9',
  'True-Client-IP: 9.9.9.9',
  'CF-Connecting-IP: 9.9.9.9',
  'X-Cluster-Client-IP: 9.9.9.9',
  'X-Host: evil.example.org',
  'X-HTTP-Host-Override: evil.example.org',
  'X-Original-URL: /v1/complete',
  'X-Original-URI: /v1/complete',
  'X-Original-Host: evil.example.org',
  'X-Rewrite-URL: /v1/complete',
  'X-Override-URL: /v1/complete',
  'X-HTTP-Method-Override: DELETE',
  'X-HTTP-Method: DELETE',
  'X-Method-Override: DELETE',
  'Proxy: http://evil.example.org',
  'TE: trailers',
  'Trailer: x-api-key',
  'Expect: 200-ok',
  'HTTP2-Settings: AAMAAABkAAQAAP__',
  'X-Airlock-Denied: no',
];
attacks(arena, 'a claim that some upstreams believe', withHeader(claims, { without: ['no-stripping'], arrives: 1 }));

attacks(
  arena,
  'a word to Envoy itself',
  withHeader(
    [
      'X-Envoy-Original-Path: /v1/complete',
      'X-Envoy-Upstream-Rq-Timeout-Ms: 1',
      'X-Envoy-Retry-On: 5xx',
      'X-Envoy-Max-Retries: 9',
      'X-Envoy-Decorator-Operation: x',
      'X-Request-Id: forged',
      'X-Forwarded-For: 9.9.9.9',
      'X-Forwarded-Proto: http',
    ],
    { without: ['no-stripping', 'no-own-stripping'], arrives: 1 },
  ),
);

attacks(
  arena,
  'the place of a header that the policy sets',
  withHeader(['Anthropic-Allowed-Org-Ids: theirs', 'anthropic-allowed-org-ids: theirs\r\nAnthropic-Allowed-Org-Ids: theirs'], {
    without: ['no-fixed-headers'],
    arrives: 1,
  }),
);

const hosts = [
  'Host: a, b',
  'Host: a@api.anthropic.com',
  'Host:',
  'Host: a b',
  'Host: a/b',
  'Host: a%00',
  'Host: a\xff',
  'Host: a\r\nHost: a',
  'Host: a\r\nhost: b',
  'Host: a\r\n b',
  'Host: a\\b',
  'Host: a?b',
  'Host: a#b',
];
attacks(
  arena,
  'a host that is none, or several',
  hosts.map((host) => ({
    what: named(host),
    bytes: requestText('POST /claude/v1/messages', [], '{}').replace('Host: proxy', host),
    without: ['no-http-parser'],
    marker: 'messages',
    denied: 'malformed',
  })),
);
attacks(
  arena,
  'the host of another',
  ['Host: evil.example.org', 'Host: open.example.org'].map((host) => ({
    what: named(host),
    bytes: requestText('POST /claude/v1/messages', [], '{}').replace('Host: proxy', host),
    without: ['no-host-rewrite'],
    arrives: 1,
  })),
);

attacks(
  arena,
  'headers that servers read in several ways',
  withHeader(
    [
      ':authority: evil.example.org',
      ':path: /v1/complete',
      ': x',
      'no colon',
      'X-Harmless : x',
      'X-Harmless\t: x',
      'X-Harmless: a\0b',
      'X-Api\r-Key: x',
      'X Harmless: x',
      'X-Harml\xe9ss: x',
      '"X-Harmless": x',
      `X-Harmless: ${'a'.repeat(62_000)}`,
      Array.from({ length: 101 }, (_, index) => `X-Harmless: ${index}`).join('\r\n'),
      Array.from({ length: 5_000 }, () => 'X-Harmless: a').join('\r\n'),
      'Connection: content-length, host',
    ],
    { without: ['no-http-parser'], marker: 'messages', denied: 'malformed' },
  ),
);
