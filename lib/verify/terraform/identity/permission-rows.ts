import type { CapabilityKind } from '../../model/identity';

/** What of the resource that a role is granted on matters: only what belongs to the proxy, whose code another may call, … */
export type MatterOf =
  | 'any'
  | 'account'
  | 'cluster'
  | 'telling'
  | 'telling bucket'
  | 'host'
  | 'called'
  | 'tunnelled'
  | 'workflow'
  | 'proxy secret'
  | 'proxy image'
  | 'proxy file';

/** Permissions that give a capability. */
export interface PermissionRow {
  readonly kind: CapabilityKind;
  readonly permissions: readonly string[];
  /** @default 'any' */
  readonly object?: MatterOf;
  /** Whether it has no effect on one resource only: something is made. @default false */
  readonly makes?: boolean;
}

const row = (kind: CapabilityKind, permissions: string, more: Pick<PermissionRow, 'object' | 'makes'> = {}): PermissionRow => ({
  kind,
  permissions: permissions.split(/\s+/).filter(Boolean),
  ...more,
});

/** What each permission amounts to ("IAM permissions reference"). */
export const permissionRows: readonly PermissionRow[] = [
  row('read-credential', 'secretmanager.versions.access parametermanager.parameterVersions.render apikeys.keys.getKeyString'),
  row('read-credential', 'container.secrets.get', { object: 'cluster' }),
  row(
    'read-credential',
    'compute.instances.get compute.instanceTemplates.get run.services.get run.jobs.get cloudfunctions.functions.get',
    {
      object: 'telling',
    },
  ),
  row('read-credential', 'storage.objects.get', { object: 'telling bucket' }),
  row(
    'become-identity',
    `iam.serviceAccounts.getAccessToken iam.serviceAccounts.getOpenIdToken iam.serviceAccounts.implicitDelegation
     iam.serviceAccounts.signBlob iam.serviceAccounts.signJwt iam.serviceAccountKeys.create iam.serviceAccountKeys.upload`,
    { object: 'account' },
  ),
  row('become-identity', 'storage.hmacKeys.create deploymentmanager.deployments.create', { makes: true }),
  row(
    'change-network',
    `compute.firewalls.create compute.firewalls.update compute.firewalls.delete compute.firewallPolicies.create
     compute.firewallPolicies.update compute.firewallPolicies.delete compute.organizations.setFirewallPolicy compute.networks.create
     compute.networks.addPeering compute.networks.updatePeering compute.networks.updatePolicy compute.networks.setFirewallPolicy
     compute.subnetworks.create compute.subnetworks.update compute.subnetworks.setPrivateIpGoogleAccess compute.routes.create
     compute.routes.delete compute.routers.create compute.routers.update compute.instances.addAccessConfig
     compute.instances.updateNetworkInterface compute.instances.setTags compute.forwardingRules.create
     compute.globalForwardingRules.create compute.serviceAttachments.create compute.serviceAttachments.update compute.vpnTunnels.create
     vpcaccess.connectors.create servicenetworking.services.addPeering networkconnectivity.hubs.create
     dns.managedZones.create dns.managedZones.update dns.managedZones.delete dns.resourceRecordSets.create dns.resourceRecordSets.update
     dns.policies.create dns.policies.update dns.policies.delete dns.responsePolicies.update dns.responsePolicies.delete
     dns.responsePolicyRules.create dns.responsePolicyRules.update dns.responsePolicyRules.delete`,
  ),
  row(
    'change-identity',
    `resourcemanager.projects.setIamPolicy resourcemanager.folders.setIamPolicy resourcemanager.organizations.setIamPolicy
     iam.serviceAccounts.setIamPolicy secretmanager.secrets.setIamPolicy storage.buckets.setIamPolicy compute.instances.setIamPolicy
     compute.subnetworks.setIamPolicy run.services.setIamPolicy run.jobs.setIamPolicy cloudfunctions.functions.setIamPolicy
     artifactregistry.repositories.setIamPolicy pubsub.topics.setIamPolicy pubsub.subscriptions.setIamPolicy
     bigquery.datasets.setIamPolicy cloudkms.cryptoKeys.setIamPolicy cloudtasks.queues.setIamPolicy dataproc.clusters.setIamPolicy
     iap.tunnelInstances.setIamPolicy iap.webServices.setIamPolicy notebooks.instances.setIamPolicy`,
  ),
  row(
    'change-identity',
    `iam.roles.create iam.roles.update iam.serviceAccounts.create iam.denypolicies.create iam.denypolicies.update iam.denypolicies.delete
     iam.workloadIdentityPools.create iam.workloadIdentityPoolProviders.create iam.workloadIdentityPoolProviders.update orgpolicy.policy.set
     orgpolicy.policies.create orgpolicy.policies.update`,
    { makes: true },
  ),
  row(
    'control-proxy',
    `compute.instances.setMetadata compute.instances.osLogin compute.instances.osAdminLogin compute.instances.setServiceAccount
     compute.instances.attachDisk compute.instances.update`,
    { object: 'host' },
  ),
  row(
    'control-proxy',
    `compute.projects.setCommonInstanceMetadata compute.instanceGroupManagers.update compute.instanceGroups.update
     compute.backendServices.update compute.regionBackendServices.update compute.urlMaps.update osconfig.guestPolicies.create
     osconfig.osPolicyAssignments.create osconfig.patchJobs.exec`,
    { makes: true },
  ),
  row(
    'control-proxy',
    'run.services.update run.jobs.update run.workerpools.update cloudfunctions.functions.update notebooks.instances.update',
    {
      object: 'host',
    },
  ),
  row('control-proxy', 'container.pods.create container.pods.exec container.clusters.update', { object: 'cluster' }),
  row('control-proxy', 'secretmanager.versions.add', { object: 'proxy secret' }),
  row('control-proxy', 'artifactregistry.repositories.uploadArtifacts', { object: 'proxy image' }),
  row('control-proxy', 'storage.objects.create', { object: 'proxy file' }),
  row(
    'run-elsewhere',
    `compute.instances.create compute.instanceGroupManagers.create cloudbuild.builds.create aiplatform.customJobs.create
     aiplatform.pipelineJobs.create ml.jobs.create dataproc.jobs.create dataproc.batches.create`,
    { makes: true },
  ),
  // these send requests, or what they are given, to an address of their maker's choice
  row(
    'run-elsewhere',
    `pubsub.subscriptions.create cloudscheduler.jobs.create cloudscheduler.jobs.update storagetransfer.jobs.create
     storagetransfer.jobs.update eventarc.triggers.create eventarc.triggers.update logging.sinks.create logging.sinks.update
     monitoring.uptimeCheckConfigs.create monitoring.uptimeCheckConfigs.update monitoring.notificationChannels.create
     monitoring.notificationChannels.update workflows.workflows.update`,
    { makes: true },
  ),
  row('run-elsewhere', 'cloudtasks.tasks.create pubsub.subscriptions.update'),
  row('run-elsewhere', 'run.jobs.run run.jobs.runWithOverrides', { object: 'called' }),
  row('run-elsewhere', 'run.routes.invoke cloudfunctions.functions.invoke cloudfunctions.functions.call', {
    object: 'called',
  }),
  row('run-elsewhere', 'workflows.executions.create', { object: 'workflow' }),
  row('run-elsewhere', 'iap.tunnelInstances.accessViaIAP', { object: 'tunnelled' }),
];

/** Permissions that start code as an account, given iam.serviceAccounts.actAs on that. */
export const starters: readonly string[] = [
  'compute.instances.create',
  'compute.instances.setServiceAccount',
  'compute.instanceTemplates.create',
  'compute.instanceGroupManagers.create',
  'run.services.create',
  'run.services.update',
  'run.jobs.create',
  'run.jobs.update',
  'run.workerpools.create',
  'cloudfunctions.functions.create',
  'cloudfunctions.functions.update',
  'cloudbuild.builds.create',
  'dataflow.jobs.create',
  'dataproc.clusters.create',
  'composer.environments.create',
  'notebooks.instances.create',
  'notebooks.executions.create',
  'aiplatform.customJobs.create',
  'batch.jobs.create',
  'appengine.versions.create',
  'cloudscheduler.jobs.create',
  'workflows.workflows.create',
  'config.deployments.create',
  'container.clusters.create',
];
