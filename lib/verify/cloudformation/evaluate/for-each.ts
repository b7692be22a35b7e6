import { isMapping, type Json, member, members } from '../load/json';

/** A member of a section, and the steps that lead to it in the template. */
export interface Member {
  readonly name: string;
  readonly json: Json;
  readonly steps: readonly (string | number)[];
}

/** The items of a loop's collection; undefined if they are only known at deployment. */
export type Items = (collection: Json) => readonly string[] | undefined;

const prefix = 'Fn::ForEach::';

/** Members that a template may have once its loops are written out. */
const most = 50_000;

/**
 * The members of a section with its `Fn::ForEach` loops written out ("Intrinsic function reference: Fn::ForEach").
 * A loop over what isn't known stays as it is.
 */
export function writtenOut(section: Json | undefined, items: Items): Member[] {
  const budget = { left: most };
  return members(section).flatMap(([name, json]) => unrolled({ name, json, steps: [name] }, items, budget));
}

/** How many members may still be made. */
interface Budget {
  left: number;
}

function unrolled(entry: Member, items: Items, budget: Budget): Member[] {
  const { json, steps, name } = entry;
  if (!name.startsWith(prefix)) return [{ ...entry, json: inside(json, items, budget) }];
  const [identifier, collection, body] = Array.isArray(json) ? json : [];
  const values = typeof identifier === 'string' && collection !== undefined ? items(collection) : undefined;
  if (!values || typeof identifier !== 'string' || !isMapping(body)) return [entry];
  budget.left -= values.length * Object.keys(body).length;
  if (budget.left < 0) return [entry];
  return values.flatMap((value) =>
    members(body).flatMap(([key, inner]) => {
      const made = {
        name: replaced(key, identifier, value),
        json: substituted(inner, identifier, value),
        steps: [...steps, 2, key],
      };
      return unrolled(made, items, budget);
    }),
  );
}

/** Loops further inside, such as among properties. */
function inside(json: Json, items: Items, budget: Budget): Json {
  if (Array.isArray(json)) return json.map((item) => inside(item, items, budget));
  if (!isMapping(json)) return json;
  const entries = members(json).flatMap(([name, inner]) => unrolled({ name, json: inner, steps: [] }, items, budget));
  return Object.fromEntries(entries.map((entry) => [entry.name, entry.json]));
}

function substituted(json: Json, identifier: string, value: string): Json {
  if (typeof json === 'string') return replaced(json, identifier, value);
  if (Array.isArray(json)) return json.map((item) => substituted(item, identifier, value));
  if (!isMapping(json)) return json;
  if (member(json, 'Ref') === identifier && Object.keys(json).length === 1) return value;
  return Object.fromEntries(
    members(json).map(([name, inner]) => [replaced(name, identifier, value), substituted(inner, identifier, value)]),
  );
}

/** `${Name}` is the item, `&{Name}` its letters and digits. */
const replaced = (text: string, identifier: string, value: string): string =>
  text.replaceAll(`\${${identifier}}`, () => value).replaceAll(`&{${identifier}}`, () => value.replace(/[^A-Za-z0-9]/g, ''));
