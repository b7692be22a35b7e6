/** A resource as an API describes it. */
// biome-ignore lint/suspicious/noExplicitAny: an API's answer has whatever shape the service gives it
export type Item = Record<string, any>;

/** All that is in an account, by the type's name in CloudFormation. */
export type Described = Readonly<Record<string, readonly Item[]>>;

/** What CloudFormation was asked for, after resolution, and what came of it. */
export interface Recorded {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties?: Item;
  readonly physicalId?: string;
  readonly error?: string;
}

/** A stack and the account that it was deployed to. */
export interface World {
  readonly account: string;
  readonly region: string;
  readonly stack: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** The synthesized template's resources. */
  readonly resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: Item }>>;
  readonly recorded: readonly Recorded[];
  readonly described: Described;
}

/** Everything of a type; throws if nobody asked for that type. */
export function allOf({ described }: World, type: string): readonly Item[] {
  const items = described[type];
  if (!items) throw new Error(`type must be one that is described, got '${type}'`);
  return items;
}

/** The only one of a type that has certain values; throws if there are none or several. */
export function onlyOf(world: World, type: string, values: Readonly<Record<string, string | undefined>> = {}): Item {
  const [found, ...others] = allOf(world, type).filter((item) =>
    Object.entries(values).every(([name, value]) => item[name] === value),
  );
  if (found && others.length === 0) return found;
  throw new Error(`there must be one ${type} with ${JSON.stringify(values)}, got ${found ? others.length + 1 : 0}`);
}

/** Whether any string in `value`, however deep, holds `text`. */
export const mentions = (value: unknown, text: string): boolean => JSON.stringify(value).includes(text);
