import { worldsOf } from '../../../../lib/verify/terraform/evaluate/worlds';
import type { JsonObject } from '../../../../lib/verify/terraform/load/json';
import type { LoadedTerraform } from '../../../../lib/verify/terraform/load/loaded-terraform';
import type { Fields } from '../../../../lib/verify/world/value';
import type { World } from '../../../../lib/verify/world/world';

export const configured = (document: object, name = 'stack'): LoadedTerraform => ({
  kind: 'configuration',
  name,
  source: { files: [{ file: `${name}/cdk.tf.json`, document: document as JsonObject }], modules: new Map() },
});

export const planned = (document: object): LoadedTerraform => ({
  kind: 'plan',
  name: 'plan',
  file: 'plan.json',
  document: document as JsonObject,
});

export const worldsIn = (document: object, variables?: Fields): readonly World[] =>
  worldsOf([configured(document)], variables === undefined ? {} : { variables });

/** The only world of a configuration. */
export function worldIn(document: object, variables?: Fields): World {
  const [world, ...others] = worldsIn(document, variables);
  if (!world || others.length > 0) throw new Error(`one world was expected, got ${others.length + 1}`);
  return world;
}

/** A property of a resource. */
export const property = (world: World, resource: string, name: string): unknown =>
  world.resources.get(resource)?.properties[name];
