import { describe, expect, test } from 'vitest';
import { openEgress, type Resources, ref, roomHost, roomRule, sealed, toldLater } from './airlock';
import { judgeRows } from './judge-rows';
import { judged } from './judged';

const attachment = (more: Record<string, unknown>): Resources => ({
  'compute_service_attachment.door': { ...sealed['compute_service_attachment.door'], ...more },
});
const accepted = (entry: Record<string, unknown>): Resources =>
  attachment({ consumer_accept_lists: [{ connection_limit: 1, ...entry }] });

describe('whom a published service accepts', () => {
  judgeRows([
    ['a network of the inputs', {}, 'proven'],
    [
      'anyone',
      attachment({ connection_preference: 'ACCEPT_AUTOMATIC', consumer_accept_lists: undefined }),
      'refuted',
      'in foreign-account',
    ],
    ['a preference that only deployment tells', attachment({ connection_preference: toldLater() }), 'unknown'],
    ['nobody', attachment({ consumer_accept_lists: undefined }), 'proven'],
    ['the own project', accepted({ project_id_or_num: 'own-project' }), 'proven'],
    [
      'a project of the inputs',
      {
        ...accepted({ project_id_or_num: ref('project.other', 'project_id') }),
        'project.other': { name: 'o', project_id: 'other', org_id: '1' },
      },
      'proven',
    ],
    ["somebody else's project", accepted({ project_id_or_num: 'their-project' }), 'refuted', 'in foreign-account'],
    [
      "somebody else's network",
      accepted({ network_url: 'projects/their-project/global/networks/core' }),
      'refuted',
      'in foreign-account',
    ],
    ['the own project, in a plan', accepted({ project_id_or_num: 'own-project', network_url: '', endpoint_url: '' }), 'proven'],
    [
      "somebody else's project, in a plan",
      accepted({ project_id_or_num: 'their-project', network_url: '', endpoint_url: '' }),
      'refuted',
      'in foreign-account',
    ],
    ['an unseen network of the own project', accepted({ network_url: 'projects/own-project/global/networks/core' }), 'proven'],
    [
      'an unseen network of a project that is named alike',
      accepted({ network_url: 'projects/own-project-2/global/networks/core' }),
      'refuted',
      'in foreign-account',
    ],
    ['a project that only deployment tells', accepted({ project_id_or_num: toldLater() }), 'unknown'],
    [
      "nobody, as the proxy doesn't let the NAT subnetwork in",
      { ...accepted({ project_id_or_num: 'their-project' }), 'compute_firewall.proxy_from_door': undefined },
      'proven',
    ],
  ]);
});

describe('the door', () => {
  judgeRows([
    ['another host of the room that is let out to it', { ...roomHost('other', { tags: ['agent'] }) }, 'refuted', 'in workload'],
    ['another host of the room that is kept in', roomHost('other'), 'proven'],
    [
      'an endpoint of a third network',
      {
        'compute_network.third': { name: 'third' },
        'compute_subnetwork.third': { name: 'third', network: ref('compute_network.third'), ip_cidr_range: '10.40.0.0/24' },
        'compute_instance.third': {
          name: 'third',
          zone: 'europe-west1-b',
          network_interface: [{ subnetwork: ref('compute_subnetwork.third') }],
        },
        'compute_forwarding_rule.third': {
          ...sealed['compute_forwarding_rule.door'],
          name: 'third',
          network: ref('compute_network.third'),
          subnetwork: ref('compute_subnetwork.third'),
          ip_address: undefined,
        },
      },
      'refuted',
      'in workload',
    ],
    [
      "a service that isn't in the inputs",
      {
        'compute_forwarding_rule.door': {
          ...sealed['compute_forwarding_rule.door'],
          target: 'projects/x/regions/europe-west1/serviceAttachments/theirs',
        },
      },
      'unknown',
    ],
    [
      'a service that only deployment tells',
      { 'compute_forwarding_rule.door': { ...sealed['compute_forwarding_rule.door'], target: toldLater() } },
      'unknown',
    ],
    [
      'a load balancer of which only deployment tells whom it faces',
      {
        'compute_forwarding_rule.more': {
          ...sealed['compute_forwarding_rule.proxy'],
          name: 'more',
          load_balancing_scheme: toldLater(),
        },
      },
      'unknown',
    ],
    [
      'a load balancer at all ports',
      { 'compute_forwarding_rule.proxy': { ...sealed['compute_forwarding_rule.proxy'], ports: undefined, all_ports: true } },
      'proven',
    ],
    [
      'an endpoint without a stated address',
      { 'compute_address.door': { name: 'door', address_type: 'INTERNAL', subnetwork: ref('compute_subnetwork.room') } },
      'proven',
    ],
    [
      'an endpoint without an address resource',
      {
        'compute_address.door': undefined,
        'compute_forwarding_rule.door': { ...sealed['compute_forwarding_rule.door'], ip_address: undefined },
        'compute_firewall.room_to_door': {
          ...sealed['compute_firewall.room_to_door'],
          destination_ranges: [`${ref('compute_forwarding_rule.door', 'ip_address')}/32`],
        },
      },
      'proven',
    ],
    ['a second agent-side host at another address', { ...roomHost('other', {}, { network_ip: '10.10.0.3' }) }, 'proven'],
    [
      'a rule to the whole room, with another host that lets nothing in',
      {
        ...roomRule({
          destination_ranges: ['10.10.0.0/24'],
          target_tags: ['agent'],
          allow: [{ protocol: 'tcp', ports: ['3128'] }],
        }),
        ...roomHost('other'),
      },
      'proven',
    ],
    [
      'a rule to more ports',
      roomRule({ destination_ranges: ['10.10.0.2/32'], target_tags: ['agent'], allow: [{ protocol: 'tcp' }] }),
      'proven',
    ],
    [
      'all egress let out, and a load balancer at the port for SSH',
      {
        ...openEgress,
        'compute_forwarding_rule.proxy': { ...sealed['compute_forwarding_rule.proxy'], ports: ['3128', '22'] },
        'compute_firewall.ssh': {
          name: 'ssh',
          network: ref('compute_network.outer'),
          source_ranges: ['10.20.1.0/28'],
          allow: [{ protocol: 'tcp', ports: ['22'] }],
        },
      },
      'refuted',
      'proxy-other-port',
    ],
  ]);

  test.each<[string, Resources]>([
    [
      'an endpoint without a stated address',
      { 'compute_address.door': { name: 'door', address_type: 'INTERNAL', subnetwork: ref('compute_subnetwork.room') } },
    ],
    ['a managed group', managed()],
    ['a proxy in front', inFront()],
    [
      'an instance that is put into the group',
      {
        'compute_instance_group.proxy': { ...sealed['compute_instance_group.proxy'], instances: undefined },
        'compute_instance_group_membership.proxy': {
          instance: ref('compute_instance.proxy', 'self_link'),
          instance_group: ref('compute_instance_group.proxy', 'name'),
        },
      },
    ],
  ])('leads to the proxy: %s', (_, changes) => {
    const found = judged(changes);
    expect(found, JSON.stringify(found, null, 1)).toMatchObject({ verdict: 'proven', reachesProxy: true });
  });

  test.each<[string, Resources]>([
    ['the proxy lets nothing in', { 'compute_firewall.proxy_from_door': undefined }],
    [
      'the proxy lets another range in',
      { 'compute_firewall.proxy_from_door': { ...sealed['compute_firewall.proxy_from_door'], source_ranges: ['10.20.2.0/28'] } },
    ],
    [
      'the agent is let out to another port',
      {
        'compute_firewall.room_to_door': {
          ...sealed['compute_firewall.room_to_door'],
          allow: [{ protocol: 'tcp', ports: ['3129'] }],
        },
      },
    ],
    [
      'no backend',
      { 'compute_region_backend_service.proxy': { ...sealed['compute_region_backend_service.proxy'], backend: undefined } },
    ],
  ])('does not lead to the proxy: %s', (_, changes) => {
    expect(judged(changes)).toMatchObject({ verdict: 'proven', reachesProxy: false });
  });
});

