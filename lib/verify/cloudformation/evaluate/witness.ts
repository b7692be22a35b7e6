import { isMapping, type Json } from '../load/json';
import { nothingChosen } from './assignment';
import type { Domain } from './domain';
import { Evaluator } from './evaluator';
import type { Parameter } from './parameter';
import type { OpenComparison } from './recorder';
import type { System } from './system';
import { Undecided } from './truth';

/** Comparisons that share open variables, and the ways in which they can turn out together. */
export interface ComparisonGroup {
  readonly variables: readonly string[];
  readonly comparisons: readonly OpenComparison[];
  /** Each is shown by a concrete choice of the variables, `example`. */
  readonly outcomes: readonly { readonly truths: ReadonlyMap<string, boolean>; readonly example: ReadonlyMap<string, string> }[];
  /** Whether there may be other outcomes. */
  readonly complete: boolean;
}

/** Concrete choices to try for a group. */
const most = 1_000;

/** Finds out how comparisons that can't be decided with open variables turn out, by trying values that matter to them. */
export function groupsOf(
  comparisons: readonly OpenComparison[],
  domains: ReadonlyMap<string, Domain>,
  parameters: ReadonlyMap<string, Parameter>,
  system: System,
): ComparisonGroup[] {
  const usable = comparisons.filter(({ variables }) => variables.length > 0 && variables.every((key) => domains.get(key)?.open));
  return connected(usable.filter(({ variables }) => !variables.some((key) => parameters.get(key)?.indirect))).map((group) => {
    const variables = [...new Set(group.flatMap((each) => each.variables))];
    const literals = [...new Set(group.flatMap(({ operands }) => operands.flatMap(literalsIn)))];
    const pools = variables.map((key) => poolOf(domains.get(key), parameters.get(key), literals));
    const outcomes = outcomesOf(group, variables, pools, system);
    return { variables, comparisons: group, outcomes, complete: outcomes.length === 2 ** Math.min(group.length, 30) };
  });
}

/** Comparisons that share a variable, directly or through others, stand in one group. */
function connected(comparisons: readonly OpenComparison[]): OpenComparison[][] {
  let groups: { variables: Set<string>; comparisons: OpenComparison[] }[] = [];
  for (const comparison of comparisons) {
    const joins = groups.filter(({ variables }) => comparison.variables.some((key) => variables.has(key)));
    const variables = new Set([...comparison.variables, ...joins.flatMap((group) => [...group.variables])]);
    const all = [...joins.flatMap((group) => group.comparisons), comparison];
    groups = [...groups.filter((group) => !joins.includes(group)), { variables, comparisons: all }];
  }
  return groups.map((group) => group.comparisons);
}

/** Values of a variable that may make a difference, none of those that are told apart anyway. */
function poolOf(domain: Domain | undefined, parameter: Parameter | undefined, literals: readonly string[]): string[] {
  const samples = [
    '',
    'x',
    'y',
    '1',
    'vpc-0123456789abcdef0',
    'subnet-0123456789abcdef0',
    'sg-0123456789abcdef0',
    '123456789012',
  ];
  const pieces = literals.flatMap((literal) => [literal, ...literal.split(/[-_/:.,|]/), `${literal},${literal}`, `${literal}-x`]);
  const all = new Set([
    ...(parameter?.defaultText === undefined ? [] : [parameter.defaultText]),
    ...samples,
    ...pieces.slice(0, 40),
  ]);
  return [...all].filter((value) => !domain?.values.includes(value) && parameter?.admits(value) === true);
}

function literalsIn(node: Json): string[] {
  if (typeof node === 'string') return [node.replace(/\$\{[^}]*\}/g, '')];
  if (typeof node !== 'object' || node === null) return node === null ? [] : [String(node)];
  return (isMapping(node) ? Object.values(node) : [...node]).flatMap(literalsIn);
}

type Outcomes = ComparisonGroup['outcomes'];

function outcomesOf(
  group: readonly OpenComparison[],
  variables: readonly string[],
  pools: readonly string[][],
  system: System,
): Outcomes {
  const found = new Map<string, Outcomes[number]>();
  for (const example of examples(variables, pools)) {
    const evaluator = new Evaluator(system, { ...nothingChosen, chosen: example });
    const truths = group.map(({ operands, stack }) => evaluator.decide({ 'Fn::Equals': operands }, stack));
    if (truths.some((truth) => truth instanceof Undecided)) continue;
    const key = truths.join();
    if (!found.has(key))
      found.set(key, { truths: new Map(group.map((each, index) => [each.key, truths[index] === true])), example });
  }
  return [...found.values()];
}

function* examples(variables: readonly string[], pools: readonly string[][]): Generator<Map<string, string>> {
  const count = pools.reduce((product, pool) => product * pool.length, 1);
  for (let index = 0; index < Math.min(count, most); index++) {
    let rest = index;
    yield new Map(
      variables.map((key, position) => {
        const pool = pools[position] ?? [];
        const value = pool[rest % pool.length] ?? '';
        rest = Math.floor(rest / pool.length);
        return [key, value];
      }),
    );
  }
}
