import { within } from '../../world/place';
import { type Fields, isFields, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { documentOf } from '../policy-language/json-text';
import type { ResourceIndex } from '../resource-index';
import { numbered, started } from './scheduled-task';
import type { TaskRun } from './task-run';

/** Tasks that Step Functions start, where the definition of the state machine is in the inputs. */
export const stateMachineRuns = (index: ResourceIndex): TaskRun[] =>
  index.ofType('AWS::StepFunctions::StateMachine').flatMap((machine) => numbered(runsOf(index, machine)));

function runsOf(index: ResourceIndex, machine: Resource): TaskRun[] {
  const { Definition, DefinitionString, DefinitionSubstitutions: substitutions } = machine.properties;
  const definition = isFields(Definition) ? Definition : documentOf(index.follow(DefinitionString));
  const place = within(machine.place, 'Properties', isFields(Definition) ? 'Definition' : 'DefinitionString');
  return statesIn(definition)
    .filter(({ Resource: resource }) => /:ecs:runTask\b/.test(index.keyOf(resource) ?? ''))
    .map(({ Parameters, Arguments }) => {
      const task = substituted(
        isFields(Parameters) ? Parameters : (Arguments ?? null),
        isFields(substitutions) ? substitutions : {},
      );
      const fields = isFields(task) ? task : {};
      return started(index, machine, { task, cluster: fields.Cluster, overrides: fields.Overrides, place });
    });
}

/** All states of a machine, those inside Parallel and Map too. */
function statesIn(definition: Value | undefined): Fields[] {
  if (Array.isArray(definition)) return (definition as readonly Value[]).flatMap(statesIn);
  if (!isFields(definition)) return [];
  const own = isFields(definition.States) ? Object.values(definition.States).filter(isFields) : [];
  const inner = own.flatMap(({ Branches, Iterator, ItemProcessor }) => [Branches, Iterator, ItemProcessor].flatMap(statesIn));
  return [...own, ...inner];
}

/** Puts values in the place of `${name}`: "AWS::StepFunctions::StateMachine", DefinitionSubstitutions. */
function substituted(value: Value, by: Fields): Value {
  if (typeof value === 'string') {
    const [, name] = /^\$\{([^}]+)\}$/.exec(value) ?? [];
    return name !== undefined && by[name] !== undefined ? by[name] : value;
  }
  if (Array.isArray(value)) return (value as readonly Value[]).map((each) => substituted(each, by));
  return isFields(value) ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, substituted(each, by)])) : value;
}
