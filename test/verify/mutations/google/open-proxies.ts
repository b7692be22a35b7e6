import { ref } from '../../terraform/network/airlock';
import { everything, everywhere, tcp } from './rooms';
import type { Opening } from './row';
import type { Arguments, Site } from './site';
import { all, bastion } from './ways';

const letsIn = (more: Arguments) => (site: Site) =>
  site.add('compute_firewall.opening', {
    ...{ name: 'opening', network: ref(site.names.proxyNetwork), direction: 'INGRESS', target_tags: [site.names.proxyTag] },
    ...more,
  });

/** Another host of the proxy's network. */
const stranger = (site: Site) =>
  site.add('compute_instance.stranger', {
    ...{ name: 'stranger', machine_type: 'e2-micro', zone: 'europe-west1-b', tags: ['stranger'] },
    network_interface: [{ subnetwork: ref(site.names.proxySubnet), network_ip: '10.20.0.77' }],
  });

const external = (site: Site) => {
  const host = site.body['compute_region_instance_template.proxy'] ?? site.at(site.names.proxy);
  host.network_interface[0].access_config = [{}];
};

/** Ways that let others than agents use the proxy. */
export const openProxies: readonly Opening[] = [
  [
    'an external address that lets everybody in',
    all(external, (site) => letsIn({ source_ranges: everywhere, allow: tcp(site.fixture.port) })(site)),
  ],
  [
    'an external address that lets half of everybody in',
    all(external, (site) => letsIn({ source_ranges: ['0.0.0.0/1'], allow: everything })(site)),
  ],
  ['other hosts of its network, by their tag', all(stranger, letsIn({ source_tags: ['stranger'], allow: everything }))],
  [
    'a job elsewhere that has the account of the proxies, which reads the secret',
    (site) =>
      site.add('cloud_run_v2_job.opening', {
        ...{ name: 'opening', location: 'europe-west1' },
        template: [
          { template: [{ service_account: ref(site.names.proxyAccount, 'email'), containers: [{ image: 'nightly' }] }] },
        ],
      }),
  ],
  [
    'a proxy whose own rule names everybody',
    all(external, (site) => site.set(site.names.proxyIngress, { source_tags: undefined, source_ranges: everywhere })),
    (site) => site.names.proxyIngress,
  ],
];

/** Ways that open the door that is published. */
export const openDoors: readonly Opening[] = [
  [
    'a service that accepts everybody',
    (site) =>
      site.set('compute_service_attachment.door', {
        connection_preference: 'ACCEPT_AUTOMATIC',
        consumer_accept_lists: undefined,
      }),
    'attachment.door',
  ],
  [
    'a service that accepts another project too',
    (site) =>
      site
        .at('compute_service_attachment.door')
        .consumer_accept_lists.push({ project_id_or_num: 'other-project', connection_limit: 1 }),
    'attachment.door',
  ],
  [
    'a load balancer of all ports, and a proxy that lets in all ports',
    (site) => {
      site.set('compute_forwarding_rule.proxy', { ports: undefined, all_ports: true });
      site.set(site.names.proxyIngress, { allow: [{ protocol: 'tcp' }] });
      site.set(site.names.allow, { allow: [{ protocol: 'tcp' }] });
    },
    'room_to_door',
  ],
  [
    'a load balancer that publishes a shell',
    (site) => {
      site.set('compute_forwarding_rule.proxy', { ports: [String(site.fixture.port), '22'] });
      site.set(site.names.proxyIngress, { allow: tcp(site.fixture.port, 22) });
      site.set(site.names.allow, { allow: tcp(site.fixture.port, 22) });
    },
    'room_to_door',
  ],
  [
    'a load balancer that leads to another host',
    (site) => {
      stranger(site);
      site.set('compute_router_nat.outer', {
        source_subnetwork_ip_ranges_to_nat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
        subnetwork: undefined,
      });
      site.add('compute_instance_group.stranger', {
        name: 'stranger',
        zone: 'europe-west1-b',
        instances: [ref('compute_instance.stranger')],
      });
      site.at('compute_region_backend_service.proxy').backend.push({ group: ref('compute_instance_group.stranger') });
      letsIn({ source_ranges: ['10.20.1.0/28'], allow: everything, target_tags: ['stranger'] })(site);
    },
  ],
  [
    'other hosts of its network, by its range',
    all(stranger, (site) => letsIn({ source_ranges: ['10.20.0.0/24'], allow: tcp(site.fixture.port) })(site)),
  ],
  [
    'another endpoint in the room, whose service reaches the internet',
    (site) => {
      stranger(site);
      site.set('compute_router_nat.outer', {
        source_subnetwork_ip_ranges_to_nat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
        subnetwork: undefined,
      });
      site.add('compute_instance_group.stranger', {
        name: 'stranger',
        zone: 'europe-west1-b',
        instances: [ref('compute_instance.stranger')],
      });
      site.add('compute_region_backend_service.stranger', {
        name: 'stranger',
        region: 'europe-west1',
        load_balancing_scheme: 'INTERNAL',
        protocol: 'TCP',
        backend: [{ group: ref('compute_instance_group.stranger') }],
      });
      site.add('compute_forwarding_rule.stranger', {
        ...site.at('compute_forwarding_rule.proxy'),
        name: 'stranger',
        backend_service: ref('compute_region_backend_service.stranger'),
      });
      site.add('compute_service_attachment.stranger', {
        ...site.at('compute_service_attachment.door'),
        name: 'stranger',
        target_service: ref('compute_forwarding_rule.stranger'),
      });
      site.add('compute_forwarding_rule.opening', {
        ...site.at('compute_forwarding_rule.door'),
        name: 'opening',
        ip_address: '10.10.0.3',
        target: ref('compute_service_attachment.stranger'),
      });
      letsIn({ source_ranges: ['10.20.1.0/28'], allow: everything, target_tags: ['stranger'] })(site);
      site.set(site.names.allow, { destination_ranges: ['10.10.0.2/31'] });
    },
  ],
  [
    'another host of the room that uses the door',
    all(bastion(), (site) => site.set(site.names.deny, { target_tags: ['agent'] })),
    'bastion',
  ],
  [
    'a proxy that everybody reaches by a load balancer',
    (site) => {
      site.add('compute_forwarding_rule.opening', {
        ...site.at('compute_forwarding_rule.proxy'),
        name: 'opening',
        load_balancing_scheme: 'EXTERNAL',
        network: undefined,
        subnetwork: undefined,
      });
      letsIn({ source_ranges: everywhere, allow: tcp(site.fixture.port) })(site);
    },
  ],
];

