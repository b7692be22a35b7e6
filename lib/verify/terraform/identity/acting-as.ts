import type { Capability } from '../../model/identity';
import type { ResourceIndex } from '../resource-index';
import { type HeldRole, type Permitted, permitted } from './permission-grant';
import { starters } from './permission-rows';

const actAs = 'iam.serviceAccounts.actAs';

/** Code that an account may start as another, or as itself elsewhere: "Roles for service account authentication". */
export function actingAs(index: ResourceIndex, roles: readonly HeldRole[]): Capability[] {
  const acting = roles.flatMap((role) => permitted(index, role, [actAs]));
  const starting = roles.filter(({ on }) => on.level === 'hierarchy').flatMap((role) => permitted(index, role, starters));
  const start = starting.find(({ doubt }) => !doubt) ?? starting[0];
  if (!start) return [];
  const others = acting.filter(({ role }) => role.on.key !== role.account);
  return others.length > 0
    ? others.map((each) => started('become-identity', start, each))
    : acting.map((each) => started('run-elsewhere', start, each));
}

function started(kind: Capability['kind'], start: Permitted, as: Permitted): Capability {
  const doubt = start.doubt ?? as.doubt;
  return {
    kind,
    what: `${start.permission} with ${actAs} on ${as.role.on.key}`,
    path: [start.role.hop, ...(as.role.hop === start.role.hop ? [] : [as.role.hop])],
    ...(doubt && { doubt }),
  };
}
