import { isObject, type JsonObject, own } from './json';

/** Whether an object is what `terraform show -json` prints: of a plan, or of a state. */
export function isTerraformPlan(object: unknown): object is JsonObject {
  if (!isObject(object) || typeof own(object, 'format_version') !== 'string') return false;
  return ['planned_values', 'values', 'configuration', 'resource_changes'].some(
    (name) => isObject(own(object, name)) || Array.isArray(own(object, name)),
  );
}

/** The blocks that a module may have at its top. */
const blocks: ReadonlySet<string> = new Set([
  ...['terraform', 'provider', 'variable', 'locals', 'output', 'resource', 'data', 'module', 'ephemeral'],
  ...['moved', 'import', 'removed', 'check'],
]);

const telling: readonly string[] = ['terraform', 'provider', 'resource', 'data', 'module', 'variable', 'locals', 'output'];

/** Whether an object is Terraform's JSON configuration: nothing at its top but what a module may have, and something of a module. */
export function isTerraformConfiguration(object: unknown): object is JsonObject {
  if (!isObject(object) || isTerraformPlan(object)) return false;
  const names = Object.keys(object).filter((name) => name !== '//');
  return names.every((name) => blocks.has(name)) && telling.some((name) => isBlock(own(object, name)));
}

const isBlock = (value: unknown): boolean => isObject(value) || (Array.isArray(value) && value.some(isObject));

/** Whether an object is Terraform's in either form. */
export const isTerraform = (object: unknown): object is JsonObject => isTerraformPlan(object) || isTerraformConfiguration(object);
