import type { Doubt } from '../../world/doubt';
import { type Place, within } from '../../world/place';
import { AnyOf, type Fields, isFields, isSymbol, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { blocks } from '../evaluate/blocks';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import { type Target, targetOf } from './grant-target';
import { bindingsIn } from './policy-data';

/** A role that members have on something. */
export interface IamGrant {
  readonly role: Value | undefined;
  readonly members: readonly Value[];
  readonly on: Target;
  readonly place: Place;
  /** Set if it holds under a condition, or isn't known. */
  readonly doubt?: Doubt;
}

const iamType = /^google_(.+)_iam_(member|binding|policy)$/;

/** Every grant of the inputs, at every level. */
export const iamGrants = oncePerIndex((index): readonly IamGrant[] =>
  [...index.world.resources.values()].flatMap((resource) => {
    const [, base, form] = iamType.exec(resource.type) ?? [];
    return base === undefined ? [] : grantsOf(index, resource, targetOf(index, resource, base), form === 'policy');
  }),
);

function grantsOf(index: ResourceIndex, resource: Resource, on: Target, isPolicy: boolean): IamGrant[] {
  if (!isPolicy) return granted(index, resource, resource.properties, on, resource.place);
  const bindings = bindingsIn(index.follow(resource.properties.policy_data));
  const place = within(resource.place, 'policy_data');
  if (!bindings)
    return [{ role: undefined, members: [], on, place, doubt: { reason: `what ${resource.id} grants isn't known`, place } }];
  return bindings.flatMap((binding) => granted(index, resource, binding, on, place));
}

function granted(index: ResourceIndex, resource: Resource, binding: Fields, on: Target, place: Place): IamGrant[] {
  const condition = conditionDoubt(index, binding.condition, resource);
  if (condition === 'never') return [];
  const members = [binding.member, binding.members].flatMap((value) => membersIn(index, value));
  const doubt = resource.doubt ?? condition;
  return [{ role: binding.role, members, on, place, ...(doubt && { doubt }) }];
}

function membersIn(index: ResourceIndex, property: Value | undefined): readonly Value[] {
  if (property === undefined || property === null) return [];
  const value = Array.isArray(property) ? property : index.follow(property);
  return Array.isArray(value) ? (value as readonly Value[]).flatMap((each) => membersIn(index, each)) : [property];
}

/** Conditions are asked at the time of each request, so that only one that is literal settles anything. */
function conditionDoubt(index: ResourceIndex, property: Value | undefined, { id, place }: Resource): Doubt | 'never' | undefined {
  const value = index.follow(property);
  if (value === undefined || value === null) return undefined;
  const [condition] = blocks(value);
  if (!condition) {
    const isOpen = isSymbol(value) || value instanceof AnyOf;
    return isOpen ? { reason: `the condition of ${id} isn't known`, place } : undefined;
  }
  const expression = index.follow(condition.expression);
  if (expression === undefined || expression === null || expression === '' || expression === 'true') return undefined;
  if (expression === 'false') return 'never';
  const title = index.keyOf(condition.title) ?? (isFields(value) ? '' : id);
  return { reason: `whether the condition '${title}' of ${id} holds`, place: within(place, 'condition') };
}

/** What is taken for granted of groups, where the inputs grant something to one. */
export const groupAssumption = (index: ResourceIndex): readonly string[] =>
  iamGrants(index).some(({ members }) => members.some((member) => index.keyOf(member)?.startsWith('group:')))
    ? ['Service accounts are in no Google group but those that the inputs put them into.']
    : [];
