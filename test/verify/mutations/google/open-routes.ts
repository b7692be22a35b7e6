// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { ref } from '../../terraform/network/airlock';
import { tcp } from './rooms';
import type { Opening } from './row';
import type { Arguments, Site } from './site';
import { all, bastion, egress, ingress, nat, neighbour, route, toInternet, wideEgress } from './ways';

const out = (...changes: ((site: Site) => unknown)[]) => all(wideEgress, ...changes);

/** The network loses its default route. */
const noDefault = (site: Site) => site.set(site.names.network, { delete_default_routes_on_create: true });

const internet = (more: Arguments = {}) => out(noDefault, nat({}, 'nat'), route({ ...toInternet, ...more }));

const ownNat = (site: Site, more: Arguments) =>
  nat({ source_subnetwork_ip_ranges_to_nat: 'LIST_OF_SUBNETWORKS', subnetwork: [{ name: ref(site.names.subnet), ...more }] })(
    site,
  );

/** A host that passes on what it is sent, with an external address. */
const appliance = bastion({ can_ip_forward: true });

const balanced = (site: Site) => {
  appliance(site);
  site.add('compute_instance_group.appliance', {
    name: 'appliance',
    zone: 'europe-west1-b',
    instances: [ref('compute_instance.bastion')],
  });
  site.add('compute_region_backend_service.appliance', {
    ...{ name: 'appliance', region: 'europe-west1', load_balancing_scheme: 'INTERNAL', protocol: 'TCP' },
    backend: [{ group: ref('compute_instance_group.appliance') }],
  });
  site.add('compute_forwarding_rule.appliance', {
    ...{
      name: 'appliance',
      region: 'europe-west1',
      load_balancing_scheme: 'INTERNAL',
      all_ports: true,
      ip_address: '10.10.9.20',
    },
    ...{ network: ref(site.names.network), subnetwork: ref('compute_subnetwork.bastion') },
    backend_service: ref('compute_region_backend_service.appliance'),
  });
};

export const openRoutes: readonly Opening[] = [
  ['a default route and Cloud NAT', internet()],
  [
    'Cloud NAT, and its network keeps its default route',
    out(nat(), (site) => site.set(site.names.network, { delete_default_routes_on_create: false })),
  ],
  [
    'Cloud NAT, and nobody said what becomes of the default route',
    out(nat(), (site) => site.set(site.names.network, { delete_default_routes_on_create: undefined })),
  ],
  [
    'Cloud NAT of all primary ranges',
    out(route(toInternet, 'r'), nat({ source_subnetwork_ip_ranges_to_nat: 'ALL_SUBNETWORKS_ALL_PRIMARY_IP_RANGES' })),
  ],
  [
    'Cloud NAT of its subnetwork',
    out(route(toInternet, 'r'), (site) => ownNat(site, { source_ip_ranges_to_nat: ['ALL_IP_RANGES'] })),
  ],
  [
    "Cloud NAT of its subnetwork's primary range",
    out(route(toInternet, 'r'), (site) => ownNat(site, { source_ip_ranges_to_nat: ['PRIMARY_IP_RANGE'] })),
  ],
  [
    'Cloud NAT with addresses of its own',
    out(route(toInternet, 'r'), (site) => {
      site.add('compute_address.nat', { name: 'nat', region: 'europe-west1' });
      nat({ nat_ip_allocate_option: 'MANUAL_ONLY', nat_ips: [ref('compute_address.nat', 'self_link')] })(site);
    }),
  ],
  ['half of the internet', internet({ dest_range: '128.0.0.0/1' })],
  ['one foreign address', internet({ dest_range: '8.8.8.8/32' })],
  ['a route for agents only', internet({ tags: ['agent'] })],
  [
    'a route by a full address of the gateway',
    internet({
      next_hop_gateway: 'https://www.googleapis.com/compute/v1/projects/own-project/global/gateways/default-internet-gateway',
    }),
  ],
  [
    'a route with a destination that a variable says',
    out(nat({}, 'nat'), (site) =>
      route({ ...toInternet, dest_range: site.variable('range', { type: 'string', default: '10.99.0.0/16' }) })(site),
    ),
  ],
  [
    'a route that a variable switches on',
    out(nat({}, 'nat'), (site) =>
      route({ ...toInternet, count: `\${${site.variable('open', { type: 'bool', default: false }).slice(2, -1)} ? 1 : 0}` })(
        site,
      ),
    ),
  ],
  [
    'routes for each of a set',
    out(
      noDefault,
      nat({}, 'nat'),
      route({
        ...toInternet,
        for_each: '${toset(["8.8.8.0/24", "10.99.0.0/16"])}',
        name: 'r-${index(["8.8.8.0/24", "10.99.0.0/16"], each.key)}',
        dest_range: '${each.value}',
      }),
    ),
  ],
  [
    'Cloud NAT of a network that a local names',
    out(route(toInternet, 'r'), (site) => {
      site.declare('locals', { room: ref(site.names.network, 'self_link') });
      nat()(site);
      site.set('compute_router.room', { network: '${local.room}' });
    }),
  ],
  [
    'a route by way of a host with an external address',
    out(appliance, route({ next_hop_instance: ref('compute_instance.bastion'), next_hop_instance_zone: 'europe-west1-b' })),
  ],
  ['a route by way of the address of such a host', out(appliance, route({ next_hop_ip: '10.10.9.9' }))],
  [
    'a route by way of a load balancer of such hosts',
    out(balanced, route({ next_hop_ilb: ref('compute_forwarding_rule.appliance') })),
  ],
  ['a route by way of the address of such a load balancer', out(balanced, route({ next_hop_ilb: '10.10.9.20' })), 'bastion'],
  [
    'a policy based route by way of such a load balancer',
    out(balanced, (site) =>
      site.add('network_connectivity_policy_based_route.opening', {
        ...{
          name: 'opening',
          network: ref(site.names.network),
          priority: 100,
          next_hop_ilb_ip: ref('compute_forwarding_rule.appliance', 'ip_address'),
        },
        filter: [{ protocol_version: 'IPV4', src_range: '10.10.0.0/24', dest_range: '0.0.0.0/0' }],
        virtual_machine: [{ tags: ['agent'] }],
      }),
    ),
    'bastion',
  ],
  [
    'a host with an external address that lets agents in',
    all(bastion(), egress({ destination_ranges: ['10.10.9.0/24'], allow: tcp(22) })),
  ],
  [
    'such a host, and the rule names all of the network',
    all(bastion(), egress({ destination_ranges: ['10.0.0.0/8'], allow: tcp('1024-2048', 22) })),
  ],
  [
    'a host behind Cloud NAT that lets agents in',
    all(nat({}, 'nat'), bastion({}, {}), egress({ destination_ranges: ['10.10.9.0/24'], allow: tcp(22) })),
  ],
  [
    'a host with a second interface in a network of its own',
    (site) => {
      neighbour(site);
      site.add('compute_instance.relay', {
        ...{ name: 'relay', zone: 'europe-west1-b' },
        network_interface: [
          { subnetwork: ref(site.names.subnet), network_ip: '10.10.0.40' },
          { subnetwork: ref('compute_subnetwork.neighbour'), access_config: [{}] },
        ],
      });
      ingress({ source_ranges: ['10.10.0.0/16'], allow: tcp(443) }, 'relay_in')(site);
      egress({ destination_ranges: ['10.10.0.40/32'], allow: tcp(443) })(site);
    },
  ],
];
