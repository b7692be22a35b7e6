import { describe, expect, test } from 'vitest';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { claude, github, mirror, policyOf } from './sample';

const warnings = (...destinations: object[]) => EgressPolicy.parse(policyOf(...destinations)).warnings;

describe('a policy warns', () => {
  test('of every tunnel', () => {
    expect(warnings(mirror, claude)).toEqual([
      "destination 'mirror': a tunnel carries writes and foreign keys, which the proxy can't see: use intercept where you can",
    ]);
  });

  test.each([
    ['gist.github.com', 'texts of anyone'],
    ['storage.googleapis.com', 'buckets of anyone'],
    ['raw.githubusercontent.com', 'anyone may have a name under githubusercontent.com'],
    ['acme.github.io', 'anyone may have a name under github.io'],
    ['bucket.s3.amazonaws.com', 'anyone may have a name under s3.amazonaws.com'],
    ['s3.amazonaws.com', 'anyone may have a name under s3.amazonaws.com'],
  ])('of shared hosting at %s', (host, reason) => {
    expect(warnings({ ...github, host })).toEqual([
      `destination 'github': host '${host}' is shared hosting (${reason}): allow exact paths only, by gateway or intercept`,
    ]);
  });

  test('of destinations that no agent uses', () => {
    const policy = EgressPolicy.parse({ ...policyOf(claude, github), agents: { a: { destinations: ['claude'] } } });
    expect(policy.warnings).toEqual(["destination 'github': no agent uses it: remove it, or name it in agents"]);
  });

  test.each([
    'api.anthropic.com',
    'api.github.com',
    'bedrock-runtime.eu-west-1.amazonaws.com',
    'europe-west1-aiplatform.googleapis.com',
  ])('of nothing at %s', (host) => {
    expect(warnings({ ...claude, host })).toEqual([]);
  });
});