/** Ways that open a proxy which agents reach directly. */
export const openNeighbours: readonly Opening[] = [
  [
    'a shell of the proxy',
    all(
      (site) => site.set(site.names.allow, { allow: tcp(site.fixture.port, 22) }),
      letsIn({ source_tags: ['agent'], allow: tcp(22) }),
    ),
  ],
  [
    'all ports of the proxy',
    all(
      (site) => site.set(site.names.allow, { allow: everything }),
      (site) => site.set(site.names.proxyIngress, { allow: everything }),
    ),
    'proxy_from_agents',
  ],
  [
    'a range of ports of the proxy',
    all(
      (site) => site.set(site.names.allow, { allow: tcp('8000-9999') }),
      (site) => site.set(site.names.proxyIngress, { allow: tcp('8000-9999') }),
    ),
    'proxy_from_agents',
  ],
  [
    'a proxy that lets in its whole network, with another host in it',
    all(bastion(), (site) => site.set(site.names.proxyIngress, { source_tags: undefined, source_ranges: ['10.10.0.0/16'] })),
    'proxy_from_agents',
  ],
  [
    'a disk that is attached to it and to the proxy',
    (site) => {
      site.add('compute_disk.shared', { name: 'shared', zone: 'europe-west1-b', multi_writer: true });
      site.add('compute_attached_disk.opening', { disk: ref('compute_disk.shared'), instance: ref(site.names.agent) });
      site.add('compute_attached_disk.other', { disk: ref('compute_disk.shared', 'self_link'), instance: ref(site.names.proxy) });
    },
  ],
];

/** Ways that only instances have. */
export const openInstances: readonly Opening[] = [
  [
    'an external address',
    (site) => {
      site.fixture.nic(site).access_config = [{}];
      site.add('compute_route.out', {
        name: 'out',
        network: ref(site.names.network),
        dest_range: '0.0.0.0/0',
        next_hop_gateway: 'default-internet-gateway',
      });
      site.add('compute_firewall.opening', {
        name: 'opening',
        network: ref(site.names.network),
        direction: 'EGRESS',
        priority: 1,
        destination_ranges: everywhere,
        allow: everything,
      });
    },
  ],
  [
    'an external address that it reserves',
    (site) => {
      site.add('compute_address.agent', { name: 'agent', region: 'europe-west1' });
      site.fixture.nic(site).access_config = [{ nat_ip: ref('compute_address.agent', 'address') }];
      site.add('compute_route.out', {
        name: 'out',
        network: ref(site.names.network),
        dest_range: '0.0.0.0/0',
        next_hop_gateway: 'default-internet-gateway',
      });
      site.add('compute_firewall.opening', {
        name: 'opening',
        network: ref(site.names.network),
        direction: 'EGRESS',
        priority: 1,
        destination_ranges: everywhere,
        allow: tcp(443),
      });
    },
  ],
  [
    'no tag, so that its rules miss it',
    (site) => {
      site.set(site.names.deny, { target_tags: ['agent'] });
      site.set(site.names.agent, { tags: [] });
      site.fixture.nic(site).access_config = [{}];
      site.set(site.names.network, { delete_default_routes_on_create: false });
    },
    (site) => site.names.network,
  ],
  [
    'a disk that another host writes too',
    (site) => {
      site.add('compute_disk.shared', { name: 'shared', zone: 'europe-west1-b', multi_writer: true });
      bastion({ attached_disk: [{ source: ref('compute_disk.shared') }] })(site);
      site.set(site.names.agent, { attached_disk: [{ source: ref('compute_disk.shared') }] });
    },
    'bastion',
  ],
  [
    'a serial console',
    (site) => {
      site.at(site.names.agent).metadata['serial-port-enable'] = 'true';
    },
    (site) => site.names.agent,
  ],
];
