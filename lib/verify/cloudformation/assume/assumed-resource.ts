import type { Place } from '../../world/place';
import { type Fields, isFields, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import type { Described } from './answers';

/** A resource as CloudFormation would have it, with the literal id as its own. */
export function assumed(
  type: string,
  { id, pointer }: Described,
  properties: Readonly<Record<string, Value | undefined>>,
  more: { readonly id?: string; readonly steps?: readonly (string | number)[]; readonly metadata?: Fields } = {},
): Resource {
  const name = more.id ?? id;
  const present = Object.entries(properties).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return {
    id: name,
    type: `AWS::EC2::${type}`,
    properties: Object.fromEntries(present) as Fields,
    metadata: more.metadata ?? {},
    place: {
      resource: name,
      type: `AWS::EC2::${type}`,
      file: assumedFile,
      pointer: [pointer, ...(more.steps ?? [])].join('/'),
    },
  };
}

/** Whether something exists already, and isn't what the inputs deploy. */
export const isAssumed = ({ file }: Place): boolean => file === assumedFile;

const assumedFile = '--assume';

/** The objects that a field lists. */
export function listed(fields: Fields, name: string): readonly Fields[] {
  const value = fields[name];
  return Array.isArray(value) ? (value as readonly Value[]).filter(isFields) : [];
}

/** A field of an object inside. */
export const inside = (fields: Fields, name: string, field: string): Value | undefined => {
  const value = fields[name];
  return isFields(value) ? value[field] : undefined;
};

/** The states of what isn't there any more. */
const gone: readonly Value[] = ['deleted', 'deleting', 'terminated', 'failed', 'rejected', 'expired', 'detached'];

export const isThere = (state: Value | undefined): boolean =>
  state === undefined || !gone.includes(typeof state === 'string' ? state.toLowerCase() : state);
