// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { ref } from '../../terraform/network/airlock';
import { everything, everywhere, healthChecks, ownProject } from './rooms';
import type { Change } from './row';
import type { Arguments, Site } from './site';
import { all, egress, perimeter, route, toInternet, wayOut, wideEgress } from './ways';

const member = (site: Site) => `serviceAccount:${ref(site.names.account, 'email')}`;
const identified = (site: Site) => site.fixture.identity(site, ref(site.names.account, 'email'));
const may =
  (role: string, more: Arguments = {}) =>
  (site: Site) => {
    identified(site);
    site.add('project_iam_member.more', { project: ownProject, role, member: member(site), ...more });
  };

/** Changes of names, of grants, and of what variables say. */
export const harmlessGrants: readonly Change[] = [
  [
    'an exact name that passes the response policy',
    (site) =>
      site.add('dns_response_policy_rule.one', {
        response_policy: ref(site.names.policy, 'response_policy_name'),
        rule_name: 'one',
        dns_name: 'api.example.com.',
        behavior: 'bypassResponsePolicy',
      }),
  ],
  [
    'an exact name that leads to the door',
    (site) =>
      site.add('dns_response_policy_rule.door', {
        response_policy: ref(site.names.policy, 'response_policy_name'),
        rule_name: 'door',
        dns_name: 'proxy.internal.',
        local_data: [{ local_datas: [{ name: 'proxy.internal.', type: 'A', ttl: 60, rrdatas: ['10.10.0.2'] }] }],
      }),
  ],
  [
    'a private zone with a record',
    (site) => {
      site.add('dns_managed_zone.z', {
        name: 'z',
        dns_name: 'airlock.internal.',
        visibility: 'private',
        private_visibility_config: [{ networks: [{ network_url: ref(site.names.network) }] }],
      });
      site.add('dns_record_set.r', {
        managed_zone: ref('dns_managed_zone.z', 'name'),
        name: 'proxy.airlock.internal.',
        type: 'A',
        ttl: 60,
        rrdatas: ['10.10.0.2'],
      });
    },
  ],
  ['a public zone', (site) => site.add('dns_managed_zone.public', { name: 'public', dns_name: 'example.com.' })],
  [
    'a private zone for the root instead of the response policy',
    (site) => {
      site.remove(site.names.policy);
      for (const name of Object.keys(site.body)) if (name.startsWith('dns_response_policy_rule.')) site.remove(name);
      site.add('dns_managed_zone.root', {
        name: 'root',
        dns_name: '.',
        visibility: 'private',
        private_visibility_config: [{ networks: [{ network_url: ref(site.names.network) }] }],
      });
    },
  ],
  [
    'an account that writes logs, figures and traces',
    all(may('roles/logging.logWriter'), (site) => {
      for (const role of ['monitoring.metricWriter', 'cloudtrace.agent', 'artifactregistry.reader'])
        site.add(`project_iam_member.${role.replace('.', '_')}`, {
          project: ownProject,
          role: `roles/${role}`,
          member: member(site),
        });
    }),
  ],
  [
    'a custom role that does nothing that matters',
    (site) => {
      site.add('project_iam_custom_role.c', {
        role_id: 'c',
        title: 'c',
        permissions: ['logging.logEntries.create', 'monitoring.timeSeries.create'],
      });
      may(ref('project_iam_custom_role.c', 'name'))(site);
    },
  ],
  [
    'a role that is denied',
    all(may('roles/secretmanager.secretAccessor'), (site) =>
      site.add('iam_deny_policy.d', {
        parent: 'cloudresourcemanager.googleapis.com%2Fprojects%2Fown-project',
        ...{
          name: 'd',
          rules: [
            {
              deny_rule: [
                {
                  denied_principals: ['principalSet://goog/public:all'],
                  denied_permissions: ['secretmanager.googleapis.com/versions.access'],
                },
              ],
            },
          ],
        },
      }),
    ),
  ],
  [
    'a topic, of which messages wait in a subscription and records that stay in the project',
    (site) => {
      identified(site);
      site.add('pubsub_topic.t', { name: 't' });
      site.add('pubsub_subscription.s', { name: 's', topic: ref('pubsub_topic.t') });
      site.add('pubsub_topic_iam_member.t', {
        topic: ref('pubsub_topic.t'),
        role: 'roles/pubsub.publisher',
        member: member(site),
      });
      site.add('logging_project_bucket_config.kept', { project: ownProject, location: 'global', bucket_id: 'kept' });
      site.add('logging_project_sink.kept', {
        ...{ name: 'kept', destination: `logging.googleapis.com/${ref('logging_project_bucket_config.kept')}` },
      });
    },
  ],
  [
    'roles of somebody else',
    (site) => {
      site.add('service_account.admin', { account_id: 'admin' });
      site.add('project_iam_member.admin', {
        project: ownProject,
        role: 'roles/editor',
        member: `serviceAccount:${ref('service_account.admin', 'email')}`,
      });
      site.add('project_iam_member.person', { project: ownProject, role: 'roles/owner', member: 'user:a@example.com' });
    },
  ],
  [
    'an account without an account',
    (site) => {
      if (!site.names.agent.startsWith('cloud_run')) site.fixture.identity(site, undefined);
    },
  ],
  [
    'placeholders in what it is given',
    (site) => {
      site.fixture.give(site, 'ANTHROPIC_API_KEY', 'placeholder');
      site.fixture.give(site, 'ANTHROPIC_BASE_URL', 'http://10.10.0.2:8080/claude');
    },
  ],
  [
    'a command that Terraform runs with something else',
    (site) =>
      site.add('storage_bucket.b', { name: 'b', location: 'EU', provisioner: [{ 'local-exec': { command: 'fill-it' } }] }),
  ],
  [
    'a number of its project in what it is given',
    (site) => {
      site.declare('data', { google_project: { p: {} } });
      site.fixture.give(site, 'PROJECT_NUMBER', '${data.google_project.p.number}');
    },
  ],
  [
    "a way out of another project's network of the same name",
    all(wayOut, (site) => {
      site.set(site.names.network, { project: ownProject });
      egress({
        network: `projects/acme/global/networks/${site.at(site.names.network).name}`,
        destination_ranges: everywhere,
        allow: everything,
      })(site);
    }),
  ],
  [
    'a job elsewhere that has an account of its own, which reads the secret, too',
    (site) => {
      site.add('service_account.nightly', { account_id: 'nightly' });
      site.add('secret_manager_secret_iam_member.nightly', {
        secret_id: ref(site.names.secret, 'secret_id'),
        role: 'roles/secretmanager.secretAccessor',
        member: `serviceAccount:${ref('service_account.nightly', 'email')}`,
      });
      site.add('cloud_run_v2_job.nightly', {
        ...{ name: 'nightly', location: 'europe-west1' },
        template: [
          { template: [{ service_account: ref('service_account.nightly', 'email'), containers: [{ image: 'nightly' }] }] },
        ],
      });
    },
  ],
  [
    'agents of Google’s that may put hosts into its subnetwork',
    (site) => {
      site.set(site.names.subnet, { project: ownProject });
      site.add('compute_subnetwork_iam_binding.m', {
        ...{ subnetwork: ref(site.names.subnet), role: 'roles/compute.networkUser' },
        members: [
          'serviceAccount:service-123456@serverless-robot-prod.iam.gserviceaccount.com',
          'serviceAccount:123456@cloudservices.gserviceaccount.com',
        ],
      });
    },
  ],
  [
    'something that isn’t modelled and has the name of its network for itself',
    (site) => site.add('weird_thing.w', { name: site.at(site.names.network).name }),
  ],
  ['a variable in what it is given', (site) => site.fixture.give(site, 'MODE', site.variable('mode'))],
  ['a description that a variable says', (site) => site.set(site.names.network, { description: site.variable('text') })],
  [
    'a project and a region that variables say',
    (site) => {
      const project = site.variable('project');
      for (const name of [site.names.network, site.names.subnet, site.names.deny, site.names.allow]) site.set(name, { project });
      site.set(site.names.agent, { project });
    },
  ],
  [
    'a range that a variable says, which is held to one value',
    (site) =>
      site.set(site.names.subnet, {
        ip_cidr_range: site.variable('range', {
          type: 'string',
          validation: [{ condition: '${var.range == "10.10.0.0/24"}', error_message: 'no' }],
        }),
      }),
  ],
  [
    'a rule that a variable can only disable',
    all(
      wayOut,
      (site) => egress({ destination_ranges: everywhere, allow: everything, disabled: '${var.x || true}' })(site),
      (site) => site.variable('x', { type: 'bool' }),
    ),
  ],
  ['a rule of which a count makes none', all(wayOut, egress({ count: 0, destination_ranges: everywhere, allow: everything }))],
  [
    'subnetworks beside',
    (site) =>
      site.add('compute_subnetwork.more', {
        name: 'more',
        network: ref(site.names.network),
        region: 'us-central1',
        ip_cidr_range: '10.10.128.0/24',
      }),
  ],
  [
    'a router without NAT',
    (site) => site.add('compute_router.idle', { name: 'idle', network: ref(site.names.network), region: 'europe-west1' }),
  ],
  [
    'a route to nowhere public',
    all(
      wideEgress,
      (site) => site.set(site.names.network, { delete_default_routes_on_create: true }),
      route({ ...toInternet, dest_range: '10.99.0.0/16' }),
    ),
  ],
  [
    'a role of a group, which nobody puts it into',
    (site) => {
      identified(site);
      site.add('project_iam_member.g', { project: ownProject, role: 'roles/editor', member: 'group:everybody@example.com' });
    },
  ],
  [
    'a proxy with an external address that lets health checks in',
    (site) => {
      const host = site.body['compute_region_instance_template.proxy'] ?? site.at(site.names.proxy);
      host.network_interface[0].access_config = [{}];
      const { source_ranges: _, source_tags: __, ...rule } = site.at(site.names.proxyIngress);
      site.add('compute_firewall.health', { ...rule, name: 'health', source_ranges: healthChecks });
    },
  ],
  ["the APIs of a perimeter that holds the provider's project", perimeter({})],
  ['the APIs of a perimeter that holds the own project', perimeter({ project_id: ownProject })],
];
