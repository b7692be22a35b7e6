// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { ref } from '../../terraform/network/airlock';
import { task } from './job-two-networks';
import { everything, everywhere } from './rooms';
import type { Opening } from './row';
import type { Site } from './site';
import { all, egress, route, toInternet, wayOut } from './ways';

const agent = (site: Site) => site.names.agent;
const access = (site: Site) => task(site).vpc_access[0];

/** Another service of Cloud Run, which reaches the internet. */
const other = (volumes: unknown) => (site: Site) =>
  site.add('cloud_run_v2_service.other', {
    ...{ name: 'other', location: 'europe-west1' },
    template: [{ containers: [{ image: 'europe-west1-docker.pkg.dev/own-project/images/other' }], volumes }],
  });

/** Ways that only jobs of Cloud Run have. */
export const openJobs: readonly Opening[] = [
  [
    'no egress setting',
    (site) => {
      delete access(site).egress;
    },
    agent,
  ],
  [
    'a subnetwork with public IPv6 addresses',
    all(
      (site) => site.set(site.names.subnet, { stack_type: 'IPV4_IPV6', ipv6_access_type: 'EXTERNAL' }),
      route({ ...toInternet, dest_range: '::/0' }),
      egress({ destination_ranges: ['::/0'], allow: everything, target_tags: undefined }, 'sixth'),
    ),
  ],
  [
    'a rule for its account',
    all(wayOut, (site) =>
      egress({
        ...{ destination_ranges: everywhere, allow: everything, target_tags: undefined },
        target_service_accounts: [ref(site.names.account, 'email')],
      })(site),
    ),
  ],
  [
    'private ranges only',
    (site) => {
      access(site).egress = 'PRIVATE_RANGES_ONLY';
    },
    agent,
  ],
  [
    'an egress setting that a variable says',
    (site) => {
      access(site).egress = site.variable('egress', { type: 'string', default: 'ALL_TRAFFIC' });
    },
    agent,
  ],
  [
    'an egress setting that a variable chooses',
    (site) => {
      site.variable('sealed', { type: 'bool', default: true });
      access(site).egress = '${var.sealed ? "ALL_TRAFFIC" : "PRIVATE_RANGES_ONLY"}';
    },
    agent,
  ],
  [
    'no VPC access',
    (site) => {
      delete task(site).vpc_access;
    },
    agent,
  ],
  [
    'an empty list of VPC access',
    (site) => {
      task(site).vpc_access = [];
    },
    agent,
  ],
  [
    'a tag that no rule closes',
    (site) => {
      site.set(site.names.deny, { target_tags: ['agent'] });
      site.fixture.nic(site).tags = ['agents'];
      site.set(site.names.network, { delete_default_routes_on_create: false });
      site.add('compute_router.room', { name: 'room', network: ref(site.names.network), region: 'europe-west1' });
      site.add('compute_router_nat.opening', {
        name: 'opening',
        router: ref('compute_router.room', 'name'),
        region: 'europe-west1',
        nat_ip_allocate_option: 'AUTO_ONLY',
        source_subnetwork_ip_ranges_to_nat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
      });
    },
  ],
  [
    'a connector that keeps to private ranges',
    (site) => {
      site.add('vpc_access_connector.c', {
        name: 'c',
        region: 'europe-west1',
        network: ref(site.names.network, 'name'),
        ip_cidr_range: '10.10.50.0/28',
      });
      task(site).vpc_access = [{ connector: ref('vpc_access_connector.c'), egress: 'PRIVATE_RANGES_ONLY' }];
    },
    agent,
  ],
  [
    'a connector to a network that reaches the internet',
    (site) => {
      site.add('compute_network.open', { name: 'open', auto_create_subnetworks: false });
      site.add('compute_router.open', { name: 'open', network: ref('compute_network.open'), region: 'europe-west1' });
      site.add('compute_router_nat.open', {
        name: 'open',
        router: ref('compute_router.open', 'name'),
        region: 'europe-west1',
        nat_ip_allocate_option: 'AUTO_ONLY',
        source_subnetwork_ip_ranges_to_nat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
      });
      site.add('vpc_access_connector.c', {
        name: 'c',
        region: 'europe-west1',
        network: ref('compute_network.open', 'name'),
        ip_cidr_range: '10.60.50.0/28',
      });
      task(site).vpc_access = [{ connector: ref('vpc_access_connector.c'), egress: 'ALL_TRAFFIC' }];
    },
    'open',
  ],
  [
    'a secret in its environment',
    (site) => {
      task(site).containers[0].env.push({
        name: 'KEY',
        value_source: [{ secret_key_ref: [{ secret: ref(site.names.secret, 'secret_id'), version: 'latest' }] }],
      });
    },
    agent,
  ],
  [
    'a secret as a file',
    (site) => {
      task(site).volumes = [{ name: 'key', secret: [{ secret: ref(site.names.secret, 'secret_id') }] }];
    },
    agent,
  ],
  [
    'a secret of a second container',
    (site) => {
      task(site).containers.push({
        name: 'side',
        image: 'x',
        env: [{ name: 'KEY', value_source: [{ secret_key_ref: [{ secret: 'key', version: '1' }] }] }],
      });
    },
    agent,
  ],
  [
    'a bucket that another service mounts',
    (site) => {
      site.add('storage_bucket.b', { name: 'b', location: 'EU' });
      const volumes = [{ name: 'b', gcs: [{ bucket: ref('storage_bucket.b', 'name') }] }];
      task(site).volumes = volumes;
      other(volumes)(site);
    },
    'other',
  ],
  [
    'a file share that another service mounts',
    (site) => {
      const volumes = [{ name: 'n', nfs: [{ server: '10.10.0.200', path: '/share' }] }];
      task(site).volumes = volumes;
      site.add('compute_firewall.opening', {
        name: 'opening',
        network: ref(site.names.network),
        direction: 'EGRESS',
        priority: 1,
        destination_ranges: everywhere,
        allow: everything,
      });
      site.add('cloud_run_v2_service.other', {
        ...{ name: 'other', location: 'europe-west1' },
        template: [
          {
            containers: [{ image: 'x' }],
            volumes,
            vpc_access: [{ network_interfaces: [{ network: ref(site.names.network), subnetwork: ref(site.names.subnet) }] }],
          },
        ],
      });
    },
    'other',
  ],
];
