import { type Fields, Unresolved, type Value } from '../../../world/value';
import type { Resource, World } from '../../../world/world';
import { isObject, type Json, type JsonObject, objectAt, objectsAt, own, textAt } from '../../load/json';
import type { TerraformPlan } from '../../load/loaded-terraform';
import { referencesOf, rootModule } from './plan-configuration';
import { type PlannedResource, plannedResources } from './plan-document';
import { type PlanIndex, planIndex, type Standing, standingOf, targetsOf } from './plan-references';
import { plannedProperties } from './planned-properties';

/** The one world that a plan makes. */
export function planWorld({ file, document }: TerraformPlan, prefix = ''): World {
  const planned = plannedResources(document);
  const index = planIndex(rootModule(document), planned, objectAt(document, 'variables'), prefix);
  const resources = [...planned.map((resource) => resourceOf(index, resource, file)), ...providersOf(document, file, prefix)];
  const doubts = own(document, 'complete') === false ? [{ reason: `${file} is a plan of only a part of the system` }] : [];
  return { when: '', resources: new Map(resources.map((resource) => [resource.id, resource])), doubts, assumptions: [] };
}

function resourceOf(index: PlanIndex, planned: PlannedResource, file: string): Resource {
  const { address, type, pointer } = planned;
  const standing = standingOf(index, planned);
  const configured = standing.module.resources.get(`${type}.${planned.name}`);
  // the key names the module that configures the provider as well: `module.net:google.eu`
  const provider = textAt(configured ?? {}, 'provider_config_key')
    ?.split(':')
    .at(-1);
  const provisioner = objectsAt(configured ?? {}, 'provisioners').flatMap((each) => referredIn(index, each, standing));
  const properties = {
    ...plannedProperties(index, planned),
    ...(provider === undefined ? {} : { provider }),
    ...(own(configured ?? {}, 'provisioners') === undefined ? {} : { provisioner }),
  };
  const id = index.prefix + address;
  return { id, type, properties, metadata: {}, place: { resource: id, type, file, pointer } };
}

/** What the command of a provisioner, and its variables, refer to. */
const referredIn = (index: PlanIndex, provisioner: JsonObject, standing: Standing): readonly Value[] =>
  Object.values(objectAt(provisioner, 'expressions')).flatMap((expression) => targetsOf(index, expression, standing));

/** The settings of providers, as resources of the type `provider.NAME`. */
function providersOf(document: JsonObject, file: string, prefix: string): readonly Resource[] {
  const variables = objectAt(document, 'variables');
  const providers = Object.entries(objectAt(objectAt(document, 'configuration'), 'provider_config'));
  return providers.flatMap(([key, provider]) =>
    isObject(provider) ? [providerOf(key, provider, variables, { file, prefix })] : [],
  );
}

function providerOf(
  key: string,
  provider: JsonObject,
  variables: JsonObject,
  { file, prefix }: { readonly file: string; readonly prefix: string },
): Resource {
  const module = textAt(provider, 'module_address');
  const id = `${prefix}${module === undefined ? '' : `${module}.`}provider.${key.split(':').at(-1)}`;
  const type = `provider.${textAt(provider, 'name') ?? key}`;
  const pointer = `/configuration/provider_config/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const settings = Object.entries(objectAt(provider, 'expressions')).map(
    ([name, expression]) => [name, settingOf(name, expression, variables)] as const,
  );
  return {
    id,
    type,
    properties: Object.fromEntries(settings) as Fields,
    metadata: {},
    place: { resource: id, type, file, pointer },
  };
}

/**
 * A literal, or a variable's planned value. What JSON configurations have stands as its text, `${var.region}`, beside its references; of an
 * expression in Terraform's own language only the references are told.
 */
function settingOf(name: string, expression: Json, variables: JsonObject): Value {
  const [reference, ...others] = referencesOf(expression);
  const text = isObject(expression) ? own(expression, 'constant_value') : undefined;
  if (text !== undefined && reference === undefined) return text as Value;
  const variable = others.length === 0 ? /^var\.([^.[]+)$/.exec(reference ?? '')?.[1] : undefined;
  const value = variable === undefined ? undefined : own(objectAt(variables, variable), 'value');
  const isAlone = text === undefined ? isPlausible(name, value) : text === `\${${reference}}`;
  return value !== undefined && isAlone
    ? (value as Value)
    : new Unresolved(`a setting of a provider hangs on ${reference ?? 'an expression'}`);
}

/** Whether a value may be a whole setting, and not only a part of it: a region ends in a digit, a zone in a letter after it. */
function isPlausible(name: string, value: Json | undefined): boolean {
  const shape = { region: /^[a-z]+(-[a-z]+)+\d+$/, zone: /^[a-z]+(-[a-z]+)+\d+-[a-z]$/ }[name];
  return shape === undefined || (typeof value === 'string' && shape.test(value));
}
