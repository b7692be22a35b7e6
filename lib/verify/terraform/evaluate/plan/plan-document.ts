import { within } from '../../../world/place';
import { type JsonObject, objectAt, objectsAt, own, textAt } from '../../load/json';

/** A resource that a plan says will be there. */
export interface PlannedResource {
  readonly address: string;
  /** The address of its module, `module.net["a"]`; empty for the root. */
  readonly module: string;
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly values: JsonObject;
  readonly sensitive: JsonObject;
  /** What is known after apply only: `true` in the place of a value. */
  readonly unknown: JsonObject;
  /** JSON Pointer from the file's top. */
  readonly pointer: string;
}

/** The managed resources of a plan, those that are to be deleted left out. */
export function plannedResources(document: JsonObject): readonly PlannedResource[] {
  const part = own(document, 'planned_values') === undefined ? 'values' : 'planned_values';
  const changes = new Map(
    objectsAt(document, 'resource_changes').map((change) => [textAt(change, 'address') ?? '', objectAt(change, 'change')]),
  );
  return [...resourcesIn(objectAt(objectAt(document, part), 'root_module'), ['', part, 'root_module'].join('/'), changes)];
}

type Changes = ReadonlyMap<string, JsonObject>;

function* resourcesIn(module: JsonObject, pointer: string, changes: Changes): Iterable<PlannedResource> {
  const at = (...steps: readonly (string | number)[]): string =>
    within({ resource: '', type: '', file: '', pointer }, ...steps).pointer;
  for (const [index, resource] of objectsAt(module, 'resources').entries()) {
    if (textAt(resource, 'mode') !== 'data')
      yield plannedResource(resource, textAt(module, 'address') ?? '', at('resources', index), changes);
  }
  for (const [index, child] of objectsAt(module, 'child_modules').entries())
    yield* resourcesIn(child, at('child_modules', index), changes);
}

function plannedResource(resource: JsonObject, module: string, pointer: string, changes: Changes): PlannedResource {
  const address = textAt(resource, 'address') ?? `${textAt(resource, 'type')}.${textAt(resource, 'name')}`;
  const index = own(resource, 'index');
  return {
    address,
    module,
    type: textAt(resource, 'type') ?? '',
    name: textAt(resource, 'name') ?? '',
    ...(typeof index === 'string' || typeof index === 'number' ? { index } : {}),
    values: objectAt(resource, 'values'),
    sensitive: objectAt(resource, 'sensitive_values'),
    unknown: objectAt(changes.get(address) ?? {}, 'after_unknown'),
    pointer,
  };
}
