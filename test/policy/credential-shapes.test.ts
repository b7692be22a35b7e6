import { expect, test } from 'vitest';
import { credentialIn, withoutCredentials } from '../../lib/policy/credential-shapes';
import { placeholderKey } from '../../lib/policy/placeholder-key';

// split, so that no scanner takes them for real
test.each([
  ['an AWS access key', `AKIA${'ABCDEFGHIJKLMNOP'}`],
  ['an AWS access key', `key=ASIA${'ABCDEFGHIJKLMNOP'};`],
  ['an Anthropic key', `sk-ant-${'api03-abcdefgh'}`],
  ['an OpenAI key', `sk-proj-${'a'.repeat(40)}`],
  ['a GitHub token', `ghp_${'a'.repeat(36)}`],
  ['a GitHub token', `ghs_${'a'.repeat(36)}`],
  ['a GitHub token', `github_pat_${'a'.repeat(22)}`],
  ['a GitLab token', `glpat-${'a'.repeat(20)}`],
  ['an npm token', `npm_${'a'.repeat(36)}`],
  ['a PyPI token', `pypi-${'a'.repeat(60)}`],
  ['a Slack token', `xoxb-${'1'.repeat(12)}`],
  ['a Google API key', `AIza${'a'.repeat(35)}`],
  ['a private key', `-----BEGIN ${'RSA'} PRIVATE KEY-----`],
  ['a private key', `-----BEGIN ${'PRIVATE'} KEY-----`],
  ['a value that CloudFormation takes from a secret', '{{resolve:secretsmanager:name}}'],
  ['a value that CloudFormation takes from a secret', '{{resolve:ssm-secure:name:1}}'],
])('%s is one', (kind, text) => {
  expect(credentialIn(text)).toBe(kind);
});

test.each([
  [`got 'sk-ant-${'api03-abcdefgh'}'`, "got '(an Anthropic key, not shown)'"],
  [`ghp_${'a'.repeat(36)} AKIA${'ABCDEFGHIJKLMNOP'}`, '(a GitHub token, not shown) (an AWS access key, not shown)'],
  [`got '-----BEGIN ${'PRIVATE'} KEY-----\nMIIE\n', line`, "got '(a private key, not shown)', line"],
  ["got 'api.example.com'", "got 'api.example.com'"],
])('a message shows none of it: %j', (text, shown) => {
  expect(withoutCredentials(text)).toBe(shown);
});

test.each([
  placeholderKey,
  '',
  '1',
  'http://proxy:3128',
  'sk-',
  'ghp_',
  'AKIA',
  'sha256:0123',
  '-----BEGIN CERTIFICATE-----',
  '{{resolve:ssm:name}}',
])("'%s' is none", (text) => {
  expect(credentialIn(text)).toBeUndefined();
});
