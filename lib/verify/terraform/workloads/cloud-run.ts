import { within } from '../../world/place';
import type { Resource } from '../../world/world';
import { blocksAt, valueAt } from '../nested-blocks';
import type { ResourceIndex } from '../resource-index';
import { containerPorts, containerWorkload, openDoubt } from './container-revision';
import type { FoundWorkload } from './found-workload';
import { publicUrl, requestInterface } from './public-url';
import { fullUse } from './service-account';
import { connected } from './vpc-egress';

/** Cloud Run's resources of the second version, by where they state what a revision or task is. */
const kinds = [
  { type: 'google_cloud_run_v2_service', path: 'template', listens: true },
  { type: 'google_cloud_run_v2_job', path: 'template.template', listens: false },
  { type: 'google_cloud_run_v2_worker_pool', path: 'template', listens: false },
] as const;

type Kind = (typeof kinds)[number];

/** Services, jobs and worker pools of Cloud Run. */
export const cloudRun = (index: ResourceIndex): FoundWorkload[] =>
  kinds.flatMap((kind) => index.ofType(kind.type).map((resource) => revisionOf(index, resource, kind)));

function revisionOf(index: ResourceIndex, resource: Resource, { path, listens }: Kind): FoundWorkload {
  const { properties } = resource;
  const place = within(resource.place, ...path.split('.'));
  const at = (name: string) => `${path}.${name}`;
  const access = valueAt(index, properties, at('vpc_access'));
  const doubt =
    openDoubt(index, access, 'the VPC access', place) ??
    openDoubt(index, valueAt(index, properties, path), 'the template', place);
  const [connector, networkInterfaces, setting] = ['connector', 'network_interfaces', 'egress'].map((name) =>
    valueAt(index, properties, at(`vpc_access.${name}`)),
  );
  const region = index.property(resource, 'location');
  const account = valueAt(index, properties, at('service_account'));
  const where = connected(index, resource, {
    ...(connector !== undefined && { connector }),
    ...(networkInterfaces !== undefined && { networkInterfaces }),
    ...(setting !== undefined && { setting }),
    ...(region !== undefined && { region }),
    ...(account !== undefined && { serviceAccount: account }),
    ...(doubt && { doubt }),
  });
  const containers = blocksAt(index, properties, at('containers'));
  const revision = { containers, volumes: blocksAt(index, properties, at('volumes')), place };
  return {
    workload: containerWorkload(index, resource, revision, where, listens ? { listens: containerPorts(index, containers) } : {}),
    interfaces: listens ? [...where.interfaces, requestInterface(resource, containerPorts(index, containers))] : where.interfaces,
    ...(listens && { fronts: publicUrl(index, resource) }),
    uses: [fullUse(index, account, within(place, 'service_account'))],
  };
}
