import { App, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resourceName } from '../../lib/gcp/resource-name';

/** The construct at a path. */
const at = ([first = 'Stack', ...ids]: readonly string[]): Construct =>
  ids.reduce<Construct>((scope, id) => new Construct(scope, id), new TerraformStack(new App(), first));

test('a name says where the construct is', () => {
  expect(resourceName(at(['Claude', 'Airlock', 'Sealed']))).toBe('claude-airlock-sealed-c6a4a751');
});

test('a long name keeps its hash', () => {
  expect(resourceName(at(['A-stack-of-some-length', 'Airlock', 'Sealed']), 30)).toBe('a-stack-of-some-lengt-e9c969f3');
});

test.each([
  ['digits first', ['2026', 'Airlock'], /^airlock-[0-9a-f]{8}$/],
  ['nothing but digits', ['2026', '1'], /^airlock-[0-9a-f]{8}$/],
  ['nothing that a name may hold', ['_', '\u00fc\u00df', '\u6771\u4eac'], /^airlock-[0-9a-f]{8}$/],
  ['letters with marks', ['Z\u00fcrich', 'Airlock'], /^z-rich-airlock-[0-9a-f]{8}$/],
  ['hyphens at its ends', ['-a-', '--'], /^a-[0-9a-f]{8}$/],
  ['text that Terraform would evaluate', ['S', '$'.concat('{file("/etc/passwd")}')], /^s-file-etc-passwd-[0-9a-f]{8}$/],
])('a path with %s has a name', (_, ids, name) => {
  expect(resourceName(at(ids))).toMatch(name);
});

test.each([
  ['a hyphen or a slash', ['S', 'a', 'b'], ['S', 'a-b']],
  ['the case', ['S', 'Agent'], ['S', 'agent']],
  ['what a name may not hold', ['S', 'a.b'], ['S', 'a_b']],
  ['an end that is cut off', ['S', 'x'.repeat(99)], ['S', 'x'.repeat(98)]],
  ['the stack', ['One', 'Airlock'], ['Two', 'Airlock']],
])('paths that differ by %s alone have different names', (_, one, other) => {
  expect(resourceName(at(one))).not.toBe(resourceName(at(other)));
});

const id = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
const stackId = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 }).filter((text) => !/[\s*?[\]{}!/]/.test(text));
const path = fc.tuple(stackId, id, id).map((ids) => ids.map((each) => `i${each}`));

test.each([63, 30])('any path has a name of %d characters at most, as RFC 1035 and an account take it', (longest) => {
  fc.assert(
    fc.property(path, (ids) => {
      const name = resourceName(at(ids), longest);
      expect(name).toMatch(/^[a-z](?:[a-z0-9-]*[a-z0-9])?$/);
      expect(name.length).toBeGreaterThanOrEqual(6);
      expect(name.length).toBeLessThanOrEqual(longest);
    }),
  );
});

test('any two paths have two names, and a path always the same', () => {
  const paths = new Set(
    fc.sample(path, { numRuns: 2000, seed: 6 }).map((ids) => ids.map((each) => each.replaceAll('/', '--')).join('/')),
  );
  const names = [...paths].map((each) => resourceName(at(each.split('/')), 30));
  expect(new Set(names).size).toBe(paths.size);
  expect([...paths].slice(0, 50).map((each) => resourceName(at(each.split('/')), 30))).toEqual(names.slice(0, 50));
});
