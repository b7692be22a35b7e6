// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { ref } from '../../terraform/network/airlock';
import { everything, everywhere, ownProject, tcp } from './rooms';
import type { Change } from './row';
import type { Arguments, Site } from './site';
import { all, egress, ingress, nat, networkPolicy, route, toInternet, wayOut, wideEgress } from './ways';

const member = (site: Site) => `serviceAccount:${ref(site.names.account, 'email')}`;
const identified = (site: Site) => site.fixture.identity(site, ref(site.names.account, 'email'));
const may =
  (role: string, more: Arguments = {}) =>
  (site: Site) => {
    identified(site);
    site.add('project_iam_member.more', { project: ownProject, role, member: member(site), ...more });
  };

/** A network with hosts that reach the internet, and nothing of the agents'. */
const elsewhere = (site: Site) => {
  site.add('compute_network.office', { name: 'office', auto_create_subnetworks: true });
  site.add('compute_instance.office', {
    name: 'office',
    zone: 'europe-west1-b',
    network_interface: [{ network: ref('compute_network.office'), access_config: [{}] }],
  });
  site.add('compute_firewall.office', {
    name: 'office',
    network: ref('compute_network.office'),
    source_ranges: everywhere,
    allow: everything,
  });
};

export const harmless: readonly Change[] = [
  [
    'a topic, a table, a bucket, a key ring and an alert',
    (site) => {
      site.add('pubsub_topic.t', { name: 't' });
      site.add('bigquery_dataset.d', { dataset_id: 'd' });
      site.add('storage_bucket.b', { name: 'b', location: 'EU' });
      site.add('kms_key_ring.k', { name: 'k', location: 'global' });
      site.add('monitoring_alert_policy.a', { display_name: 'a', combiner: 'OR' });
      site.add('project_service.compute', { service: 'compute.googleapis.com' });
      site.add('artifact_registry_repository.r', { repository_id: 'r', format: 'DOCKER' });
      site.add('logging_project_bucket_config.l', {
        project: ownProject,
        location: 'global',
        retention_days: 30,
        bucket_id: '_Default',
      });
    },
  ],
  [
    'labels and descriptions',
    (site) => {
      site.set(site.names.network, { description: 'sealed' });
      site.set(site.names.agent, { labels: { team: 'a' } });
    },
  ],
  ['flow logs', (site) => site.set(site.names.subnet, { log_config: [{ aggregation_interval: 'INTERVAL_5_SEC' }] })],
  ['firewall logs', (site) => site.set(site.names.deny, { log_config: [{ metadata: 'INCLUDE_ALL_METADATA' }] })],
  [
    'a log of questions about names',
    (site) =>
      site.add('dns_policy.log', { name: 'log', enable_logging: true, networks: [{ network_url: ref(site.names.network) }] }),
  ],
  ['another open network with hosts of its own', elsewhere],
  ['a route to the internet, with egress closed', route(toInternet)],
  ['Cloud NAT and a route to the internet, with egress closed', wayOut],
  [
    'egress open, and no way out but to nobody',
    all(wideEgress, (site) => site.set(site.names.network, { delete_default_routes_on_create: true })),
  ],
  ['egress open and a route, with no NAT and no external address', all(wideEgress, route(toInternet))],
  [
    'Cloud NAT of another region',
    all(wideEgress, route(toInternet), nat({ region: 'us-central1' }), (site) =>
      site.set('compute_router.room', { region: 'us-central1' }),
    ),
  ],
  [
    'private Cloud NAT',
    all(
      wideEgress,
      route(toInternet),
      nat({ type: 'PRIVATE', rules: [{ rule_number: 100, match: "nexthop.hub == 'h'", action: [{}] }] }),
    ),
  ],
  [
    'a rule that lets out and ties with the one that closes',
    all(wayOut, (site) =>
      egress({ priority: site.at(site.names.deny).priority, destination_ranges: everywhere, allow: everything })(site),
    ),
  ],
  [
    'a rule that lets out after the one that closes',
    all(wayOut, egress({ priority: 65100, destination_ranges: everywhere, allow: everything })),
  ],
  [
    'a rule that lets out and is disabled',
    all(wayOut, egress({ disabled: true, destination_ranges: everywhere, allow: everything })),
  ],
  [
    'a rule that lets others out',
    all(wayOut, egress({ target_tags: ['other'], destination_ranges: everywhere, allow: everything })),
  ],
  [
    'a rule that lets others out by their account',
    all(
      wayOut,
      egress({
        target_tags: undefined,
        target_service_accounts: ['other@own-project.iam.gserviceaccount.com'],
        destination_ranges: everywhere,
        allow: everything,
      }),
    ),
  ],
  ['a rule that lets out to addresses of nobody', egress({ destination_ranges: ['127.0.0.0/8'], allow: everything })],
  ['a rule that lets in from everywhere', ingress({ source_ranges: everywhere, target_tags: ['agent'], allow: tcp(22) })],
  ['a network policy after the rules', all(wayOut, networkPolicy({}))],
  [
    'a network policy that closes egress before the rules',
    (site) => {
      site.set(site.names.network, { network_firewall_policy_enforcement_order: 'BEFORE_CLASSIC_FIREWALL' });
      networkPolicy({ action: 'deny', priority: 1000 })(site);
      site.add('compute_network_firewall_policy_rule.first', {
        ...site.at('compute_network_firewall_policy_rule.opening'),
        priority: 10,
        action: 'goto_next',
        match: [{ dest_ip_ranges: ['10.10.0.0/16'], layer4_configs: [{ ip_protocol: 'all' }] }],
      });
      if (site.names.proxyNetwork === site.names.network)
        site.set('compute_network_firewall_policy_rule.opening', { disabled: true });
    },
  ],
  [
    'a network policy of goto_next',
    all(wayOut, networkPolicy({ action: 'goto_next' }), (site) =>
      site.set(site.names.network, { network_firewall_policy_enforcement_order: 'BEFORE_CLASSIC_FIREWALL' }),
    ),
  ],
  [
    'a network policy that is associated with nothing',
    all(wayOut, networkPolicy({}), (site) => site.remove('compute_network_firewall_policy_association.opening')),
  ],
  [
    'a network policy of another network',
    all(elsewhere, wayOut, networkPolicy({}, { attachment_target: ref('compute_network.office') })),
  ],
  [
    'Private Google Access without a route',
    (site) => {
      site.set(site.names.subnet, { private_ip_google_access: true });
      site.set(site.names.network, { delete_default_routes_on_create: true });
    },
  ],
  [
    'Private Google Access, with egress closed',
    all(wayOut, (site) => site.set(site.names.subnet, { private_ip_google_access: true })),
  ],
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
      site.remove(site.names.answers);
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
];
