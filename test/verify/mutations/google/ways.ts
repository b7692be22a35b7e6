// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { ref } from '../../terraform/network/airlock';
import { everything, everywhere, tcp } from './rooms';
import type { Arguments, Site } from './site';

/** A rule of the agents' egress, before all others, called `opening` unless it is named. */
export const egress =
  (rule: Arguments, name = 'opening') =>
  (site: Site) =>
    site.add(`compute_firewall.${name}`, {
      ...{ name, network: ref(site.names.network), direction: 'EGRESS', priority: 50, target_tags: [site.names.tag] },
      ...rule,
    });

/** The agents' rules let everything out. */
export const wideEgress = egress({ destination_ranges: everywhere, allow: everything }, 'wide');

/** A rule that lets all comers in to what has a tag, or to everything, before all others. */
export const ingress =
  (rule: Arguments, name = 'opening') =>
  (site: Site) =>
    site.add(`compute_firewall.${name}`, {
      ...{ name, network: ref(site.names.network), direction: 'INGRESS', priority: 50 },
      ...rule,
    });

/** A route of the agents' network, called `opening` unless it is named. */
export const route =
  (to: Arguments, name = 'opening') =>
  (site: Site) =>
    site.add(`compute_route.${name}`, {
      ...{ name, network: ref(site.names.network), dest_range: '0.0.0.0/0', priority: 500 },
      ...to,
    });

export const toInternet = { next_hop_gateway: 'default-internet-gateway' };

/** Cloud NAT for the agents' network. */
export const nat =
  (more: Arguments = {}, name = 'opening') =>
  (site: Site) => {
    site.add('compute_router.room', { name: 'room', network: ref(site.names.network), region: 'europe-west1' });
    site.add(`compute_router_nat.${name}`, {
      ...{ name, router: ref('compute_router.room', 'name'), region: 'europe-west1', nat_ip_allocate_option: 'AUTO_ONLY' },
      source_subnetwork_ip_ranges_to_nat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
      ...more,
    });
  };

/** A default route and Cloud NAT, so that the agents' rules alone hold. */
export const wayOut = (site: Site) => {
  nat({}, 'way_out')(site);
  route(toInternet, 'way_out')(site);
};

/** Several changes, one after the other. */
export const all =
  (...changes: ((site: Site) => unknown)[]) =>
  (site: Site) => {
    for (const change of changes) change(site);
  };

/** A host in a subnetwork of its own of the agents' network, which is let in to and reaches the internet. */
export const bastion =
  (more: Arguments = {}, nic: Arguments = { access_config: [{}] }) =>
  (site: Site) => {
    site.add('compute_subnetwork.bastion', {
      ...{ name: 'bastion', network: ref(site.names.network), region: 'europe-west1', ip_cidr_range: '10.10.9.0/24' },
    });
    site.add('compute_instance.bastion', {
      ...{ name: 'bastion', machine_type: 'e2-micro', zone: 'europe-west1-b', tags: ['bastion'] },
      network_interface: [{ subnetwork: ref('compute_subnetwork.bastion'), network_ip: '10.10.9.9', ...nic }],
      ...more,
    });
    route({ ...toInternet, tags: ['bastion'] }, 'bastion')(site);
    egress({ target_tags: ['bastion'], destination_ranges: everywhere, allow: everything }, 'bastion_out')(site);
    ingress({ target_tags: ['bastion'], source_ranges: ['10.10.0.0/16'], allow: everything }, 'bastion_in')(site);
  };

/** Another network with a host that reaches the internet and lets in whoever comes from a private range. */
export const neighbour = (site: Site) => {
  site.add('compute_network.neighbour', { name: 'neighbour', auto_create_subnetworks: false });
  site.add('compute_subnetwork.neighbour', {
    ...{ name: 'neighbour', network: ref('compute_network.neighbour'), region: 'europe-west1', ip_cidr_range: '10.70.0.0/24' },
  });
  site.add('compute_instance.neighbour', {
    ...{ name: 'neighbour', machine_type: 'e2-micro', zone: 'europe-west1-b' },
    network_interface: [{ subnetwork: ref('compute_subnetwork.neighbour'), access_config: [{}] }],
  });
  site.add('compute_firewall.neighbour', {
    ...{ name: 'neighbour', network: ref('compute_network.neighbour'), direction: 'INGRESS', source_ranges: ['10.0.0.0/8'] },
    allow: tcp(22),
  });
};

