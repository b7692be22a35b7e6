import { UnusableInput } from '../../unusable-input';
import { member, members } from '../load/json';
import type { LoadedTemplate } from '../load/loaded-template';
import { type Given, givenParameters } from './given-parameters';
import { parameterOf } from './parameter';

/**
 * Checks the values given for parameters against all templates that are judged. Throws an UnusableInput if one is for a parameter
 * that no template has, or isn't admitted by the parameter.
 */
export function checkParameters(templates: readonly LoadedTemplate[], input: unknown): void {
  for (const given of givenParameters(input).all) check(given, templates);
}

function check({ stack, name, value }: Given, templates: readonly LoadedTemplate[]): void {
  const own = templates.filter((template) => stack === undefined || template.stack === stack);
  const declared = own.flatMap(({ body }) => members(member(body, 'Parameters')).filter(([each]) => each === name));
  const where = stack === undefined ? 'no template has' : `stack '${stack}' doesn't have`;
  if (declared.length === 0) throw new UnusableInput(`${where} the parameter '${name}': correct its name or leave it out`);
  const refusing = declared
    .map(([, json]) => parameterOf(name, json))
    .find(({ indirect, admits }) => !indirect && admits(value) === false);
  if (!refusing) return;
  const got = refusing.secret ? '' : `, got ${JSON.stringify(value)}`;
  throw new UnusableInput(`parameter '${name}' must be a value that its type, allowed values and pattern admit${got}`);
}
