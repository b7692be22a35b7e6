// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { expect, test } from 'vitest';
import { worldsOf } from '../../../../lib/verify/terraform/evaluate/worlds';
import { ResourceIndex } from '../../../../lib/verify/terraform/resource-index';
import { planned } from '../evaluate/worlds-of';
import { defaultRoute, openEgress, type Resources, roomNat, sealed } from './airlock';
import { judgedWorld } from './judged';

const isReference = (value: unknown): value is string => typeof value === 'string' && value.includes('${');

/** A value as a plan shows it: what refers to other resources is known after apply. */
function known(value: unknown): unknown {
  if (isReference(value)) return null;
  if (Array.isArray(value)) return value.map(known);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, part]) => (isReference(part) ? [] : [[name, known(part)]])));
}

function unknown(value: unknown): unknown {
  if (isReference(value)) return true;
  if (Array.isArray(value)) return value.map(unknown);
  if (typeof value !== 'object' || value === null) return false;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, unknown(part)]));
}

/** Expressions of a plan: one for an argument, one for each block. */
function expressions(value: object): object {
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, expression(part)]));
}

function expression(value: unknown): unknown {
  const references = [...JSON.stringify(value).matchAll(/\$\{([^}]+)\}/g)].map(([, found]) => found ?? '');
  const all = references.flatMap((each) => [each, each.split('.').slice(0, 2).join('.')]);
  if (Array.isArray(value) && value.every((each) => typeof each === 'object'))
    return value.map((each) => expressions(each as object));
  return { constant_value: value, ...(references.length > 0 && { references: all }) };
}

const stated = (values: object): object => JSON.parse(JSON.stringify(values));

function planOf(resources: Resources): object {
  const all = Object.entries(resources).flatMap(([key, values]) => {
    const [type = '', name = ''] = key.split('.');
    const region = { region: 'europe-west1', project: 'own-project' };
    return values
      ? [{ address: `google_${key}`, mode: 'managed', type: `google_${type}`, name, values: stated({ ...region, ...values }) }]
      : [];
  });
  return {
    format_version: '1.2',
    planned_values: { root_module: { resources: all.map((each) => ({ ...each, values: known(each.values) })) } },
    resource_changes: all.map(({ values, ...each }) => ({
      ...each,
      change: { actions: ['create'], before: null, after: known(values), after_unknown: unknown(values), after_sensitive: {} },
    })),
    configuration: {
      root_module: { resources: all.map(({ values, ...each }) => ({ ...each, expressions: expressions(values) })) },
    },
  };
}

test.each<[string, Resources, string]>([
  ['the sealed airlock', {}, 'proven'],
  ['a way out', { ...openEgress, ...defaultRoute, ...roomNat() }, 'refuted'],
  ['a way out behind a closed firewall', { ...defaultRoute, ...roomNat() }, 'proven'],
])('a plan of %s', (_, changes, verdict) => {
  const [world] = worldsOf([planned(planOf({ ...sealed, ...changes }))]);
  const found = judgedWorld(new ResourceIndex(world as never));
  expect(found, JSON.stringify(found, null, 1)).toMatchObject({ verdict, reachesProxy: true });
});

test.each<[string, object, string]>([
  ['by a literal', { constant_value: 'europe-west1' }, 'refuted'],
  ['by a variable', { references: ['var.region'] }, 'refuted'],
  ["by a variable in JSON's spelling", { constant_value: '${var.region}', references: ['var.region'] }, 'refuted'],
  ['by a text that is not known', { constant_value: '${var.region}1', references: ['var.region'] }, 'unknown'],
])('a NAT whose router states no region has that of its provider: %s', (_, region, verdict) => {
  const stateless = Object.entries(roomNat()).map(([name, values]) => [name, { ...values, region: undefined }]);
  const document = planOf({ ...sealed, ...openEgress, ...defaultRoute, ...Object.fromEntries(stateless) });
  const configuration = {
    ...(document as { configuration: object }).configuration,
    provider_config: { google: { name: 'google', expressions: { region } } },
  };
  const [world] = worldsOf([planned({ ...document, variables: { region: { value: 'europe-west1' } }, configuration })]);
  expect(judgedWorld(new ResourceIndex(world as never))).toMatchObject({ verdict });
});
