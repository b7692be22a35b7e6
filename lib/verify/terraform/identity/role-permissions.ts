import type { Doubt } from '../../world/doubt';
import type { Place } from '../../world/place';
import { AnyOf, type Value } from '../../world/value';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import { nothing, type PermissionSet, permissionSet } from './permission-set';
import { predefinedRoles, readingRole } from './predefined-roles';

/** What a role holds, or why that isn't known. */
export type RoleContents = PermissionSet | { readonly doubt: Doubt };

const customTypes = ['google_project_iam_custom_role', 'google_organization_iam_custom_role'] as const;

/** What a role holds: a custom one of the inputs exactly, a predefined one by the table. */
export function roleContents(index: ResourceIndex, role: Value | undefined, place: Place): RoleContents {
  const custom = index.resourceOf(role, ...customTypes);
  if (custom) return customContents(index, custom.properties.permissions, custom.id, place);
  const value = index.follow(role);
  const name = typeof value === 'string' ? value : undefined;
  if (name === undefined) return { doubt: { reason: `what the role ${shown(index, value)} holds isn't in the inputs`, place } };
  return predefined(index, name) ?? { doubt: { reason: `what the role ${name} holds isn't known`, place } };
}

const shown = (index: ResourceIndex, value: Value | undefined): string =>
  value instanceof AnyOf ? `of the variable '${value.name}'` : `'${index.keyOf(value) ?? ''}'`;

function predefined(index: ResourceIndex, name: string): PermissionSet | undefined {
  const text = Object.hasOwn(predefinedRoles, name) ? predefinedRoles[name] : undefined;
  if (text !== undefined) return remembered(index, name, text);
  return readingRole.test(name) ? nothing : undefined;
}

const sets = oncePerIndex(() => new Map<string, PermissionSet>());

function remembered(index: ResourceIndex, name: string, text: string): PermissionSet {
  const known = sets(index).get(name) ?? permissionSet(text);
  sets(index).set(name, known);
  return known;
}

function customContents(index: ResourceIndex, permissions: Value | undefined, id: string, place: Place): RoleContents {
  const values = index.elements(permissions).map((each) => index.follow(each));
  const open = values.find((each) => typeof each !== 'string');
  if (open !== undefined) return { doubt: { reason: `what ${id} holds isn't known: ${index.keyOf(open)}`, place } };
  return permissionSet(values.join(' '));
}
