import type { Doubt } from '../../world/doubt';
import { isMapping, type Json, member, members } from '../load/json';
import type { Stack } from './stack';

/** What stays open about whole templates: macros, modules, and nested stacks that aren't there. */
export const openEnds = (stacks: readonly Stack[]): Doubt[] => stacks.flatMap((stack) => [...macros(stack), ...missing(stack)]);

const harmless = new Set(['AWS::LanguageExtensions']);

function macros(stack: Stack): Doubt[] {
  const names = ['Transform', 'Fn::Transform']
    .flatMap((name) => member(stack.template.body, name) ?? [])
    .map((each) => String(isMapping(each) ? member(each, 'Name') : each))
    .filter((name) => !harmless.has(name));
  return names.map((name) =>
    doubt(stack, '/Transform', 'Transform', `the macro '${name}' may change ${stack.id} when it is deployed`),
  );
}

function missing(stack: Stack): Doubt[] {
  return [...stack.resources].flatMap(([name, { json, pointer }]) => {
    const type = member(json, 'Type');
    if (name.startsWith('Fn::') || members(json).some(([each]) => each.startsWith('Fn::'))) {
      return [doubt(stack, pointer, 'Transform', `${name} in ${stack.id} is only written out when it is deployed`)];
    }
    if (!isPlain(member(json, 'Properties'))) {
      return [
        doubt(
          stack,
          `${pointer}/Properties`,
          'Transform',
          `the properties of ${name} in ${stack.id} are only known when it is deployed`,
        ),
      ];
    }
    if (typeof type !== 'string') return [doubt(stack, pointer, '?', `resource '${name}' of ${stack.id} has no type`)];
    if (type.endsWith('::MODULE'))
      return [doubt(stack, pointer, type, `the module '${name}' of ${stack.id} isn't in the inputs`)];
    if (type !== 'AWS::CloudFormation::Stack' || stack.nested.has(name)) return [];
    return [doubt(stack, pointer, type, `the template of the nested stack '${name}' of ${stack.id} isn't in the inputs`)];
  });
}

const isPlain = (properties: Json | undefined): boolean =>
  properties === undefined ||
  (isMapping(properties) && !Object.keys(properties).some((name) => name === 'Ref' || name.startsWith('Fn::')));

const doubt = (stack: Stack, pointer: string, type: string, reason: string): Doubt => ({
  reason,
  place: { resource: `${stack.id}${pointer.replace('/Resources', '')}`, type, file: stack.template.file, pointer },
});
