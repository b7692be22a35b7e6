import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '../../../../lib/verify/cloudformation/policy-language/allows';
import { ask } from '../../../../lib/verify/cloudformation/policy-language/ask';
import { statementsOf } from '../../../../lib/verify/cloudformation/policy-language/parse-policy';
import { AnyOf, Text, type Value } from '../../../../lib/verify/world/value';
import { place, policy, resources } from './world';

const longerBy = (words: readonly string[]) => words.flatMap((word) => ['a', 'b', 'c'].map((char) => word + char));
const words = Array.from({ length: 4 })
  .reduce<string[][]>((all) => [...all, longerBy(all.at(-1) ?? [])], [['']])
  .flat();
const pattern = fc.array(fc.constantFrom('a', 'b', '*', '?'), { minLength: 1, maxLength: 2 }).map((parts) => parts.join(''));

interface Spoken {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly notActions: boolean;
  readonly resources: readonly string[];
  readonly notResources: boolean;
}

const patterns = fc.array(pattern, { minLength: 1, maxLength: 2 });
const spoken: fc.Arbitrary<Spoken> = fc.record({
  effect: fc.constantFrom('Allow' as const, 'Deny' as const),
  actions: patterns,
  notActions: fc.boolean(),
  resources: patterns,
  notResources: fc.boolean(),
});

const written = (
  { effect, actions, notActions, resources: on, notResources }: Spoken,
  name: (text: string) => Value = (text) => text,
) => ({
  Effect: effect,
  [notActions ? 'NotAction' : 'Action']: actions.map(name),
  [notResources ? 'NotResource' : 'Resource']: on.map(name),
});

const regExp = (glob: string) => new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`);
const isIn = (globs: readonly string[], not: boolean, word: string) => globs.some((glob) => regExp(glob).test(word)) !== not;
const matching = (globs: readonly string[], not = false) => new Set(words.filter((word) => isIn(globs, not, word)));

/** Tries every request. */
function triedOut(statements: readonly Spoken[], action: string, resource: string): boolean {
  const read = statements.map((statement) => ({
    effect: statement.effect,
    actions: matching(statement.actions, statement.notActions),
    on: matching(statement.resources, statement.notResources),
  }));
  const asked = matching([resource]);
  return [...matching([action])].some((verb) => {
    const apply = read.filter(({ actions }) => actions.has(verb));
    const allowing = apply.filter(({ effect }) => effect === 'Allow');
    const denying = apply.filter(({ effect }) => effect === 'Deny');
    return [...asked].some((on) => allowing.some((rule) => rule.on.has(on)) && !denying.some((rule) => rule.on.has(on)));
  });
}

const decision = (statements: readonly Value[], action: string, resource: string) =>
  decide(ask([action], [resource], new Map(), resources), statementsOf(policy(...statements), place, resources)).decision;

test('a decision agrees with trying every request', () => {
  fc.assert(
    fc.property(fc.array(spoken, { maxLength: 4 }), pattern, pattern, (statements, action, resource) => {
      const expected = triedOut(statements, action, resource) ? 'allowed' : 'denied';
      expect(
        decision(
          statements.map((statement) => written(statement)),
          action,
          resource,
        ),
      ).toBe(expected);
    }),
    { numRuns: 300 },
  );
});

test('a certain decision stays true whatever a parameter is', () => {
  const hole = new AnyOf('Hole', () => undefined);
  const holed = fc.array(fc.constantFrom('a', 'b', '*', 'H'), { minLength: 1, maxLength: 2 }).map((parts) => parts.join(''));
  const statement = fc.record({
    effect: fc.constantFrom('Allow' as const, 'Deny' as const),
    actions: fc.array(holed, { minLength: 1, maxLength: 2 }),
    notActions: fc.boolean(),
    resources: fc.array(holed, { minLength: 1, maxLength: 2 }),
    notResources: fc.boolean(),
  });
  const symbolic = (text: string): Value => {
    const parts = text.split(/(H)/).filter((part) => part !== '');
    return text.includes('H') ? new Text(parts.map((part) => (part === 'H' ? hole : part))) : text;
  };
  const filled = (spoken: Spoken, value: string): Spoken => ({
    ...spoken,
    actions: spoken.actions.map((text) => text.replaceAll('H', value)),
    resources: spoken.resources.map((text) => text.replaceAll('H', value)),
  });
  fc.assert(
    fc.property(
      fc.array(statement, { maxLength: 3 }),
      pattern,
      pattern,
      fc.constantFrom('', 'a', 'b', 'ab'),
      (statements, action, resource, value) => {
        const answer = decision(
          statements.map((item) => written(item, symbolic)),
          action,
          resource,
        );
        const exact = triedOut(
          statements.map((item) => filled(item, value)),
          action,
          resource,
        );
        if (answer !== 'maybe') expect(answer).toBe(exact ? 'allowed' : 'denied');
      },
    ),
    { numRuns: 600 },
  );
});
