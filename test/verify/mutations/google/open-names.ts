// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { ref } from '../../terraform/network/airlock';
import type { Opening } from './row';
import type { Arguments, Site } from './site';

const network = (site: Site) => site.names.network;
const bound = (site: Site) => [{ network_url: ref(site.names.network) }];

const zone =
  (more: Arguments, name = 'opening') =>
  (site: Site) =>
    site.add(`dns_managed_zone.${name}`, {
      ...{ name, dns_name: 'corp.example.', visibility: 'private', private_visibility_config: [{ networks: bound(site) }] },
      ...more,
    });

/** A rule that lets names pass the response policy. */
const bypass = (name: string) => (site: Site) =>
  site.add('dns_response_policy_rule.opening', {
    ...{ response_policy: ref(site.names.policy, 'response_policy_name'), rule_name: 'opening', dns_name: name },
    behavior: 'bypassResponsePolicy',
  });

export const openNames: readonly Opening[] = [
  [
    'no response policy',
    (site) => {
      site.remove(site.names.policy);
      site.remove(site.names.answers);
    },
    network,
  ],
  ['a response policy without rules', (site) => site.remove(site.names.answers), network],
  [
    'a response policy of another network',
    (site) => {
      site.add('compute_network.elsewhere', { name: 'elsewhere', auto_create_subnetworks: false });
      site.set(site.names.policy, { networks: [{ network_url: ref('compute_network.elsewhere') }] });
    },
    network,
  ],
  ['a response policy of no network', (site) => site.set(site.names.policy, { networks: undefined }), network],
  ['a response policy for one domain', (site) => site.set(site.names.answers, { dns_name: '*.com.' }), network],
  [
    'a response policy for several domains',
    (site) => {
      site.set(site.names.answers, { dns_name: '*.com.' });
      for (const domain of ['net', 'org', 'io'])
        site.add(`dns_response_policy_rule.${domain}`, {
          ...site.at(site.names.answers),
          rule_name: domain,
          dns_name: `*.${domain}.`,
        });
    },
    network,
  ],
  [
    'a response policy that lets everything pass',
    (site) => site.set(site.names.answers, { local_data: undefined, behavior: 'bypassResponsePolicy' }),
    network,
  ],
  ['a wildcard that passes', bypass('*.example.com.')],
  ['a wildcard of a top level domain that passes', bypass('*.com.')],
  [
    'wildcards that pass, one for each of a set',
    (site) => {
      bypass('*.${each.value}.')(site);
      site.set('dns_response_policy_rule.opening', {
        for_each: '${toset(["example.com", "example.org"])}',
        rule_name: '${replace(each.value, ".", "-")}',
      });
    },
  ],
  [
    'other name servers',
    (site) =>
      site.add('dns_policy.opening', {
        name: 'opening',
        networks: bound(site),
        alternative_name_server_config: [{ target_name_servers: [{ ipv4_address: '8.8.8.8' }] }],
      }),
  ],
  [
    'a zone that is handed to a foreign server, without the response policy',
    (site) => {
      zone({ dns_name: '.', forwarding_config: [{ target_name_servers: [{ ipv4_address: '8.8.8.8' }] }] })(site);
      site.remove(site.names.policy);
      site.remove(site.names.answers);
    },
  ],
  [
    'a zone that passes and is handed to a foreign server',
    (site) => {
      zone({ forwarding_config: [{ target_name_servers: [{ ipv4_address: '8.8.8.8' }] }] })(site);
      bypass('*.corp.example.')(site);
    },
  ],
  [
    'a zone that passes and asks another network',
    (site) => {
      site.add('compute_network.elsewhere', { name: 'elsewhere', auto_create_subnetworks: false });
      zone({ dns_name: 'example.', peering_config: [{ target_network: [{ network_url: ref('compute_network.elsewhere') }] }] })(
        site,
      );
      bypass('*.example.')(site);
    },
  ],
  [
    'a private zone for one domain only, without the response policy',
    (site) => {
      zone({ dns_name: 'com.' })(site);
      site.remove(site.names.policy);
      site.remove(site.names.answers);
    },
    network,
  ],
];
