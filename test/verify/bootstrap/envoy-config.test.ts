import { describe, expect, test } from 'vitest';
import { compactYaml } from '../../../lib/envoy/compact-yaml';
import { envoyConfig } from '../../../lib/verify/bootstrap/envoy-config';

/** A list that names the one before it ten times, and so on. */
const bomb = (levels: number) => {
  const lists = Array.from({ length: levels }, (_, level) => `&a${level + 1} [${Array(10).fill(`*a${level}`).join(',')}]`);
  return `{static_resources: {clusters: [&a0 [x],${lists.join(',')}]}}`;
};

test('a configuration is read whatever of it refers to what was said before', () => {
  const config = { static_resources: { listeners: Array(50).fill({ name: 'a long name', more: ['of the same'] }) } };
  expect(envoyConfig(compactYaml(config))).toEqual(config);
});

describe('a configuration is not read', () => {
  test.each([
    ['that holds more than can be looked at', bomb(9)],
    ['that refers to itself', '{static_resources: &a {clusters: [*a]}}'],
    ['that refers to what is not there', '{static_resources: *a}'],
    ['that says nothing of its resources', '{admin: {}}'],
  ])('%s', (_, text) => {
    expect(envoyConfig(text)).toBeUndefined();
  });

  test('but with as many references as can be looked at it is', () => {
    expect(envoyConfig(bomb(4))).toBeDefined();
  });
});
