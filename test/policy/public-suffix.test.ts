import { describe, expect, test } from 'vitest';
import { hostingSuffix, isAbovePublicSuffixes, isPublicName, isPublicSuffix } from '../../lib/policy/public-suffix';

describe('the Public Suffix List', () => {
  test.each(['api.anthropic.com', 'a.co.uk', 'bucket.s3.amazonaws.com', 'xn--mnchen-3ya.de'])('%s is a public name', (name) => {
    expect(isPublicName(name)).toBe(true);
  });

  test.each([
    'localhost',
    'com',
    'intranet',
    'orders.internal',
    'printer.local',
    'a.test',
    'orders.corp.example',
    'x.home.arpa',
    '1.0.0.127.in-addr.arpa',
    'a.onion',
    'a.lan',
  ])('%s is a private name', (name) => {
    expect(isPublicName(name)).toBe(false);
  });

  test.each(['com', 'co.uk', 'github.io', 's3.amazonaws.com', 'workers.dev'])('%s is a public suffix', (name) => {
    expect(isPublicSuffix(name)).toBe(true);
  });

  test.each(['example.com', 'a.github.io', 'amazonaws.com'])('%s is none', (name) => {
    expect(isPublicSuffix(name)).toBe(false);
  });

  test('knows domains whose names are all public suffixes', () => {
    expect(isAbovePublicSuffixes('ck')).toBe(true);
    expect(isAbovePublicSuffixes('example.com')).toBe(false);
  });

  test('knows hosting', () => {
    expect(hostingSuffix('acme.github.io')).toBe('github.io');
    expect(hostingSuffix('raw.githubusercontent.com')).toBe('githubusercontent.com');
    expect([
      hostingSuffix('api.github.com'),
      hostingSuffix('europe-west1-aiplatform.googleapis.com'),
      hostingSuffix('10.0.0.1'),
    ]).toEqual([undefined, undefined, undefined]);
  });
});
