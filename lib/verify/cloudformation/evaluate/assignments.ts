import type { Assignment } from './assignment';
import type { Choices } from './choices';
import type { Domain } from './domain';
import type { ComparisonGroup } from './witness';

/** An assignment, and how reports name it. */
export interface NamedAssignment {
  readonly assignment: Assignment;
  readonly when: string;
}

type Choice = readonly [Domain, string | undefined];

/** Every assignment that the choices leave, in a fixed order. */
export function* assignmentsOf({ domains, groups }: Choices): Generator<NamedAssignment> {
  const excluded = new Map(domains.map(({ key, values }) => [key, new Set(values)]));
  for (const choices of product(domains.map(valuesOf))) {
    const chosen = new Map(choices.flatMap(([{ key }, value]) => (value === undefined ? [] : [[key, value] as const])));
    const active = groups.filter(({ variables }) => !variables.some((key) => chosen.has(key)));
    for (const outcomes of product(active.map(outcomesOf))) {
      const comparisons = new Map(outcomes.flatMap(({ truths }) => [...truths]));
      const examples = new Map(outcomes.flatMap(({ example }) => [...example]));
      yield { assignment: { chosen, excluded, comparisons }, when: named(choices, examples) };
    }
  }
}

const valuesOf = (domain: Domain): Choice[] => [
  ...domain.values.map((value): Choice => [domain, value]),
  ...(domain.open ? [[domain, undefined] as Choice] : []),
];

type Outcome = ComparisonGroup['outcomes'][number];

/** With one more that decides nothing, if there may be outcomes that nothing has shown. */
const outcomesOf = ({ outcomes, complete }: ComparisonGroup): Outcome[] =>
  complete ? [...outcomes] : [...outcomes, { truths: new Map(), example: new Map() }];

const named = (choices: readonly Choice[], examples: ReadonlyMap<string, string>): string =>
  choices
    .filter(([{ key, values }]) => values.length > 0 || examples.has(key))
    .map(([{ key, name }, value]) => `${name}=${written(value ?? examples.get(key))}`)
    .join(', ');

function written(value: string | undefined): string {
  if (value === undefined) return '(any other value)';
  return /^[\w./:@+*-]+$/.test(value) ? value : JSON.stringify(value);
}

/** Every way to take one of each, the last changing fastest. */
function* product<T>(lists: readonly (readonly T[])[]): Generator<T[]> {
  const [first, ...rest] = lists;
  if (!first) {
    yield [];
    return;
  }
  for (const item of first) for (const others of product(rest)) yield [item, ...others];
}
