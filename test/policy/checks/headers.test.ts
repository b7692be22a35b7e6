import { describe, expect, test } from 'vitest';
import { claude, github, issuesOf, mirror, policyOf } from '../sample';

const withHeader = (name: string) => policyOf({ ...claude, headers: { [name]: 'x' } });

describe('headers are refused', () => {
  test.each([
    'Host',
    'content-length',
    'Transfer-Encoding',
    'connection',
    'keep-alive',
    'te',
    'trailer',
    'upgrade',
    'proxy-connection',
    'proxy-authorization',
    'expect',
    'x-airlock-denied',
    'X-Envoy-Original-Path',
  ])('%s, as HTTP or the proxy sets it', (name) => {
    expect(issuesOf(withHeader(name))).toContain(
      `destination 'claude': header must not be one that HTTP or the proxy sets itself: remove it, got '${name}'`,
    );
  });

  test.each(['authorization', 'Authorization', 'cookie'])('%s, as it carries a credential', (name) => {
    expect(issuesOf(withHeader(name))).toEqual([
      `destination 'claude': header carries a credential: write it as credential, got '${name}'`,
    ]);
  });

  test('those that carry a credential of any destination', () => {
    const keyed = { ...github, credential: { type: 'header', header: 'X-Corp-Key', secret: 'corp' } };
    const setting = { ...claude, headers: { 'x-corp-key': 'mine' } };
    expect(issuesOf(policyOf(setting, keyed))).toEqual([
      "destination 'claude': header carries the credential of 'github': remove it from headers, got 'x-corp-key'",
    ]);
  });

  test.each(['X-Amz-Date', 'x-amz-content-sha256'])('%s, which a signature sets, at any destination', (header) => {
    const signed = { ...github, credential: { type: 'aws-sigv4', service: 'bedrock', region: 'eu-west-1' } };
    expect(issuesOf(policyOf({ ...claude, headers: { [header]: 'x' } }, signed))).toEqual([
      `destination 'claude': header carries the credential of 'github': remove it from headers, got '${header}'`,
    ]);
  });

  test.each([
    ['basic', { username: 'me', secret: 'token' }],
    ['aws-sigv4', { service: 'bedrock', region: 'eu-west-1' }],
    ['google-access-token', {}],
    ['oauth2-client', { tokenUrl: 'https://login.example.org/token', clientId: 'me', secret: 'token' }],
  ])('authorization beside a credential of type %s', (type, rest) => {
    expect(issuesOf(policyOf({ ...claude, credential: { type, ...rest }, headers: { Authorization: 'x' } }))).toContain(
      "destination 'claude': header carries a credential: write it as credential, got 'Authorization'",
    );
  });

  test('the same in two spellings', () => {
    expect(issuesOf(policyOf({ ...claude, headers: { 'x-org': 'a', 'X-Org': 'b' } }))).toEqual([
      "destination 'claude': header is listed twice: remove one, got 'x-org'",
    ]);
  });

  test.each([':authority', 'a b', 'a:', '', 'ä', 'a_b', 'a\r\nb'])('%j, which is no name', (name) => {
    expect(issuesOf(withHeader(name))).toHaveLength(1);
  });

  test.each(['host', 'connection', 'proxy-authorization', 'x-airlock-key', 'X-Envoy-Key', 'content-length'])(
    '%s as a credential’s',
    (header) => {
      expect(issuesOf(policyOf({ ...claude, credential: { ...claude.credential, header } }))).toEqual([
        `destination 'claude': credential.header must not be one that HTTP or the proxy sets itself: choose the one that the service documents, got '${header.toLowerCase()}'`,
      ]);
    },
  );

  test('but not those that a service documents', () => {
    expect(
      issuesOf(policyOf({ ...claude, headers: { 'Anthropic-Allowed-Org-Ids': 'x', 'x-forwarded-proto': 'https' } }, mirror)),
    ).toEqual([]);
  });
});
