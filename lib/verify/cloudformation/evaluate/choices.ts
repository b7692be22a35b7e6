import { Reference } from '../../world/value';
import type { Resource } from '../../world/world';
import { nothingChosen } from './assignment';
import { type DeclaredResource, evaluatedResource } from './declared-resource';
import { type Domain, domainOf } from './domain';
import { Evaluator, type Tracked } from './evaluator';
import type { Parameter } from './parameter';
import { pseudoVariable } from './pseudo';
import { newRecorder } from './recorder';
import { assertionsOf } from './rules';
import type { System } from './system';
import { expanded, merge, type Touches } from './touches';
import type { Truth } from './truth';
import { variableOf } from './variable';
import { type ComparisonGroup, groupsOf } from './witness';

/** More assignments than these aren't tried: what they would decide stays in doubt. */
const mostAssignments = 1_024;

/** What has to be chosen to tell apart everything that a system can be. */
export interface Choices {
  readonly domains: readonly Domain[];
  readonly groups: readonly ComparisonGroup[];
  /** The resources with everything left open, and what they hang on. */
  readonly open: ReadonlyMap<DeclaredResource, Tracked<Resource | undefined>>;
  /** The conditions with everything left open. */
  readonly conditions: ReadonlyMap<string, Tracked<Truth>>;
}

export function choicesOf(system: System, declared: readonly DeclaredResource[]): Choices {
  const recorder = newRecorder();
  const evaluator = new Evaluator(system, nothingChosen, recorder);
  const open = new Map(declared.map((each) => [each, evaluatedResource(each, evaluator, system)]));
  const found: Touches = new Map();
  for (const { touches } of open.values()) merge(found, touches);
  const uses = expanded(found, evaluator.conditions);
  restricted(system, evaluator, uses);
  for (const each of recorder.imports) system.imports.add(each);
  const parameters = parametersOf(system, uses);
  const all = [...parameters].flatMap(
    ([key, [name, parameter]]) => domainOf(key, name, parameter, uses.get(key) ?? 0, recorder) ?? [],
  );
  const domains = affordable(all, sizeOf, mostAssignments);
  const relevant = [...recorder.comparisons.values()].filter(({ key }) => uses.has(key));
  const byKey = new Map([...parameters].map(([key, [, parameter]]) => [key, parameter]));
  const shown = groupsOf(relevant, new Map(domains.map((domain) => [domain.key, domain])), byKey, system);
  const left = mostAssignments / domains.reduce((product, domain) => product * sizeOf(domain), 1);
  const groups = affordable(shown, ({ outcomes, complete }) => outcomes.length + Number(!complete), left);
  return { domains, groups, open, conditions: evaluator.conditions };
}

/** Parameters that rules restrict are told apart by them, if anything hangs on them at all. */
function restricted(system: System, evaluator: Evaluator, uses: Touches): void {
  for (const { stack, rule } of assertionsOf(system)) {
    const { touches } = evaluator.tracked(() => evaluator.decide(rule, stack));
    merge(uses, new Map([...expanded(touches, evaluator.conditions)].filter(([key]) => uses.has(key))));
  }
}

/** The parameters behind the variables' keys, with the names to print. */
function parametersOf(system: System, uses: Touches): Map<string, [string, Parameter]> {
  const names = new Map<string, number>();
  const own = system.stacks.filter(({ parent }) => !parent);
  const declared = own.flatMap((stack) => [...stack.parameters.values()].map((parameter) => ({ stack, parameter })));
  for (const { parameter } of declared) names.set(parameter.name, (names.get(parameter.name) ?? 0) + 1);
  const found = new Map<string, [string, Parameter]>();
  for (const { stack, parameter } of declared) {
    const { key } = variableOf(parameter, stack);
    if (uses.has(key)) found.set(key, [(names.get(parameter.name) ?? 0) > 1 ? key : parameter.name, parameter]);
  }
  for (const key of uses.keys()) {
    const [name = '', attribute] = key.split(' ');
    if (key.startsWith('AWS::')) found.set(key, [name, pseudoVariable(new Reference(name, attribute)).parameter]);
  }
  return found;
}

/** Those that can be enumerated together, the smallest first. */
function affordable<T>(items: readonly T[], size: (item: T) => number, most: number): T[] {
  let product = 1;
  const taken = new Set<T>();
  for (const item of [...items].sort((a, b) => size(a) - size(b))) {
    product *= size(item);
    if (product <= most) taken.add(item);
  }
  return items.filter((item) => taken.has(item));
}

const sizeOf = ({ values, open }: Domain): number => Math.max(1, values.length + Number(open));
