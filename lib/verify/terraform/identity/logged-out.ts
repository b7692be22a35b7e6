import type { Capability } from '../../model/identity';
import type { Workload } from '../../model/workload';
import type { Doubt } from '../../world/doubt';
import { type Hop, hop } from '../../world/hop';
import { fromLogs } from '../outside-readers/logs';
import { throughStep } from '../outside-readers/outlets';
import type { ResourceIndex } from '../resource-index';
import { type HeldRole, permitted } from './permission-grant';

/** Types of workloads whose output Google records, whatever their account may do. */
const recorded = /^google_(?:cloud_run|cloudfunctions|app_engine)/;

/** What agents may put into the project's records, by what they print or by a role, where a sink carries that out of the project. */
export function loggedOut(index: ResourceIndex, roles: readonly HeldRole[], users: readonly Workload[]): Capability[] {
  const ways = [...printed(index, users), ...byRole(index, roles)];
  const way = ways.find(({ doubt }) => doubt === undefined) ?? ways[0];
  if (!way) return [];
  const outlets = fromLogs(index).flatMap((step) => throughStep(index, step));
  return outlets.map(({ path, doubt = way.doubt }) => ({
    kind: 'run-elsewhere',
    what: 'write records, which a sink carries on',
    path: [way.hop, ...path],
    ...(doubt && { doubt }),
  }));
}

interface Way {
  readonly hop: Hop;
  readonly doubt?: Doubt;
}

const printed = (index: ResourceIndex, users: readonly Workload[]): Way[] =>
  users
    .filter(({ id }) => recorded.test(index.get(id)?.type ?? ''))
    .map(({ place }) => ({ hop: hop(place, 'has what it prints recorded') }));

const byRole = (index: ResourceIndex, roles: readonly HeldRole[]): Way[] =>
  roles
    .flatMap((role) => permitted(index, role, ['logging.logEntries.create']))
    .map(({ role, doubt }) => ({ hop: role.hop, ...(doubt && { doubt }) }));
