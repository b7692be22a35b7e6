import type { Capability } from '../../model/identity';
import { type Outlet, outletsOf } from '../outside-readers/outlets';
import type { ResourceIndex } from '../resource-index';
import { type HeldRole, type Permitted, permitted } from './permission-grant';

/** What may be written to, and what puts something into it. */
const written: Readonly<Record<string, string>> = {
  google_pubsub_topic: 'pubsub.topics.publish',
  google_storage_bucket: 'storage.objects.create',
  google_bigquery_dataset: 'bigquery.tables.updateData',
  google_bigquery_table: 'bigquery.tables.updateData',
  google_bigtable_table: 'bigtable.tables.mutateRows',
};

/** What an account may put where others carry it out of the project, or read it from outside. */
export const carriedOut = (index: ResourceIndex, roles: readonly HeldRole[]): Capability[] =>
  roles.flatMap((role) =>
    Object.entries(written).flatMap(([type, permission]) => {
      if (role.on.level === 'resource' && index.get(role.on.key) && index.get(role.on.key)?.type !== type) return [];
      return permitted(index, role, [permission]).flatMap((may) => carried(index, may, type));
    }),
  );

function carried(index: ResourceIndex, may: Permitted, type: string): Capability[] {
  const { on, hop: place } = may.role;
  if (on.level === 'resource' && !index.get(on.key))
    return [capability(may, on.key, { path: [], doubt: { reason: `who reads ${on.key} isn't in the inputs`, place } })];
  const things = on.level === 'resource' ? [on.key] : index.ofType(type).map(({ id }) => id);
  return things.flatMap((id) => outletsOf(index, id).map((outlet) => capability(may, id, outlet)));
}

function capability({ permission, role, doubt }: Permitted, thing: string, outlet: Outlet): Capability {
  const open = doubt ?? outlet.doubt;
  return {
    kind: 'run-elsewhere',
    what: `${permission} on ${thing}`,
    path: [role.hop, ...outlet.path],
    ...(open && { doubt: open }),
  };
}
