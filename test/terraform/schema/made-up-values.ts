/** What follows `projects/PROJECT/` in the id of a resource, in the formats of the provider's documentation ("Attributes Reference"). */
const paths: Readonly<Record<string, string>> = {
  google_cloud_run_v2_job: 'locations/{location}/jobs/{name}',
  google_cloud_run_v2_service: 'locations/{location}/services/{name}',
  google_compute_address: 'regions/{region}/addresses/{name}',
  google_compute_firewall: 'global/firewalls/{name}',
  google_compute_forwarding_rule: 'regions/{region}/forwardingRules/{name}',
  google_compute_health_check: 'global/healthChecks/{name}',
  google_compute_instance: 'zones/{zone}/instances/{name}',
  google_compute_instance_template: 'global/instanceTemplates/{name}',
  google_compute_network: 'global/networks/{name}',
  google_compute_region_autoscaler: 'regions/{region}/autoscalers/{name}',
  google_compute_region_backend_service: 'regions/{region}/backendServices/{name}',
  google_compute_region_health_check: 'regions/{region}/healthChecks/{name}',
  google_compute_region_instance_group_manager: 'regions/{region}/instanceGroupManagers/{name}',
  google_compute_region_instance_template: 'regions/{region}/instanceTemplates/{name}',
  google_compute_route: 'global/routes/{name}',
  google_compute_router: 'regions/{region}/routers/{name}',
  google_compute_service_attachment: 'regions/{region}/serviceAttachments/{name}',
  google_compute_subnetwork: 'regions/{region}/subnetworks/{name}',
  google_dns_managed_zone: 'managedZones/{name}',
  google_dns_policy: 'policies/{name}',
  google_dns_record_set: 'managedZones/{managed_zone}/rrsets/{name}/{type}',
  google_dns_response_policy: 'responsePolicies/{response_policy_name}',
  google_dns_response_policy_rule: 'responsePolicies/{response_policy}/rules/{rule_name}',
  google_logging_project_sink: 'sinks/{name}',
  google_pubsub_topic: 'topics/{name}',
  google_secret_manager_secret: 'secrets/{secret_id}',
  google_service_account: 'serviceAccounts/{email}',
};

/** Templates of a type's computed attributes; other attributes of the same resource stand in braces. */
type Templates = Readonly<Record<string, string>>;

/** What else is known of single types. */
const particular: Readonly<Record<string, Templates>> = {
  google_compute_address: { address: '10.255.0.2' },
  google_compute_forwarding_rule: { ip_address: '10.255.0.3', psc_connection_id: '12345678901234567' },
  google_compute_instance_template: { name: 'terraform-20260101000000000000000001' },
  google_compute_region_instance_group_manager: { instance_group: selfLink('regions/{region}/instanceGroups/{name}') },
  google_compute_region_instance_template: { name: 'terraform-20260101000000000000000001' },
  // only data sources have these computed
  google_compute_subnetwork: { ip_cidr_range: '10.1.0.0/16', network: selfLink('global/networks/old') },
  google_logging_project_bucket_config: { id: 'projects/{project}/locations/{location}/buckets/{bucket_id}', name: '{id}' },
  google_logging_project_sink: { writer_identity: 'serviceAccount:service-123456789012@gcp-sa-logging.iam.gserviceaccount.com' },
  google_secret_manager_secret: { name: 'projects/123456789012/secrets/{secret_id}' },
  google_service_account: {
    email: '{account_id}@{project}.iam.gserviceaccount.com',
    member: 'serviceAccount:{email}',
    name: '{id}',
    unique_id: '123456789012345678901',
  },
  google_storage_bucket: { id: '{name}', url: 'gs://{name}' },
};

function selfLink(path: string): string {
  return `https://www.googleapis.com/compute/v1/projects/{project}/${path}`;
}

/** The templates that the stub makes a type's computed values of. */
export function madeUpValues(type: string): Templates {
  const path = paths[type];
  return {
    creation_timestamp: '2026-01-01T00:00:00.000-07:00',
    create_time: '2026-01-01T00:00:00Z',
    ...(path ? { id: `projects/{project}/${path}`, self_link: selfLink(path) } : { id: `${type}/{name}` }),
    ...particular[type],
  };
}
