import { hop } from '../../world/hop';
import type { Resource } from '../../world/world';
import { iamGrants } from '../identity/iam-grants';
import { roleContents } from '../identity/role-permissions';
import type { ResourceIndex } from '../resource-index';
import { outsider } from './outsider';
import type { Step } from './step';

/** Basic roles, and those that administer: who has them may open the project, and is trusted with it. */
const administers = /^roles\/(?:owner|editor|viewer|.*[aA]dmin)$/;

/** Somebody outside who may read by a role, on the thing or on all of its project. */
export function readers(index: ResourceIndex, thing: Resource, permissions: readonly string[]): Step[] {
  const grants = iamGrants(index).filter(({ on, role }) =>
    on.level === 'resource' ? on.key === thing.id : !administers.test(index.keyOf(role) ?? ''),
  );
  return grants.flatMap(({ role, members, place, doubt }) => {
    const contents = roleContents(index, role, place);
    if ('has' in contents && !permissions.some((each) => contents.has(each))) return [];
    const unknown = doubt ?? ('doubt' in contents ? contents.doubt : undefined);
    return members.flatMap((member) => {
      const outside = outsider(index, thing, member);
      if (outside === false) return [];
      const open = outside === true ? unknown : outside;
      return [{ hop: hop(place, `lets ${index.keyOf(member)} read ${thing.id}`), ...(open && { doubt: open }) }];
    });
  });
}
