/** How Google's API names the resources of a type: `{argument}` stands for an argument of the resource. */
const paths: Readonly<Record<string, string>> = {
  google_compute_network: 'global/networks/{name}',
  google_compute_subnetwork: 'regions/{region}/subnetworks/{name}',
  google_compute_address: 'regions/{region}/addresses/{name}',
  google_compute_global_address: 'global/addresses/{name}',
  google_compute_forwarding_rule: 'regions/{region}/forwardingRules/{name}',
  google_compute_global_forwarding_rule: 'global/forwardingRules/{name}',
  google_compute_service_attachment: 'regions/{region}/serviceAttachments/{name}',
  google_compute_backend_service: 'global/backendServices/{name}',
  google_compute_region_backend_service: 'regions/{region}/backendServices/{name}',
  google_compute_target_instance: 'zones/{zone}/targetInstances/{name}',
  google_compute_target_pool: 'regions/{region}/targetPools/{name}',
  google_compute_target_http_proxy: 'global/targetHttpProxies/{name}',
  google_compute_target_https_proxy: 'global/targetHttpsProxies/{name}',
  google_compute_region_target_http_proxy: 'regions/{region}/targetHttpProxies/{name}',
  google_compute_region_target_https_proxy: 'regions/{region}/targetHttpsProxies/{name}',
  google_compute_region_target_tcp_proxy: 'regions/{region}/targetTcpProxies/{name}',
  google_compute_target_tcp_proxy: 'global/targetTcpProxies/{name}',
  google_compute_url_map: 'global/urlMaps/{name}',
  google_compute_region_url_map: 'regions/{region}/urlMaps/{name}',
  google_compute_instance: 'zones/{zone}/instances/{name}',
  google_compute_instance_template: 'global/instanceTemplates/{name}',
  google_compute_region_instance_template: 'regions/{region}/instanceTemplates/{name}',
  google_compute_instance_group: 'zones/{zone}/instanceGroups/{name}',
  google_compute_instance_group_manager: 'zones/{zone}/instanceGroupManagers/{name}',
  google_compute_region_instance_group_manager: 'regions/{region}/instanceGroupManagers/{name}',
  google_compute_network_endpoint_group: 'zones/{zone}/networkEndpointGroups/{name}',
  google_compute_region_network_endpoint_group: 'regions/{region}/networkEndpointGroups/{name}',
  google_compute_router: 'regions/{region}/routers/{name}',
  google_compute_vpn_gateway: 'regions/{region}/targetVpnGateways/{name}',
  google_compute_ha_vpn_gateway: 'regions/{region}/vpnGateways/{name}',
  google_compute_vpn_tunnel: 'regions/{region}/vpnTunnels/{name}',
  google_compute_interconnect_attachment: 'regions/{region}/interconnectAttachments/{name}',
  google_compute_firewall: 'global/firewalls/{name}',
  google_compute_network_firewall_policy: 'global/firewallPolicies/{name}',
  google_compute_region_network_firewall_policy: 'regions/{region}/firewallPolicies/{name}',
  google_service_account: 'serviceAccounts/{account_id}@{project}.iam.gserviceaccount.com',
  google_secret_manager_secret: 'secrets/{secret_id}',
  google_dns_managed_zone: 'managedZones/{name}',
  google_dns_policy: 'policies/{name}',
  google_dns_response_policy: 'responsePolicies/{response_policy_name}',
  google_vpc_access_connector: 'locations/{region}/connectors/{name}',
  google_container_cluster: 'locations/{location}/clusters/{name}',
  google_cloud_run_v2_service: 'locations/{location}/services/{name}',
  google_cloud_run_v2_job: 'locations/{location}/jobs/{name}',
  google_pubsub_topic: 'topics/{name}',
  google_pubsub_subscription: 'subscriptions/{name}',
  google_bigquery_dataset: 'datasets/{dataset_id}',
  google_cloud_tasks_queue: 'locations/{location}/queues/{name}',
  google_workflows_workflow: 'locations/{region}/workflows/{name}',
  google_project_iam_custom_role: 'roles/{role_id}',
};

/** The path under its project that a resource of a type has; undefined if an argument isn't known, or the type isn't named so. */
export function pathOf(type: string, argument: (name: string) => string | undefined): string | undefined {
  const path = Object.hasOwn(paths, type) ? paths[type] : undefined;
  const names = path?.match(/\{\w+\}/g)?.map((hole) => hole.slice(1, -1)) ?? [];
  const values = names.map(argument);
  if (path === undefined || values.some((value) => value === undefined)) return undefined;
  return names.reduce((text, name, index) => text.replace(`{${name}}`, () => values[index] ?? ''), path);
}
