import type { Doubt } from '../../world/doubt';
import type { World } from '../../world/world';
import type { LoadedTemplate } from '../load/loaded-template';
import { assignmentsOf } from './assignments';
import { type Choices, choicesOf } from './choices';
import { type DeclaredResource, declaredResources } from './declared-resource';
import { Evaluator } from './evaluator';
import { givenParameters } from './given-parameters';
import { openEnds } from './open-ends';
import { isAllowed } from './rules';
import { SharedResources } from './shared-resources';
import { stacksOf } from './stacks';
import type { System } from './system';

export interface WorldsOptions {
  /** Values given for parameters, as `givenParameters` reads them and `checkParameters` checks them. @default - all stay open */
  readonly parameters?: unknown;
  /** Whether no resource of a type can decide a verdict, so that nothing is enumerated for its sake. @default - every type may */
  readonly inert?: (type: string) => boolean;
}

/**
 * Every world of one connected system of templates, one at a time. Resource ids are `Stack/LogicalId`, and
 * `Stack/NestedStack/LogicalId` in nested stacks. Throws an UnusableInput if the given parameters can't be used.
 */
export function* worldsOf(templates: readonly LoadedTemplate[], options: WorldsOptions = {}): Generator<World> {
  const system = systemOf(templates, options);
  const declared = declaredResources(system);
  const choices = choicesOf(system, declared);
  const shared = new SharedResources(system, declared, choices);
  const doubts = doubtsOf(system, declared);
  let some = false;
  for (const world of distinct(system, choices, shared, doubts, true)) {
    some = true;
    yield world;
  }
  // templates that can't be deployed in any way are judged all the same: nothing is vacuously proven
  if (!some) yield* distinct(system, choices, shared, doubts, false);
}

/** The worlds that differ in their resources; only those that CloudFormation would deploy, if asked for. */
function* distinct(
  system: System,
  choices: Choices,
  shared: SharedResources,
  doubts: DoubtsOf,
  deployable: boolean,
): Generator<World> {
  const seen = new Set<string>();
  for (const { assignment, when } of assignmentsOf(choices)) {
    const evaluator = new Evaluator(system, assignment);
    if (deployable && !isAllowed(system, evaluator)) continue;
    const { resources, signature, refusal } = shared.of(evaluator, assignment);
    if (seen.has(signature) || (deployable && refusal !== undefined)) continue;
    seen.add(signature);
    yield { when, resources, doubts: doubts(resources), assumptions: [...system.assumptions].sort() };
  }
}

type DoubtsOf = (resources: World['resources']) => readonly Doubt[];

/** What stays open about the whole, except for resources that aren't there. */
function doubtsOf(system: System, declared: readonly DeclaredResource[]): DoubtsOf {
  const doubts = openEnds(system.stacks);
  if (doubts.length === 0) return () => doubts;
  const ids = new Set(declared.map(({ id }) => id));
  return (resources) => doubts.filter(({ place }) => !place || !ids.has(place.resource) || resources.has(place.resource));
}

function systemOf(templates: readonly LoadedTemplate[], options: WorldsOptions): System {
  const accounts = [...new Set(templates.flatMap(({ account }) => account ?? []))];
  const regions = [...new Set(templates.flatMap(({ region }) => region ?? []))];
  const given = givenParameters(options.parameters);
  return {
    stacks: stacksOf(templates, given),
    given,
    ...(accounts.length === 1 && { account: accounts[0] }),
    accounts: accounts.length,
    ...(regions.length === 1 && { region: regions[0] }),
    inert: options.inert ?? (() => false),
    imports: new Set(),
    assumptions: new Set(),
  };
}
