import { ref } from '../../terraform/network/airlock';
import { everything, everywhere, tcp } from './rooms';
import type { Opening } from './row';
import type { Site } from './site';
import { all, egress, route, toInternet, wideEgress } from './ways';

const access = (site: Site) => site.set(site.names.subnet, { private_ip_google_access: true });

const psc = (bundle: string) => (site: Site) => {
  site.add('compute_global_address.apis', {
    name: 'apis',
    purpose: 'PRIVATE_SERVICE_CONNECT',
    address_type: 'INTERNAL',
    address: '10.200.0.5',
    network: ref(site.names.network),
  });
  site.add('compute_global_forwarding_rule.opening', {
    name: 'opening',
    target: bundle,
    load_balancing_scheme: '',
    network: ref(site.names.network),
    ip_address: ref('compute_global_address.apis'),
  });
};

/** Google's APIs take what the agent sends to anybody's projects. */
export const openApis: readonly Opening[] = [
  ['Private Google Access and a default route', all(wideEgress, access, route(toInternet)), 'subnet'],
  [
    'Private Google Access to the private addresses',
    all(
      access,
      route({ ...toInternet, dest_range: '199.36.153.8/30' }),
      egress({ destination_ranges: ['199.36.153.8/30'], allow: tcp(443) }),
    ),
    'subnet',
  ],
  [
    'Private Google Access to the restricted addresses, without a perimeter',
    all(
      access,
      route({ ...toInternet, dest_range: '199.36.153.4/30' }),
      egress({ destination_ranges: ['199.36.153.4/30'], allow: tcp(443) }),
    ),
    'subnet',
  ],
  [
    'an endpoint of all APIs',
    all(access, psc('all-apis'), egress({ destination_ranges: ['10.200.0.5/32'], allow: tcp(443) }, 'apis')),
  ],
  [
    'an endpoint of the APIs of perimeters, without a perimeter',
    all(access, psc('vpc-sc'), egress({ destination_ranges: ['10.200.0.5/32'], allow: tcp(443) }, 'apis')),
  ],
  [
    'an endpoint of all APIs, and wide egress',
    all(access, psc('all-apis'), egress({ destination_ranges: everywhere, allow: everything }, 'wide')),
  ],
];