/** Peering of the agents' network with the neighbour, both ways. */
export const peering =
  (room: Arguments = {}, back: Arguments = {}) =>
  (site: Site) => {
    const [own, other] = [ref(site.names.network, 'self_link'), ref('compute_network.neighbour', 'self_link')];
    site.add('compute_network_peering.opening', { name: 'opening', network: own, peer_network: other, ...room });
    site.add('compute_network_peering.back', { name: 'back', network: other, peer_network: own, ...back });
  };

/** A rule of a network firewall policy on the agents' network. */
export const networkPolicy =
  (rule: Arguments, more: Arguments = {}) =>
  (site: Site) => {
    site.add('compute_network_firewall_policy.opening', { name: 'opening' });
    site.add('compute_network_firewall_policy_rule.opening', {
      ...{ firewall_policy: ref('compute_network_firewall_policy.opening', 'name'), direction: 'EGRESS', priority: 100 },
      ...{ action: 'allow', match: [{ dest_ip_ranges: everywhere, layer4_configs: [{ ip_protocol: 'all' }] }] },
      ...rule,
    });
    site.add('compute_network_firewall_policy_association.opening', {
      ...{ name: 'opening', firewall_policy: ref('compute_network_firewall_policy.opening', 'name') },
      attachment_target: ref(site.names.network),
      ...more,
    });
  };

/** A rule of an organisation's firewall policy above the agents' network. */
export const hierarchicalPolicy =
  (rule: Arguments = {}, target = 'organizations/1') =>
  (site: Site) => {
    site.add('compute_firewall_policy.opening', { short_name: 'opening', parent: 'organizations/1' });
    site.add('compute_firewall_policy_rule.opening', {
      ...{ firewall_policy: ref('compute_firewall_policy.opening'), direction: 'EGRESS', priority: 100, action: 'allow' },
      match: [{ dest_ip_ranges: everywhere, layer4_configs: [{ ip_protocol: 'all' }] }],
      ...rule,
    });
    site.add('compute_firewall_policy_association.opening', {
      ...{ name: 'opening', firewall_policy: ref('compute_firewall_policy.opening'), attachment_target: target },
    });
  };

/** The agents' network has IPv6, with external addresses unless said. */
export const ipv6 =
  (access = 'EXTERNAL') =>
  (site: Site) => {
    site.set(site.names.subnet, { stack_type: 'IPV4_IPV6', ipv6_access_type: access });
    if (access === 'INTERNAL') site.set(site.names.network, { enable_ula_internal_ipv6: true });
    Object.assign(site.fixture.nic(site), {
      stack_type: 'IPV4_IPV6',
      ...(access === 'EXTERNAL' && { ipv6_access_config: [{ network_tier: 'PREMIUM' }] }),
    });
  };

/** Agents reach restricted.googleapis.com, in a perimeter of the project that a data source names. */
export const perimeter = (project: Arguments) => (site: Site) => {
  site.declare('data', { google_project: { own: project } });
  site.set(site.names.subnet, { private_ip_google_access: true });
  route({ ...toInternet, dest_range: '199.36.153.4/30' }, 'restricted')(site);
  egress({ destination_ranges: ['199.36.153.4/30'], allow: tcp(443) }, 'restricted')(site);
  site.add('access_context_manager_service_perimeter.p', {
    ...{ parent: 'accessPolicies/1', name: 'accessPolicies/1/servicePerimeters/p', title: 'p' },
    status: [
      {
        restricted_services: ['storage.googleapis.com', 'logging.googleapis.com'],
        resources: ['projects/${data.google_project.own.number}'],
        vpc_accessible_services: [{ enable_restriction: true, allowed_services: ['RESTRICTED-SERVICES'] }],
      },
    ],
  });
};
