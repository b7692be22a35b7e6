import { describe, expect, test } from 'vitest';
import { keyIn } from '../../../lib/verify/credentials/literal-key';
import { isNamedSecret } from '../../../lib/verify/credentials/named-secret';

describe('a text that looks like a key', () => {
  test.each([
    ['AKIAIOSFODNN7EXAMPLE'],
    ['ASIAIOSFODNN7EXAMPLE'],
    ['export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE;'],
    ['sk-ant-api03-abcdefghijkl'],
    ['sk-proj-abcdefghijklmnopqrstuvwx'],
    ['ghp_abcdefghijklmnopqrstuvwxyz0123456789'],
    ['github_pat_11AAAAAAA0abcdefghijklmnop_abcdefg'],
    ['glpat-abcdefghijklmnopqrst'],
    ['xoxb-123456789012-abcdefghijkl'],
    ['-----BEGIN PRIVATE KEY-----\nMIIE'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE'],
    ['-----BEGIN OPENSSH PRIVATE KEY-----'],
    ['AIzaSyA-abcdefghijklmnopqrstuvwxyz01234'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N'],
    ['postgres://user:pass@db.internal:5432/app'],
    ['redis://:s3cr3t@cache:6379'],
    ['https://x-access-token:abcdef@github.com/acme/app.git'],
    ['npm_abcdefghijklmnopqrstuvwxyz0123456789'],
    ['hf_abcdefghijklmnopqrstuvwxyz'],
  ])('%s', (text) => {
    expect(keyIn(text)).toBeDefined();
  });
});

describe('a text that looks like no key', () => {
  test.each([
    ['airlock-placeholder'],
    ['sk-ant-placeholder'],
    ['sk-dummy-not-used-0000000000000000'],
    ['http://user:airlock-placeholder@proxy:3128'],
    ['postgres://user:${PASSWORD}@db/app'],
    ['http://proxy.internal:3128'],
    ['postgres://db.internal:5432/app'],
    ['git@github.com:acme/app.git'],
    ['arn:aws:secretsmanager:eu-west-1:123456789012:secret:key'],
    ['-----BEGIN CERTIFICATE-----\nMIIB'],
    ['-----BEGIN PUBLIC KEY-----\nMIIB'],
    ['sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'],
    ['task-definition-with-a-long-name-that-has-sk-in-it'],
    ['localhost,127.0.0.1,169.254.170.2'],
    ['AKIA'],
  ])('%s', (text) => {
    expect(keyIn(text)).toBeUndefined();
  });
});

describe('a variable whose name and text say that it is a secret', () => {
  test.each([
    ['AWS_SECRET_ACCESS_KEY', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz'],
    ['DB_PASSWORD', 'SuperSecret123!'],
    ['dbPassword', 'hunter2hunter2'],
    ['API_KEY', '8f14e45fceea167a5a36dedd4bea2543'],
    ['SLACK_TOKEN', 'a8K2mPq9ZxV7bN4cR1tYwE'],
  ])('%s=%s', (name, text) => {
    expect(isNamedSecret(name, text)).toBe(true);
  });

  test.each([
    ['ANTHROPIC_API_KEY', 'airlock-placeholder'],
    ['API_KEY', 'changeme-changeme-changeme1'],
    ['API_KEY', 'short1'],
    ['SECRET_ARN', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:key'],
    ['SECRET', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:key'],
    ['SECRET_NAME', 'production/orders/database1'],
    ['PARTITION_KEY', 'customer-identifier-2024-eu1'],
    ['PUBLIC_KEY', 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A'],
    ['TOKEN', 'https://auth.example.org/oauth2/token1'],
    ['KEY', '/etc/ssl/private/agent-key-2024.pem'],
    ['CACHE_KEY', 'v2-8f14e45fceea167a5a36dedd4bea2543'],
    ['MAX_TOKENS', '10000000000000000000000'],
    ['REGION', 'a8K2mPq9ZxV7bN4cR1tYwE'],
    ['PASSWORD', 'aaaaaaaaaaaa'],
  ])('not %s=%s', (name, text) => {
    expect(isNamedSecret(name, text)).toBe(false);
  });
});
