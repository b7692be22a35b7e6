/** Where a type states what matters about its hosts; paths are dotted, through nested blocks. */
export interface HostShape {
  readonly network?: string;
  readonly subnetwork?: string;
  /** @default - none */
  readonly tags?: string;
  /** The service account's email. */
  readonly account?: string;
  /** OAuth scopes. @default - none limit it */
  readonly scopes?: string;
  /** Metadata of Compute Engine. @default - none */
  readonly metadata?: string;
  /** What gives its hosts external addresses. @default - nothing does */
  readonly external?: Setting;
  /** What lets them pass on packets. @default - nothing does */
  readonly forwards?: Setting;
  /** Where it is if it states no network. */
  readonly otherwise: 'default network' | 'outside';
  /** Whether it does more than its own arguments say: an agent's verdict then is open. @default false */
  readonly opaque?: boolean;
}

/** An argument that has one of some values, in lower case. */
export interface Setting {
  readonly path: string;
  readonly wanted: readonly string[];
  /** What leaving it out means. */
  readonly otherwise: boolean;
}

const unless = (path: string): Setting => ({ path, wanted: ['false'], otherwise: true });

/** Types whose hosts a service makes, by each type's page of the google provider. */
export const hostShapes: Readonly<Record<string, HostShape>> = {
  google_workbench_instance: {
    network: 'gce_setup.network_interfaces.network',
    subnetwork: 'gce_setup.network_interfaces.subnet',
    tags: 'gce_setup.tags',
    account: 'gce_setup.service_accounts.email',
    metadata: 'gce_setup.metadata',
    external: unless('gce_setup.disable_public_ip'),
    forwards: { path: 'gce_setup.enable_ip_forwarding', wanted: ['true'], otherwise: false },
    otherwise: 'default network',
  },
  google_notebooks_instance: {
    network: 'network',
    subnetwork: 'subnet',
    tags: 'tags',
    account: 'service_account',
    scopes: 'service_account_scopes',
    metadata: 'metadata',
    external: unless('no_public_ip'),
    otherwise: 'default network',
  },
  google_notebooks_runtime: {
    network: 'virtual_machine.virtual_machine_config.network',
    subnetwork: 'virtual_machine.virtual_machine_config.subnet',
    tags: 'virtual_machine.virtual_machine_config.tags',
    metadata: 'virtual_machine.virtual_machine_config.metadata',
    external: unless('virtual_machine.virtual_machine_config.internal_ip_only'),
    otherwise: 'outside',
    opaque: true,
  },
  google_colab_runtime_template: {
    network: 'network_spec.network',
    subnetwork: 'network_spec.subnetwork',
    tags: 'network_tags',
    external: { path: 'network_spec.enable_internet_access', wanted: ['true'], otherwise: false },
    otherwise: 'outside',
    opaque: true,
  },
  google_dataproc_cluster: {
    network: 'cluster_config.gce_cluster_config.network',
    subnetwork: 'cluster_config.gce_cluster_config.subnetwork',
    tags: 'cluster_config.gce_cluster_config.tags',
    account: 'cluster_config.gce_cluster_config.service_account',
    scopes: 'cluster_config.gce_cluster_config.service_account_scopes',
    metadata: 'cluster_config.gce_cluster_config.metadata',
    external: unless('cluster_config.gce_cluster_config.internal_ip_only'),
    otherwise: 'default network',
    opaque: true,
  },
  google_dataflow_job: {
    network: 'network',
    subnetwork: 'subnetwork',
    account: 'service_account_email',
    external: { path: 'ip_configuration', wanted: ['worker_ip_public'], otherwise: true },
    otherwise: 'default network',
  },
  google_dataflow_flex_template_job: {
    network: 'network',
    subnetwork: 'subnetwork',
    account: 'service_account_email',
    external: { path: 'ip_configuration', wanted: ['worker_ip_public'], otherwise: true },
    otherwise: 'default network',
  },
  google_composer_environment: {
    network: 'config.node_config.network',
    subnetwork: 'config.node_config.subnetwork',
    tags: 'config.node_config.tags',
    account: 'config.node_config.service_account',
    external: unless('config.private_environment_config.enable_private_endpoint'),
    otherwise: 'default network',
    opaque: true,
  },
  google_tpu_v2_vm: {
    network: 'network_config.network',
    subnetwork: 'network_config.subnetwork',
    tags: 'tags',
    account: 'service_account.email',
    metadata: 'metadata',
    external: { path: 'network_config.enable_external_ips', wanted: ['true'], otherwise: false },
    forwards: { path: 'network_config.can_ip_forward', wanted: ['true'], otherwise: false },
    otherwise: 'default network',
  },
};
