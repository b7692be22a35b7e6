import type { Credential } from '../../model/workload';
import type { Place } from '../../world/place';
import { type Fields, isFields, type Value } from '../../world/value';
import { listedVariables, textCredentials, variableCredentials } from '../credentials/environment';
import { documentOf } from '../policy-language/json-text';
import type { ResourceIndex } from '../resource-index';
import { roleKeys } from './role-keys';

/** What whoever runs a task changes of its definition: an object, or JSON text as events hold it. */
export interface Overrides {
  readonly roles: readonly string[];
  readonly credentials: readonly Credential[];
}

export function overridesOf(index: ResourceIndex, overrides: Value | undefined, place: Place): Overrides {
  const fields = lowered(documentOf(index.follow(overrides)));
  const containers = index.elements(fields.containeroverrides).map(lowered);
  return {
    roles: roleKeys(index, fields.taskrolearn),
    credentials: containers.flatMap(({ environment, command }) => [
      ...variableCredentials(index, listedVariables(index, index.elements(environment).map(capitalised), place)),
      ...textCredentials(index, 'command', command, place),
    ]),
  };
}

/** The API spells names with a small letter, CloudFormation and Step Functions with a capital one. */
const lowered = (value: Value | undefined): Fields =>
  isFields(value) ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name.toLowerCase(), each])) : {};

function capitalised(variable: Value): Fields {
  const { name, value } = lowered(variable);
  return { Name: name ?? null, Value: value ?? null };
}
