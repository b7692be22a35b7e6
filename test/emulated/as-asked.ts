import { describedResource, isDescribed } from './described-resource';
import { type OnlyRecorded, onlyRecordedProperties } from './only-recorded';
import { propertyOf, sameValue } from './same-value';
import type { Item, Recorded, World } from './world';

/** One message for each resource of the stack's template that isn't in the account as the template has it, but for what is `excepted`. */
export function notAsAsked(world: World, excepted: readonly OnlyRecorded[] = onlyRecordedProperties): string[] {
  return Object.entries(world.resources).flatMap(([logicalId, { Type, Properties = {} }]) => {
    const made = world.recorded.filter((one) => one.stack === world.stack && one.logicalId === logicalId);
    const [recorded, ...others] = made;
    if (!recorded || others.length > 0) return [`${logicalId} must be created once, got ${made.length} times`];
    if (recorded.error) return [`${logicalId} could not be created: ${recorded.error}`];
    const problems = [...unresolved(Properties, recorded.properties), ...differences(world, recorded, excepted)];
    return problems.map((what) => `${Type} ${logicalId}: ${what}`);
  });
}

function differences(world: World, recorded: Recorded, excepted: readonly OnlyRecorded[]): string[] {
  const { type, properties = {} } = recorded;
  if (!isDescribed(type)) return ['its type must be described'];
  const described = describedResource(world, recorded);
  if (!described) return ['no API describes it, although it was created'];
  const except = excepted.filter((one) => one.type === type).map(({ property }) => property);
  return Object.entries(properties)
    .filter(([name]) => !except.includes(name))
    .filter(([name, asked]) => !sameValue(asked, propertyOf(described, name)))
    .map(([name, asked]) => `${name} must be ${JSON.stringify(asked)}, got ${JSON.stringify(propertyOf(described, name))}`);
}

/** What of a template didn't reach CloudFormation's record, or isn't resolved there. */
function unresolved(template: unknown, recorded: unknown, path = ''): string[] {
  if (isIntrinsic(template))
    return recorded === undefined || recorded === '' || hasIntrinsic(recorded) ? [`${path} must resolve`] : [];
  if (typeof template !== 'object' || template === null)
    return template === recorded ? [] : [`${path} must be asked for as ${template}, got ${recorded}`];
  return Object.entries(template).flatMap(([name, value]) =>
    unresolved(value, (recorded as Item | undefined)?.[name], `${path}/${name}`),
  );
}

const isIntrinsic = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === 1 &&
  /^(Ref|Fn::\w+)$/.test(Object.keys(value)[0] ?? '');

const hasIntrinsic = (value: unknown): boolean =>
  isIntrinsic(value) || (typeof value === 'object' && value !== null && Object.values(value).some(hasIntrinsic));
