import { describe, expect, test } from 'vitest';
import { openEgress, type Resources, ref, roomHost, roomRule, roomSubnet, sealed, toldLater } from './airlock';
import { judgeRows } from './judge-rows';
import { judged } from './judged';

describe('load balancers in the own network', () => {
  const balanced = (more: Record<string, unknown>, group: Record<string, unknown> = {}): Resources => ({
    ...roomHost('bastion', { tags: ['bastion'] }, { access_config: [{}] }),
    ...roomRule({ target_tags: ['bastion'], allow: [{ protocol: 'all' }] }, 'bastion_out'),
    'compute_network.room': { name: 'room', auto_create_subnetworks: false },
    'compute_instance_group.bastion': { name: 'bastion', instances: [ref('compute_instance.bastion')], ...group },
    'compute_region_backend_service.bastion': {
      name: 'bastion',
      load_balancing_scheme: 'INTERNAL',
      backend: [{ group: ref('compute_instance_group.bastion') }],
    },
    'compute_forwarding_rule.bastion': {
      name: 'bastion',
      load_balancing_scheme: 'INTERNAL',
      network: ref('compute_network.room'),
      subnetwork: ref('compute_subnetwork.room'),
      ip_address: '10.10.0.50',
      ports: ['22'],
      backend_service: ref('compute_region_backend_service.bastion'),
      ...more,
    },
    ...roomRule(
      {
        direction: 'INGRESS',
        target_tags: ['bastion'],
        source_ranges: ['10.10.0.0/24'],
        allow: [{ protocol: 'tcp', ports: ['22'] }],
      },
      'bastion_in',
    ),
  });
  const toBalancer = roomRule({
    destination_ranges: ['10.10.0.50/32'],
    target_tags: ['agent'],
    allow: [{ protocol: 'tcp', ports: ['22'] }],
  });
  const closedBastion: Resources = { 'compute_firewall.bastion_out': undefined };
  judgeRows([
    ['before a host that reaches the internet', { ...balanced({}), ...toBalancer }, 'refuted', 'internet'],
    ['before a host that is kept in', { ...balanced({}), ...toBalancer, ...closedBastion }, 'proven'],
    [
      'before a host that does not let the agents in',
      {
        ...balanced({}),
        ...toBalancer,
        ...closedBastion,
        ...roomRule(
          {
            direction: 'INGRESS',
            target_tags: ['bastion'],
            source_ranges: ['10.66.0.0/24'],
            allow: [{ protocol: 'tcp', ports: ['22'] }],
          },
          'bastion_in',
        ),
      },
      'proven',
    ],
    ['that the agents are not let out to, before a host that is kept in', { ...balanced({}), ...closedBastion }, 'proven'],
    [
      'with a backend that only deployment tells',
      {
        ...balanced({}),
        ...closedBastion,
        ...toBalancer,
        'compute_region_backend_service.bastion': {
          name: 'bastion',
          load_balancing_scheme: 'INTERNAL',
          backend: [{ group: toldLater() }],
        },
      },
      'unknown',
    ],
    [
      'with a target that only deployment tells',
      { ...balanced({ backend_service: undefined, target: toldLater() }), ...closedBastion, ...toBalancer },
      'unknown',
    ],
  ]);
});

