import { between, dnsName, type Fact, free, name, oneOf, seconds, text } from './fact';

const location = text(/^[a-z]+(-[a-z]+)*\d*$/i, 2, 40);
const role = text(/^(roles|projects\/[^/]+\/roles|organizations\/\d+\/roles)\/[\w.]+$/, 1, 200);
const member = text(/^(user|group|serviceAccount|domain|principal|principalSet):\S+$/, 1, 500);
const key = text(/^projects\/[^/]+\/locations\/[^/]+\/keyRings\/[\w-]+\/cryptoKeys\/[\w-]+$/, 1, 500);
const recordType = oneOf('A', 'AAAA', 'CAA', 'CNAME', 'DS', 'HTTPS', 'MX', 'NS', 'PTR', 'SOA', 'SRV', 'SVCB', 'TXT');
const variable = text(/^[A-Za-z_][\w.-]*$/, 1, 32_768);
const mebibytes = text(/^\d+Mi$/, 3, 12);

/** What google provider 6.50.0 and the APIs of Cloud Run, Cloud DNS, Logging, IAM, Secret Manager and Storage take, of what is set. */
export const serviceFacts: Readonly<Record<string, Readonly<Record<string, Fact>>>> = {
  google_artifact_registry_repository_iam_member: {
    ...{ location, member, project: free, role },
    // "Naming conventions" of repositories
    repository: text(/^[a-z]([-a-z0-9]*[a-z0-9])?$/, 1, 63),
  },
  google_cloud_run_v2_job: {
    'labels.agent-airlock': text(/^[a-z0-9_-]*$/, 0, 63),
    ...{ location, name: name(49), project: free },
    'template.parallelism': between(1, 10_000),
    'template.task_count': between(1, 10_000),
    'template.template.containers.args': free,
    'template.template.containers.command': free,
    'template.template.containers.env.name': variable,
    'template.template.containers.env.value': text(/^/, 0, 32_768),
    'template.template.containers.image': text(/^[a-z0-9.:-]+(\/[\w.-]+)+@sha256:[0-9a-f]{64}$/, 1, 500),
    'template.template.containers.name': name(),
    'template.template.containers.resources.limits.cpu': oneOf('1', '2', '4', '6', '8'),
    'template.template.containers.resources.limits.memory': mebibytes,
    'template.template.containers.volume_mounts.mount_path': text(/^\/(?!cloudsql)[^:]+$/, 2, 200),
    'template.template.containers.volume_mounts.name': name(),
    'template.template.containers.working_dir': text(/^\//, 1, 200),
    'template.template.execution_environment': oneOf('EXECUTION_ENVIRONMENT_GEN1', 'EXECUTION_ENVIRONMENT_GEN2'),
    'template.template.max_retries': between(0, 10),
    // "Set task timeout": 168 hours
    'template.template.timeout': seconds(1, 604_800),
    'template.template.volumes.empty_dir.medium': oneOf('MEMORY', 'DISK'),
    'template.template.volumes.empty_dir.size_limit': mebibytes,
    'template.template.volumes.name': name(),
    'template.template.vpc_access.egress': oneOf('ALL_TRAFFIC', 'PRIVATE_RANGES_ONLY'),
  },
  google_cloud_run_v2_job_iam_member: { location, member, name: free, project: free, role },
  google_dns_managed_zone: {
    ...{
      description: text(/./, 1, 1024),
      dns_name: dnsName,
      name: name(),
      project: free,
      visibility: oneOf('private', 'public'),
    },
  },
  google_dns_policy: { name: name(), project: free },
  google_dns_record_set: { name: dnsName, project: free, rrdatas: free, ttl: between(0, 2147483647), type: recordType },
  google_dns_response_policy: { project: free, response_policy_name: name() },
  google_dns_response_policy_rule: {
    dns_name: dnsName,
    'local_data.local_datas.name': dnsName,
    'local_data.local_datas.rrdatas': free,
    'local_data.local_datas.ttl': between(0, 2147483647),
    'local_data.local_datas.type': recordType,
    ...{ project: free, rule_name: name() },
  },
  google_logging_project_bucket_config: {
    bucket_id: text(/^[a-zA-Z0-9][\w.-]*$/, 1, 100),
    'cmek_settings.kms_key_name': key,
    ...{ location, project: free, retention_days: between(1, 3650) },
  },
  google_logging_project_sink: {
    destination: text(/^(logging|storage|bigquery|pubsub)\.googleapis\.com\/\S+$/, 1, 500),
    // "Logging query language": 20,000 characters
    filter: text(/\S/, 1, 20_000),
    ...{ name: text(/^[a-zA-Z0-9][\w.-]*$/, 1, 100), project: free },
  },
  google_project_iam_audit_config: {
    'audit_log_config.log_type': oneOf('ADMIN_READ', 'DATA_READ', 'DATA_WRITE'),
    ...{ project: free, service: text(/^(allServices|[a-z]+\.googleapis\.com)$/, 1, 100) },
  },
  google_project_iam_member: { member, project: free, role },
  google_secret_manager_secret: { project: free, secret_id: text(/^[\w-]+$/, 1, 255) },
  google_secret_manager_secret_iam_member: {
    member,
    project: free,
    role,
    secret_id: text(/^(projects\/[^/]+\/secrets\/)?[\w-]+$/, 1, 500),
  },
  google_service_account: {
    account_id: text(/^[a-z]([-a-z0-9]*[a-z0-9])$/, 6, 30),
    ...{ display_name: text(/^/, 0, 100), description: text(/^/, 0, 256), project: free },
  },
  google_storage_bucket: {
    'encryption.default_kms_key_name': key,
    'lifecycle_rule.action.type': oneOf('Delete', 'SetStorageClass', 'AbortIncompleteMultipartUpload'),
    'lifecycle_rule.condition.age': between(0, 2147483647),
    location,
    name: text(/^(?!goog)(?!.*google)[a-z0-9][a-z0-9_-]*[a-z0-9]$/, 3, 63),
    project: free,
    public_access_prevention: oneOf('inherited', 'enforced'),
    'retention_policy.retention_period': between(1, 2147483647),
  },
  google_storage_bucket_iam_member: { bucket: free, member, role },
};
