import { type ModelledType, modelled } from '../../coverage/modelled-type';
import { type HostShape, hostShapes, type Setting } from '../workloads/host-shapes';

const launching =
  'network_interface service_account tags can_ip_forward metadata metadata_startup_script attached_disk params.resource_manager_tags';
const cloudRun = (path: string) =>
  modelled(['vpc_access', 'service_account', 'containers', 'volumes'].map((name) => `${path}.${name}`).join(' '));
const group = modelled('version named_port all_instances_config', "its instance template isn't in the inputs");
const pods = 'an agent or the proxy runs on it, or an agent reaches it: pods are not in the inputs';

/** What is read of a type whose hosts a service makes. */
const shaped = (shape: HostShape): ModelledType =>
  modelled(
    Object.values(shape)
      .flatMap((part: string | boolean | Setting) =>
        typeof part === 'string' ? [part] : typeof part === 'object' ? [part.path] : [],
      )
      .filter((path) => path !== 'outside' && path !== 'default network')
      .join(' '),
    shape.opaque ? 'an agent is one, or reaches one: what else it does is not modelled' : '',
  );

/** Types that run code, or say what something else runs. */
export const workloadTypes: Readonly<Record<string, ModelledType>> = {
  ...Object.fromEntries(Object.entries(hostShapes).map(([type, shape]) => [type, shaped(shape)])),
  google_compute_instance: modelled(launching),
  google_compute_instance_from_template: modelled(`source_instance_template ${launching}`, "its template isn't in the inputs"),
  google_compute_instance_from_machine_image: modelled(launching, 'always: what a machine image holds is not in the inputs'),
  google_compute_instance_template: modelled(launching.replace('attached_disk', 'disk')),
  google_compute_region_instance_template: modelled(launching.replace('attached_disk', 'disk')),
  google_compute_instance_group_manager: group,
  google_compute_region_instance_group_manager: group,
  google_compute_attached_disk: modelled('disk instance'),
  google_compute_per_instance_config: modelled('instance_group_manager preserved_state'),
  google_compute_region_per_instance_config: modelled('region_instance_group_manager preserved_state'),
  google_compute_project_metadata: modelled('metadata'),
  google_compute_project_metadata_item: modelled('key value'),
  google_compute_instance_settings: modelled('metadata'),
  google_os_config_os_policy_assignment: modelled(''),
  google_os_config_patch_deployment: modelled(''),
  google_cloud_run_v2_service: cloudRun('template'),
  google_cloud_run_v2_job: cloudRun('template.template'),
  google_cloud_run_v2_worker_pool: cloudRun('template'),
  google_cloud_run_service: modelled('template.metadata.annotations template.spec'),
  google_cloudfunctions2_function: modelled('service_config'),
  google_cloudfunctions_function: modelled(
    'vpc_connector vpc_connector_egress_settings service_account_email environment_variables secret_environment_variables secret_volumes',
  ),
  google_app_engine_standard_app_version: modelled('vpc_access_connector env_variables service_account'),
  google_app_engine_flexible_app_version: modelled('network env_variables service_account'),
  google_container_cluster: modelled('network subnetwork node_config private_cluster_config', pods),
  google_container_node_pool: modelled('cluster node_config network_config', pods),
  google_filestore_instance: modelled('name'),
};
