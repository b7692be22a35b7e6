import type { Configuration } from '../schema/derived-schema';
import { choices } from './choices';
import { computeFacts } from './compute';
import { serviceFacts } from './services';
import { statedValues } from './stated-values';

const facts = { ...computeFacts, ...serviceFacts };

/** What the real provider or the API would have against a configuration, though its schema hasn't. */
export function objections({ resource = {} }: Configuration): readonly string[] {
  return Object.entries(resource).flatMap(([type, byName]) =>
    Object.entries(byName).flatMap(([name, stated]) => {
      const values = statedValues(stated).map(({ path, value }) => valueObjection(type, path, value));
      const whole = Object.entries(choices[type] ?? {}).map(([what, holds]) =>
        holds(stated) ? undefined : `must hold: ${what}`,
      );
      return [...values, ...whole].flatMap((wrong) => (wrong === undefined ? [] : [`${type}.${name} ${wrong}`]));
    }),
  );
}

function valueObjection(type: string, path: string, value: string | number): string | undefined {
  const fact = facts[type]?.[path];
  if (!fact) return `${path} must be in the table of facts, so that its values are held to something, got '${value}'`;
  const wrong = fact(value);
  return wrong && `${path} ${wrong}, got '${value}'`;
}
