import { describe, expect, test } from 'vitest';
import type { EgressPolicy } from '../../../lib/policy/egress-policy';
import type { NetworkModel } from '../../../lib/verify/model/network-model';
import { reach } from '../../../lib/verify/reachability/reach';
import { allRules } from '../../../lib/verify/rules/all-rules';
import type { Finding } from '../../../lib/verify/verdict/finding';
import { sealed } from '../reachability/fixture';
import { scenes } from './scenes';

const judged = (model: NetworkModel, policy?: EgressPolicy): Finding[] => {
  const facts = { model, ...reach(model), ...(policy && { policy }) };
  return allRules.flatMap((rule) => rule.judge(facts));
};
const ids = (findings: readonly Finding[]) => findings.map(({ id }) => id);

test('every rule has a scene, in the order of the list', () => {
  expect(scenes.map(({ rule }) => rule)).toEqual(allRules.map(({ id }) => id));
});

test('ids have one form, and each is given once', () => {
  expect(allRules.filter(({ id }) => !/^AIRLOCK-[A-Z]+-\d{3}$/.test(id))).toEqual([]);
  expect(new Set(allRules.map(({ id }) => id)).size).toBe(allRules.length);
  expect(new Set(allRules.map(({ title }) => title)).size).toBe(allRules.length);
});

test('a sealed network breaks none', () => {
  expect(judged(sealed)).toEqual([]);
});

describe.each(scenes)('$rule', ({ rule, bad, good, doubtful, policy }) => {
  const certain = rule === 'AIRLOCK-NET-003' || rule === 'AIRLOCK-NET-004' ? 'unknown' : 'refuted';

  test('is broken by the bad scene, and by nothing near it', () => {
    expect(judged(bad, policy).map((found) => [found.rule, found.verdict])).toEqual([[rule, certain]]);
    expect(judged(good, policy)).toEqual([]);
  });

  test('is open where the bad scene is in doubt', () => {
    expect(judged(doubtful, policy).map((found) => [found.rule, found.verdict])).toEqual([[rule, 'unknown']]);
  });

  test('has findings that a reader can act on', () => {
    for (const { id, agent, message, fix, path } of [...judged(bad, policy), ...judged(doubtful, policy)]) {
      expect(id.startsWith(`${rule}/${agent}/`)).toBe(true);
      expect(id.length).toBeGreaterThan(`${rule}/${agent}/`.length);
      // after "it", and after "to fix it,"
      expect(message).toMatch(/^(can|can't|may|reaches|holds|shares|has|is|isn't|hangs) .*[^.\s]$/);
      expect(fix).toMatch(/^(take|give|describe|let|turn|narrow|require|render) .*[^.\s]$/);
      for (const { resource, why } of path) expect([resource, why].every(Boolean)).toBe(true);
    }
  });

  test('gives the same ids whatever the order of the model', () => {
    const reversed = Object.fromEntries(
      Object.entries(bad).map(([name, value]) => [name, Array.isArray(value) ? value.toReversed() : value]),
    ) as unknown as NetworkModel;
    expect(ids(judged(reversed, policy)).sort()).toEqual(ids(judged(bad, policy)).sort());
  });
});
