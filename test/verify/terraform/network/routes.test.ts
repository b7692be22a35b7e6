import { describe } from 'vitest';
import {
  agent,
  defaultRoute,
  openEgress,
  type Resources,
  ref,
  roomNat,
  roomRoute,
  roomRule,
  roomSubnet,
  toldLater,
} from './airlock';
import { judgeRows } from './judge-rows';

const external = agent({}, { access_config: [{}] });
const toInternet = roomRoute({ next_hop_gateway: 'default-internet-gateway' });
const open: Resources = { ...openEgress, ...defaultRoute };

describe('ways to the internet', () => {
  judgeRows([
    ['all egress allowed where no route leads out', openEgress, 'proven'],
    ['a default route without an external address', open, 'proven'],
    ['a default route and an external address behind a closed firewall', { ...defaultRoute, ...external }, 'proven'],
    ['an external address without a default route', { ...openEgress, ...external }, 'proven'],
    ['an external address', { ...open, ...external }, 'refuted', 'internet'],
    ['an external address written as an object', { ...open, ...agent({}, { access_config: {} }) }, 'refuted', 'internet'],
    ['a static default route', { ...openEgress, ...external, ...toInternet }, 'refuted', 'internet'],
    [
      'half of the internet',
      { ...openEgress, ...external, ...roomRoute({ dest_range: '128.0.0.0/1', next_hop_gateway: 'default-internet-gateway' }) },
      'refuted',
      'internet',
    ],
    [
      'a static route by the path of the gateway',
      {
        ...openEgress,
        ...external,
        ...roomRoute({ next_hop_gateway: 'projects/own-project/global/gateways/default-internet-gateway' }),
      },
      'refuted',
      'internet',
    ],
    [
      'a static default route for another tag',
      { ...openEgress, ...external, ...roomRoute({ next_hop_gateway: 'default-internet-gateway', tags: ['proxy'] }) },
      'proven',
    ],
    [
      "a static default route for the agent's tag",
      { ...openEgress, ...external, ...roomRoute({ next_hop_gateway: 'default-internet-gateway', tags: ['agent'] }) },
      'refuted',
      'internet',
    ],
    [
      'a static route of the other network',
      {
        ...openEgress,
        ...external,
        ...roomRoute({ network: ref('compute_network.outer'), next_hop_gateway: 'default-internet-gateway' }),
      },
      'proven',
    ],
    [
      'a gateway that only deployment tells',
      { ...openEgress, ...external, ...roomRoute({ next_hop_gateway: toldLater('next_hop_gateway') }) },
      'unknown',
    ],
    ['an auto mode network', { ...openEgress, 'compute_network.room': { name: 'room' }, ...external }, 'refuted', 'internet'],
    [
      'a host without a subnetwork in an auto mode network',
      {
        ...openEgress,
        'compute_network.room': { name: 'room' },
        ...agent({ network_interface: [{ network: ref('compute_network.room'), access_config: [{}] }] }),
      },
      'refuted',
      'internet',
    ],
    [
      'a host without a subnetwork or address in an auto mode network',
      {
        ...openEgress,
        'compute_network.room': { name: 'room' },
        ...agent({ network_interface: [{ network: ref('compute_network.room') }] }),
      },
      'proven',
    ],
  ]);
});

describe('Cloud NAT', () => {
  const listed = (name: string) => ({
    source_subnetwork_ip_ranges_to_nat: 'LIST_OF_SUBNETWORKS',
    subnetwork: [{ name, source_ip_ranges_to_nat: ['ALL_IP_RANGES'] }],
  });
  judgeRows([
    ['for all subnetworks', { ...open, ...roomNat() }, 'refuted', 'internet'],
    ['for all subnetworks without a default route', { ...openEgress, ...roomNat() }, 'proven'],
    ['behind a closed firewall', { ...defaultRoute, ...roomNat() }, 'proven'],
    ["for the agents' subnetwork", { ...open, ...roomNat(listed(ref('compute_subnetwork.room'))) }, 'refuted', 'internet'],
    [
      "for the agents' subnetwork by its self link",
      { ...open, ...roomNat(listed(ref('compute_subnetwork.room', 'self_link'))) },
      'refuted',
      'internet',
    ],
    [
      "for the agents' subnetwork by its name",
      { ...open, ...roomNat(listed(ref('compute_subnetwork.room', 'name'))) },
      'refuted',
      'internet',
    ],
    [
      'for another subnetwork',
      {
        ...open,
        ...roomNat(listed(ref('compute_subnetwork.other'))),
        'compute_subnetwork.other': { name: 'other', network: ref('compute_network.room'), ip_cidr_range: '10.10.9.0/24' },
      },
      'proven',
    ],
    [
      'in another region',
      {
        ...open,
        ...roomNat(),
        'compute_router.room': { name: 'room-router', region: 'us-east1', network: ref('compute_network.room') },
      },
      'proven',
    ],
    [
      'in a region that only deployment tells',
      {
        ...open,
        ...roomNat(),
        'compute_router.room': { name: 'room-router', region: toldLater('region'), network: ref('compute_network.room') },
      },
      'unknown',
    ],
    ['of the private kind', { ...open, ...roomNat({ type: 'PRIVATE' }) }, 'proven'],
    ['for managed proxies only', { ...open, ...roomNat({ endpoint_types: ['ENDPOINT_TYPE_MANAGED_PROXY_LB'] }) }, 'proven'],
    [
      'for subnetworks that only deployment tells',
      { ...open, ...roomNat({ source_subnetwork_ip_ranges_to_nat: 'LIST_OF_SUBNETWORKS', subnetwork: toldLater('z') }) },
      'unknown',
    ],
  ]);
});

describe('IPv6', () => {
  const dual = roomSubnet({ stack_type: 'IPV4_IPV6', ipv6_access_type: 'EXTERNAL' });
  const sixth = agent({}, { stack_type: 'IPV4_IPV6', ipv6_access_config: [{ network_tier: 'PREMIUM' }] });
  const noSixth = roomRule({ priority: 65534, destination_ranges: ['::/0'], deny: [{ protocol: 'all' }] });
  judgeRows([
    ['external addresses beside a rule that denies IPv4 only', { ...dual, ...sixth }, 'refuted', 'internet'],
    ['external addresses and a rule that denies IPv6', { ...dual, ...sixth, ...noSixth }, 'proven'],
    ['an external range and a host without IPv6', { ...dual, ...openEgress }, 'proven'],
    [
      'an internal range',
      {
        ...roomSubnet({ stack_type: 'IPV4_IPV6', ipv6_access_type: 'INTERNAL' }),
        ...agent({}, { stack_type: 'IPV4_IPV6' }),
        ...openEgress,
      },
      'proven',
    ],
  ]);
});
