import { oncePer } from '../indexing/once-per';
import { type Fields, isFields } from '../world/value';
import type { Resource, World } from '../world/world';

/** A resource that says what it is in its metadata, under `agent-airlock`. */
export interface MarkedResource {
  readonly resource: Resource;
  readonly role: 'agent' | 'proxy';
  readonly fields: Fields;
}

/** The marked resources of a world. */
export const markedResources = oncePer((world: World): readonly MarkedResource[] =>
  [...world.resources.values()].flatMap((resource) => {
    const fields = resource.metadata['agent-airlock'];
    if (!isFields(fields) || (fields.role !== 'agent' && fields.role !== 'proxy')) return [];
    return [{ resource, role: fields.role, fields }];
  }),
);
