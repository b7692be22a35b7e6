// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import type { LoadedTerraform } from '../../../../lib/verify/terraform/load/loaded-terraform';
import { planned } from '../../terraform/evaluate/worlds-of';
import type { Arguments, Body, Site } from './site';

const hole = /\$\{([^}]+)\}/g;
const isText = (value: unknown): value is string => typeof value === 'string';
const isOpen = (value: unknown): value is string => isText(value) && value.includes('${');

/** Whether a site has references only, and no variables, counts, functions and the like. */
export function isPlain({ body, declared }: Site): boolean {
  const text = JSON.stringify(body);
  const odd = [...text.matchAll(hole)].some(([, inside]) => !/^(basename\()?google_\w+\.\w+\.[\w.[\]]+\)?$/.test(inside ?? ''));
  return !odd && Object.keys(declared).length === 0 && !/"(?:count|for_each|dynamic)":/.test(text);
}

/** What a plan would say: what is stated is known, and what the cloud makes is known after apply. */
export function planOf({ body }: Site): LoadedTerraform {
  const all = Object.entries(body).map(([key, { '//': _, ...given }]) => {
    const [type = '', name = ''] = key.split('.');
    const values = { project: 'own-project', region: 'europe-west1', ...(settled(body, given) as Arguments) };
    return { address: `google_${key}`, mode: 'managed', type: `google_${type}`, name, given, values };
  });
  return planned({
    format_version: '1.2',
    planned_values: { root_module: { resources: all.map(({ given, values, ...each }) => ({ ...each, values: known(values) })) } },
    resource_changes: all.map(({ given, values, ...each }) => ({
      ...each,
      change: { actions: ['create'], before: null, after: known(values), after_unknown: unknown(values), after_sensitive: {} },
    })),
    configuration: {
      root_module: { resources: all.map(({ given, values, ...each }) => ({ ...each, expressions: expressions(given) })) },
    },
  });
}

/** Arguments with references to stated arguments put in. */
function settled(body: Body, value: unknown): unknown {
  if (isText(value)) return value.replace(hole, (whole, inside: string) => stated(body, inside) ?? whole);
  if (Array.isArray(value)) return value.map((each) => settled(body, each));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, settled(body, part)]));
}

function stated(body: Body, inside: string): string | undefined {
  const [type = '', name = '', attribute = ''] = inside.split('.');
  const found: unknown = body[`${type.replace('google_', '')}.${name}`]?.[attribute];
  return isText(found) && !isOpen(found) ? found : undefined;
}

/** The provider knows no part of a set one element of which isn't known. */
const isOpenSet = (value: unknown): boolean => Array.isArray(value) && value.some(isOpen);

function known(value: unknown): unknown {
  if (isOpen(value) || isOpenSet(value)) return null;
  if (Array.isArray(value)) return value.map(known);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) => (isOpen(part) || isOpenSet(part) ? [] : [[name, known(part)]])),
  );
}

function unknown(value: unknown): unknown {
  if (isOpen(value) || isOpenSet(value)) return true;
  if (Array.isArray(value)) return value.map(unknown);
  if (typeof value !== 'object' || value === null) return false;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, unknown(part)]));
}

const expressions = (given: object): object =>
  Object.fromEntries(Object.entries(given).map(([name, part]) => [name, expression(part)]));

function expression(value: unknown): unknown {
  const references = [...(JSON.stringify(value) ?? '').matchAll(hole)].map(([, found = '']) => found.replace(/^\w+\(|\)$/g, ''));
  if (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'object'))
    return value.map((each) => expressions(each as object));
  if (references.length === 0) return { constant_value: value };
  return { constant_value: value, references: references.flatMap((each) => [each, each.split('.').slice(0, 2).join('.')]) };
}
