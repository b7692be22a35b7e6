import type { Value } from '../../world/value';
import type { Resource } from '../../world/world';
import type { ResourceIndex } from '../resource-index';

/** What a role is granted on. */
export interface Target {
  /** A project, a folder or an organisation, with all that is in it; or one resource. */
  readonly level: 'hierarchy' | 'resource';
  /** The id of the resource if the inputs make it, else what names it. */
  readonly key: string;
  /** What permissions on one resource begin with; others have no effect there. */
  readonly prefixes: readonly string[];
}

const hierarchy: Readonly<Record<string, string>> = {
  project: 'project',
  folder: 'folder',
  organization: 'org_id',
  billing_account: 'billing_account_id',
};

interface TargetShape {
  readonly property: string;
  readonly types: readonly string[];
  readonly prefixes: readonly string[];
}

const shape = (property: string, types: string, prefixes: string): TargetShape => ({
  property,
  types: types.split(' '),
  prefixes: prefixes.split(' '),
});

/** Resources with a policy of their own, by what is between `google_` and `_iam_` in its type. */
const shapes: Readonly<Record<string, TargetShape>> = {
  service_account: shape('service_account_id', 'google_service_account', 'iam.serviceAccounts. iam.serviceAccountKeys.'),
  secret_manager_secret: shape('secret_id', 'google_secret_manager_secret', 'secretmanager.'),
  secret_manager_regional_secret: shape('secret_id', 'google_secret_manager_regional_secret', 'secretmanager.'),
  storage_bucket: shape('bucket', 'google_storage_bucket', 'storage.'),
  compute_instance: shape('instance_name', 'google_compute_instance', 'compute.instances.'),
  compute_subnetwork: shape('subnetwork', 'google_compute_subnetwork', 'compute.subnetworks.'),
  cloud_run_service: shape('service', 'google_cloud_run_service google_cloud_run_v2_service', 'run.'),
  cloud_run_v2_service: shape('name', 'google_cloud_run_v2_service', 'run.'),
  cloud_run_v2_job: shape('name', 'google_cloud_run_v2_job', 'run.'),
  cloud_run_v2_worker_pool: shape('name', 'google_cloud_run_v2_worker_pool', 'run.'),
  cloudfunctions_function: shape('cloud_function', 'google_cloudfunctions_function', 'cloudfunctions.'),
  cloudfunctions2_function: shape('cloud_function', 'google_cloudfunctions2_function', 'cloudfunctions. run.'),
  artifact_registry_repository: shape('repository', 'google_artifact_registry_repository', 'artifactregistry.'),
  workbench_instance: shape('name', 'google_workbench_instance', 'notebooks.'),
  notebooks_instance: shape('instance_name', 'google_notebooks_instance', 'notebooks.'),
  iap_tunnel_instance: shape('instance', 'google_compute_instance', 'iap.'),
  pubsub_topic: shape('topic', 'google_pubsub_topic', 'pubsub.'),
  pubsub_subscription: shape('subscription', 'google_pubsub_subscription', 'pubsub.'),
  bigquery_dataset: shape('dataset_id', 'google_bigquery_dataset', 'bigquery.'),
  bigquery_table: shape('table_id', 'google_bigquery_table', 'bigquery.'),
  bigtable_table: shape('table', 'google_bigtable_table', 'bigtable.'),
  cloud_tasks_queue: shape('name', 'google_cloud_tasks_queue', 'cloudtasks.'),
  dns_managed_zone: shape('managed_zone', 'google_dns_managed_zone', 'dns.'),
};

/** Services whose permissions begin otherwise than their types. */
const services: Readonly<Record<string, string>> = {
  kms: 'cloudkms',
  artifact: 'artifactregistry',
  scc: 'securitycenter',
  vertex: 'aiplatform',
};

/** What a resource whose type ends with `_iam_member`, `_binding` or `_policy` grants on. */
export function targetOf(index: ResourceIndex, resource: Resource, base: string): Target {
  const level = Object.hasOwn(hierarchy, base) ? hierarchy[base] : undefined;
  if (level !== undefined) return { level: 'hierarchy', key: index.keyOf(index.property(resource, level)) ?? base, prefixes: [] };
  const known = Object.hasOwn(shapes, base) ? shapes[base] : undefined;
  if (!known) return { level: 'resource', key: base.replaceAll('_', ' '), prefixes: [`${serviceOf(base)}.`] };
  return { level: 'resource', key: keyOf(index, resource.properties[known.property], known.types), prefixes: known.prefixes };
}

const serviceOf = (base: string): string => {
  const [first = ''] = base.split('_');
  return services[first] ?? first;
};

/** A name that is only a text may come with the path before it. */
function keyOf(index: ResourceIndex, value: Value | undefined, types: readonly string[]): string {
  const found = index.idOf(value, ...types);
  if (found !== undefined) return found;
  const key = index.keyOf(value) ?? '';
  return (key.includes('/') ? index.idOf(key.slice(key.lastIndexOf('/') + 1), ...types) : undefined) ?? key;
}