describe('load balancers that face the internet', () => {
  const facing = (more: Record<string, unknown>): Resources => ({
    'compute_forwarding_rule.public': { name: 'public', load_balancing_scheme: 'EXTERNAL', port_range: '3128', ...more },
  });
  const http: Resources = {
    'compute_backend_service.public': {
      name: 'public',
      port_name: 'proxy',
      backend: [{ group: ref('compute_instance_group.proxy') }],
    },
    'compute_url_map.public': { name: 'public', default_service: ref('compute_backend_service.public') },
    'compute_target_http_proxy.public': { name: 'public', url_map: ref('compute_url_map.public') },
    'compute_global_forwarding_rule.public': {
      name: 'public',
      load_balancing_scheme: 'EXTERNAL_MANAGED',
      port_range: '80',
      target: ref('compute_target_http_proxy.public'),
    },
  };
  const noHealth: Resources = {
    'compute_firewall.proxy_from_door': { ...sealed['compute_firewall.proxy_from_door'], source_ranges: ['10.20.1.0/28'] },
  };
  const letIn: Resources = {
    'compute_firewall.proxy_from_door': { ...sealed['compute_firewall.proxy_from_door'], source_ranges: ['0.0.0.0/0'] },
  };
  const pool: Resources = { 'compute_target_pool.public': { name: 'public', instances: ['europe-west1-b/proxy'] } };
  const single: Resources = { 'compute_target_instance.public': { name: 'public', instance: ref('compute_instance.proxy') } };
  judgeRows([
    [
      'a passthrough one whose clients the proxy lets in',
      { ...facing({ backend_service: ref('compute_region_backend_service.proxy') }), ...letIn },
      'refuted',
      'in internet',
    ],
    [
      "a passthrough one whose clients the proxy doesn't let in",
      { ...facing({ backend_service: ref('compute_region_backend_service.proxy') }), ...noHealth },
      'proven',
    ],
    ['a target pool', { ...facing({ target: ref('compute_target_pool.public') }), ...pool, ...letIn }, 'refuted', 'in internet'],
    [
      'a target instance',
      { ...facing({ target: ref('compute_target_instance.public') }), ...single, ...letIn },
      'refuted',
      'in internet',
    ],
    ['an HTTP one, whose front ends are let in for their health checks', http, 'refuted', 'in internet'],
    ["an HTTP one, whose front ends aren't let in", { ...http, ...noHealth }, 'proven'],
  ]);
});

describe('a proxy in the same network', () => {
  const { 'compute_firewall.room_no_egress': denied, 'compute_firewall.room_to_door': toDoor } = sealed;
  const proxy = { ...sealed['compute_instance.proxy'], network_interface: [{ subnetwork: ref('compute_subnetwork.room') }] };
  const same = (destination: string): Resources => ({
    'compute_instance.proxy': proxy,
    'compute_service_attachment.door': undefined,
    'compute_forwarding_rule.door': undefined,
    'compute_forwarding_rule.proxy': {
      ...sealed['compute_forwarding_rule.proxy'],
      network: ref('compute_network.room'),
      subnetwork: ref('compute_subnetwork.room'),
    },
    'compute_firewall.room_no_egress': { ...denied, target_tags: ['agent'] },
    'compute_firewall.room_to_door': { ...toDoor, destination_ranges: [destination] },
    'compute_firewall.proxy_from_door': {
      name: 'proxy-from-agents',
      network: ref('compute_network.room'),
      source_tags: ['agent'],
      target_tags: ['proxy'],
      allow: [{ protocol: 'tcp', ports: ['3128'] }],
    },
  });

  test.each<[string, string]>([
    ['by its address', `${ref('compute_instance.proxy', 'network_interface[0].network_ip')}/32`],
    ['by its address in the old spelling', `${ref('compute_instance.proxy', 'network_interface.0.network_ip')}/32`],
    ['by the address of its load balancer', `${ref('compute_forwarding_rule.proxy', 'ip_address')}/32`],
  ])('is reached %s', (_, destination) => {
    const found = judged(same(destination));
    expect(found, JSON.stringify(found, null, 1)).toMatchObject({ verdict: 'proven', reachesProxy: true });
  });

  judgeRows([
    ['with another host that is tagged', { ...same('10.10.0.0/24'), ...roomHost('other', { tags: ['web'] }) }, 'proven'],
    [
      'with another host that is let in',
      {
        ...same('10.10.0.0/24'),
        ...roomHost('other', { tags: ['web'] }),
        'compute_firewall.proxy_from_door': {
          name: 'proxy-from-agents',
          network: ref('compute_network.room'),
          source_ranges: ['10.10.0.0/24'],
          allow: [{ protocol: 'tcp', ports: ['3128'] }],
        },
      },
      'refuted',
      'in workload',
    ],
  ]);
});

describe('web proxies', () => {
  judgeRows([
    [
      'in the room',
      {
        ...openEgress,
        'network_services_gateway.swp': {
          name: 'swp',
          type: 'SECURE_WEB_GATEWAY',
          network: ref('compute_network.room'),
          subnetwork: ref('compute_subnetwork.room'),
          addresses: ['10.10.0.60'],
          ports: [443],
        },
      },
      'unknown',
    ],
    [
      'in the room, behind a closed firewall',
      {
        'network_services_gateway.swp': {
          name: 'swp',
          type: 'SECURE_WEB_GATEWAY',
          network: ref('compute_network.room'),
          subnetwork: ref('compute_subnetwork.room'),
          addresses: ['10.10.0.60'],
          ports: [443],
        },
        ...roomSubnet({}),
      },
      'proven',
    ],
  ]);
});
