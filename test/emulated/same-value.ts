import type { Item } from './world';

/**
 * Whether a description has what was asked for: everything of `asked`, as text where one side has a number, with names that may start in
 * lower case, and lists of keys and values in any order. What services add, such as defaults, doesn't count.
 */
export function sameValue(asked: unknown, described: unknown): boolean {
  if (isPairs(asked)) return sameValue(asObject(asked), isPairs(described) ? asObject(described) : described);
  if (Array.isArray(asked)) {
    return (
      Array.isArray(described) &&
      asked.length === described.length &&
      asked.every((item, index) => sameValue(item, described[index]))
    );
  }
  if (!isObject(asked)) return String(asked) === String(described);
  return isObject(described) && Object.entries(asked).every(([name, value]) => sameValue(value, propertyOf(described, name)));
}

/** A property by its name in templates; ECS, CloudWatch Logs and Step Functions write the first letter small. */
export const propertyOf = (item: Item, name: string): unknown => item[name] ?? item[name.charAt(0).toLowerCase() + name.slice(1)];

const isObject = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value);

const isPairs = (value: unknown): value is readonly Item[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((item) => isObject(item) && Object.keys(item).sort().join() === 'Key,Value');

const asObject = (pairs: readonly Item[]): Item => Object.fromEntries(pairs.map(({ Key, Value }) => [Key, Value]));