/** The proxy as a managed group of instances. */
function managed(): Resources {
  const { name: _, zone: __, ...instance } = sealed['compute_instance.proxy'] ?? {};
  return {
    'compute_instance.proxy': undefined,
    'compute_instance_group.proxy': undefined,
    'compute_region_instance_template.proxy': { name_prefix: 'proxy-', ...instance },
    'compute_region_instance_group_manager.proxy': {
      name: 'proxy',
      base_instance_name: 'proxy',
      version: [{ instance_template: ref('compute_region_instance_template.proxy', 'self_link') }],
    },
    'compute_region_backend_service.proxy': {
      ...sealed['compute_region_backend_service.proxy'],
      backend: [{ group: ref('compute_region_instance_group_manager.proxy', 'instance_group') }],
    },
  };
}

/** A proxy of Google's between the published service and the proxy: connections come from the proxy-only subnetwork. */
function inFront(): Resources {
  return {
    'compute_subnetwork.proxies': {
      name: 'proxies',
      network: ref('compute_network.outer'),
      ip_cidr_range: '10.20.3.0/26',
      purpose: 'REGIONAL_MANAGED_PROXY',
      role: 'ACTIVE',
    },
    'compute_region_backend_service.proxy': {
      ...sealed['compute_region_backend_service.proxy'],
      load_balancing_scheme: 'INTERNAL_MANAGED',
      port_name: 'proxy',
    },
    'compute_region_target_tcp_proxy.proxy': { name: 'proxy', backend_service: ref('compute_region_backend_service.proxy') },
    'compute_forwarding_rule.proxy': {
      ...sealed['compute_forwarding_rule.proxy'],
      backend_service: undefined,
      load_balancing_scheme: 'INTERNAL_MANAGED',
      ports: undefined,
      port_range: '3128',
      target: ref('compute_region_target_tcp_proxy.proxy'),
    },
    'compute_firewall.proxy_from_door': { ...sealed['compute_firewall.proxy_from_door'], source_ranges: ['10.20.3.0/26'] },
  };
}

describe('published services behind a load balancer that faces the internet', () => {
  const published: Resources = {
    'compute_region_network_endpoint_group.public': {
      name: 'public',
      network_endpoint_type: 'PRIVATE_SERVICE_CONNECT',
      psc_target_service: ref('compute_service_attachment.door', 'self_link'),
    },
    'compute_backend_service.public': {
      name: 'public',
      backend: [{ group: ref('compute_region_network_endpoint_group.public') }],
    },
    'compute_target_tcp_proxy.public': { name: 'public', backend_service: ref('compute_backend_service.public') },
    'compute_global_forwarding_rule.public': {
      name: 'public',
      load_balancing_scheme: 'EXTERNAL_MANAGED',
      port_range: '443',
      target: ref('compute_target_tcp_proxy.public'),
    },
  };
  judgeRows([
    ['lead to the proxy', published, 'refuted', 'in internet'],
    ['lead nowhere where the proxy lets nothing in', { ...published, 'compute_firewall.proxy_from_door': undefined }, 'proven'],
  ]);
});
