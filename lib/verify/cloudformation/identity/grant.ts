import type { Capability, CapabilityKind } from '../../model/identity';
import type { Hop } from '../../world/hop';
import type { Permission } from '../policy-language/allows';
import type { Answer } from '../policy-language/answer';
import { pathOf } from './requester';

/** Something that a role may do, for certain or perhaps, before grants of a kind are told together. */
export interface Grant {
  readonly kind: CapabilityKind;
  readonly action: string;
  /** Such as `on Main/ApiKey`; empty if it is done to nothing in particular. */
  readonly object: string;
  readonly answer: Exclude<Answer, 'no'>;
  readonly path: readonly Hop[];
  /** Why it is in doubt, where the policies aren't the reason. */
  readonly reason?: string;
}

/** The grant of a permission, unless it is denied; `limit` is the most that can be said of what it is done to. */
export function grantOf(
  permission: Permission,
  { limit = 'yes', ...told }: Pick<Grant, 'kind' | 'action' | 'object' | 'reason'> & { readonly limit?: Answer },
): Grant[] {
  if (permission.answer === 'no' || limit === 'no') return [];
  const answer = permission.answer === 'yes' && limit === 'yes' ? 'yes' : 'maybe';
  return [{ ...told, answer, path: pathOf(permission) }];
}

/** Grants as capabilities; those of one kind that the same statements give are told as one. */
export function capabilitiesFrom(grants: readonly Grant[]): Capability[] {
  const groups = new Map<string, Grant[]>();
  for (const grant of grants) {
    const key = [
      grant.kind,
      grant.answer,
      grant.reason ?? '',
      ...grant.path.map(({ pointer, resource }) => `${resource}${pointer}`),
    ].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), grant]);
  }
  return [...groups.values()].map(capability);
}

function capability(grants: readonly Grant[]): Capability {
  const [first, second, third, ...more] = [...new Set(grants.map(({ action, object }) => `${action}${object && ` ${object}`}`))];
  const { kind, answer, path, reason } = grants[0] as Grant;
  const what =
    [first, second, third].filter((each) => each !== undefined).join(', ') + (more.length > 0 ? ` and ${more.length} more` : '');
  if (answer === 'yes') return { kind, what, path };
  const cause = reason ?? `whether ${path.map(({ why }) => why).join(', and ') || 'a policy'} applies`;
  return { kind, what, path, doubt: { reason: cause, ...(path[0] && { place: path[0] }) } };
}
