// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { ref } from '../../terraform/network/airlock';
import { everything, everywhere, ownProject, tcp } from './rooms';
import type { Change } from './row';
import type { Site } from './site';
import { all, egress, ingress, nat, networkPolicy, route, toInternet, wayOut, wideEgress } from './ways';

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
      site.set(site.names.agent, { labels: { ...site.at(site.names.agent).labels, team: 'a' } });
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
];
