import { Fn, Token } from 'cdktf';
import type { Placement } from './placement';

/** The project whose log entries are meant. */
export type LogScope = Pick<Placement, 'project'>;

/** The names that a network's resolver was asked for (Google Cloud, "Use Cloud DNS logging"). */
export const nameQueries = (at: LogScope, network: string): string =>
  all('resource.type="dns_query"', logs(at, 'dns.googleapis.com/dns_queries'), equals('jsonPayload.sourceNetwork', [network]));

/** The flows of subnetworks, and what the firewall decided there ("About VPC Flow Logs records", "VPC firewall rules logging"). */
export const networkFlows = (at: LogScope, subnetworks: readonly string[]): string =>
  all(
    'resource.type="gce_subnetwork"',
    logs(at, 'compute.googleapis.com/vpc_flows', 'compute.googleapis.com/firewall'),
    equals('resource.labels.subnetwork_name', subnetworks),
  );

/** Which connections of a network's hosts went out by which address ("Cloud NAT logging"). */
export const addressTranslations = (at: LogScope, network: string): string =>
  all('resource.type="nat_gateway"', logs(at, 'compute.googleapis.com/nat_flows'), equals('jsonPayload.vpc.vpc_name', [network]));

/** What a container of this name prints on hosts with Container-Optimized OS and `google-logging-enabled`. */
export const containerLines = (at: LogScope, container: string): string =>
  all(
    'resource.type="gce_instance"',
    logs(at, 'cos_containers'),
    equals('jsonPayload."cos.googleapis.com/container_name"', [container]),
  );

/** What the tasks of a Cloud Run job print, and what Cloud Run says of them. */
export const jobLines = (at: LogScope, job: string): string =>
  all(`logName:"projects/${at.project}/logs/"`, 'resource.type="cloud_run_job"', equals('resource.labels.job_name', [job]));

/** What a machine prints to its serial port ("Viewing serial port output"). */
export const serialLines = (at: LogScope, machine: string): string =>
  all(
    'resource.type="gce_instance"',
    logs(at, 'serialconsole.googleapis.com/serial_port_1_output'),
    equals('labels."compute.googleapis.com/resource_name"', [machine]),
  );

/**
 * Who read, changed or shared secrets ("Secret Manager audit logging"): what is recorded has the project's number in a secret's name.
 *
 * @param secrets - ids, `projects/PROJECT/secrets/NAME`, or names; tokens too
 */
export function secretUses(at: LogScope, secrets: readonly string[]): string {
  if (secrets.length === 0) throw new Error('secrets must name at least one secret whose uses are recorded, got none');
  return all(
    'protoPayload.serviceName="secretmanager.googleapis.com"',
    logs(at, 'cloudaudit.googleapis.com/data_access', 'cloudaudit.googleapis.com/activity'),
    `protoPayload.resourceName=~"/secrets/(${secrets.map(secretName).join('|')})(/|$)"`,
  );
}

const secretName = (id: string): string => (Token.isUnresolved(id) ? Fn.basename(id) : id.slice(id.lastIndexOf('/') + 1));

const all = (...conditions: readonly string[]): string => conditions.join(' AND ');

const equals = (field: string, values: readonly string[]): string =>
  `${field}=(${values.map((value) => `"${value}"`).join(' OR ')})`;

// what comes after /logs/ is URL-encoded ("LogEntry")
const logs = ({ project }: LogScope, ...names: readonly string[]): string =>
  equals(
    'logName',
    names.map((name) => `projects/${project}/logs/${encodeURIComponent(name)}`),
  );
