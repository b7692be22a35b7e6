import { describe } from 'vitest';
import { openDns, type Resources, ref, sealed, toldLater } from './airlock';
import { judgeRows } from './judge-rows';

const room = [{ network_url: ref('compute_network.room') }];
const outer = [{ network_url: ref('compute_network.outer') }];
const rule = (more: Record<string, unknown>, name = 'room'): Resources => ({
  [`dns_response_policy_rule.${name}`]: { ...sealed['dns_response_policy_rule.room'], rule_name: name, ...more },
});
const bypass = (dnsName: string): Resources =>
  rule({ dns_name: dnsName, local_data: undefined, behavior: 'bypassResponsePolicy' }, 'bypass');
const zone = (dnsName: string, more: Record<string, unknown> = {}, name = 'zone'): Resources => ({
  [`dns_managed_zone.${name}`]: {
    name,
    dns_name: dnsName,
    visibility: 'private',
    private_visibility_config: [{ networks: room }],
    ...more,
  },
});
const forwarding = (address: string) => ({ forwarding_config: [{ target_name_servers: [{ ipv4_address: address }] }] });

describe('response policies', () => {
  judgeRows([
    ['none', openDns, 'refuted', 'dns'],
    [
      'one for another network',
      { 'dns_response_policy.room': { response_policy_name: 'room', networks: outer } },
      'refuted',
      'dns',
    ],
    [
      'one for networks that only deployment tells',
      { 'dns_response_policy.room': { response_policy_name: 'room', networks: [{ network_url: toldLater() }] } },
      'unknown',
    ],
    [
      'one for both networks',
      { 'dns_response_policy.room': { response_policy_name: 'room', networks: [...outer, ...room] } },
      'proven',
    ],
    ['a rule for one domain only', rule({ dns_name: '*.com.' }), 'refuted', 'dns'],
    ['a rule for an exact name only', rule({ dns_name: 'example.com.' }), 'refuted', 'dns'],
    ['a rule that lets everything pass', rule({ local_data: undefined, behavior: 'bypassResponsePolicy' }), 'refuted', 'dns'],
    ['a rule of which it is only told at deployment what it answers', rule({ dns_name: toldLater() }), 'unknown'],
    ['an exact name that passes', bypass('api.example.com.'), 'proven'],
    ['names below a domain that pass', bypass('*.example.com.'), 'refuted', 'dns'],
    ['names below a domain that pass to a private zone', { ...bypass('*.example.com.'), ...zone('example.com.') }, 'proven'],
    ['names below a domain that pass to a private root', { ...bypass('*.example.com.'), ...zone('.') }, 'proven'],
    [
      'names below a domain that pass to a zone that forwards',
      { ...bypass('*.example.com.'), ...zone('example.com.', forwarding('10.1.1.1')) },
      'unknown',
    ],
    ['a rule of a policy by its id', rule({ response_policy: ref('dns_response_policy.room') }), 'proven'],
    ['a rule of a policy that is looked up at deployment', rule({ response_policy: toldLater() }), 'unknown'],
    ['a rule of another policy', rule({ response_policy: 'elsewhere' }), 'refuted', 'dns'],
  ]);
});

describe('private zones', () => {
  judgeRows([
    ['a root of its own', { ...openDns, ...zone('.') }, 'proven'],
    [
      'a root that another network sees',
      { ...openDns, ...zone('.', { private_visibility_config: [{ networks: outer }] }) },
      'refuted',
      'dns',
    ],
    ['a public zone', { ...openDns, ...zone('.', { visibility: 'public' }) }, 'refuted', 'dns'],
    ['a zone without visibility', { ...openDns, ...zone('.', { visibility: undefined }) }, 'refuted', 'dns'],
    [
      'a zone of which it is only told at deployment who sees it',
      { ...openDns, ...zone('.', { private_visibility_config: toldLater('networks') }) },
      'unknown',
    ],
    ['a zone for one domain', { ...openDns, ...zone('example.com.') }, 'refuted', 'dns'],
    ['a root that forwards to the internet', { ...openDns, ...zone('.', forwarding('8.8.8.8')) }, 'refuted', 'dns'],
    ['a root that forwards to a private address', { ...openDns, ...zone('.', forwarding('10.1.1.1')) }, 'unknown'],
    [
      'a root, and a zone that forwards',
      { ...openDns, ...zone('.'), ...zone('corp.', forwarding('8.8.8.8'), 'corp') },
      'refuted',
      'dns',
    ],
    ['a zone that forwards behind a response policy for everything', zone('corp.', forwarding('8.8.8.8')), 'proven'],
    [
      'a root that asks another network',
      { ...openDns, ...zone('.', { peering_config: [{ target_network: outer }] }) },
      'refuted',
      'dns',
    ],
    [
      'a root that asks another network with a root',
      {
        ...openDns,
        ...zone('.', { peering_config: [{ target_network: outer }] }),
        ...zone('.', { private_visibility_config: [{ networks: outer }] }, 'outer'),
      },
      'proven',
    ],
    [
      'a root that asks a network from outside the inputs',
      {
        ...openDns,
        ...zone('.', { peering_config: [{ target_network: [{ network_url: 'projects/other/global/networks/core' }] }] }),
      },
      'unknown',
    ],
    [
      'roots that ask each other',
      {
        ...openDns,
        ...zone('.', { peering_config: [{ target_network: outer }] }),
        ...zone('.', { private_visibility_config: [{ networks: outer }], peering_config: [{ target_network: room }] }, 'outer'),
      },
      'proven',
    ],
    [
      'a root with a domain that is left to other servers',
      {
        ...openDns,
        ...zone('.'),
        'dns_record_set.delegated': {
          managed_zone: ref('dns_managed_zone.zone', 'name'),
          name: 'example.com.',
          type: 'NS',
          rrdatas: ['ns.example.net.'],
        },
      },
      'unknown',
    ],
    [
      'a root with records',
      {
        ...openDns,
        ...zone('.'),
        'dns_record_set.host': {
          managed_zone: ref('dns_managed_zone.zone', 'name'),
          name: 'example.com.',
          type: 'A',
          rrdatas: ['10.0.0.1'],
        },
      },
      'proven',
    ],
  ]);
});

describe('server policies', () => {
  const servers = (address: string, networks = room): Resources => ({
    'dns_policy.room': {
      name: 'room',
      networks,
      alternative_name_server_config: [{ target_name_servers: [{ ipv4_address: address }] }],
    },
  });
  judgeRows([
    ['one that only logs', { 'dns_policy.room': { name: 'room', networks: room, enable_logging: true } }, 'proven'],
    ['one that hands every question to the internet, before the response policy', servers('8.8.8.8'), 'refuted', 'dns'],
    ['one that hands every question to a private address', servers('10.1.1.1'), 'unknown'],
    ['one of the other network', servers('8.8.8.8', outer), 'proven'],
  ]);
});
