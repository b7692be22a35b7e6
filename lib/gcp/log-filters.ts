import type { Placement } from './placement';

type Project = Pick<Placement, 'project'>;

/** Names that a network's resolver was asked for (Google Cloud, "Use logging and monitoring" of Cloud DNS). */
export const nameQueries = (at: Project, network: string): string =>
  `${log(at, 'dns.googleapis.com/dns_queries')} AND jsonPayload.sourceNetwork="${network}"`;

/** A network's flows, firewall decisions and address translations ("VPC Flow Logs records", "Firewall Rules Logging", "Cloud NAT logging"). */
export const networkFlows = (at: Project, network: string): string =>
  [
    `${log(at, 'compute.googleapis.com/vpc_flows')} AND (jsonPayload.src_vpc.vpc_name="${network}" OR jsonPayload.dest_vpc.vpc_name="${network}")`,
    `${log(at, 'compute.googleapis.com/firewall')} AND jsonPayload.vpc.vpc_name="${network}"`,
    `${log(at, 'compute.googleapis.com/nat_flows')} AND jsonPayload.vpc.vpc_name="${network}"`,
  ]
    .map((filter) => `(${filter})`)
    .join(' OR ');

// the name of a log is URL-encoded after /logs/ ("LogEntry")
const log = ({ project }: Project, name: string): string => `logName="projects/${project}/logs/${encodeURIComponent(name)}"`;
