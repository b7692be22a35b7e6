import { describe, expect, test } from 'vitest';
import { ResourceIndex } from '../../../../lib/verify/terraform/resource-index';
import { defaultRoute, openEgress, type Resources, ref, roomNat, roomRule, sealed, toldLater, variable } from './airlock';
import { judgeRows } from './judge-rows';
import { judged, modelOf, worldsWith } from './judged';

const job = (access: Record<string, unknown>): Resources => ({
  'compute_instance.agent': undefined,
  'cloud_run_v2_job.agent': { name: 'agent', location: 'europe-west1', template: [{ template: [{ vpc_access: [access] }] }] },
});
const direct = (more: Record<string, unknown> = {}) =>
  job({
    egress: 'ALL_TRAFFIC',
    network_interfaces: [
      {
        network: ref('compute_network.room', 'name'),
        subnetwork: ref('compute_subnetwork.room', 'name'),
        tags: ['agent'],
        ...more,
      },
    ],
  });
const connector = (more: Record<string, unknown>): Resources => ({
  ...job({ egress: 'ALL_TRAFFIC', connector: ref('vpc_access_connector.room') }),
  'vpc_access_connector.room': { name: 'room', region: 'europe-west1', ...more },
});
const ways: Resources = { ...defaultRoute, ...roomNat() };

describe('Cloud Run', () => {
  judgeRows([
    ['in the network directly', direct(), 'proven'],
    ['in the network directly, with a way out', { ...openEgress, ...ways, ...direct() }, 'refuted', 'internet'],
    [
      'in the network directly, with a rule for another tag',
      { ...openEgress, ...ways, ...direct({ tags: ['other'] }) },
      'proven',
    ],
    ['in a subnetwork that the inputs do not make', direct({ subnetwork: 'elsewhere' }), 'unknown'],
    [
      'by a connector of its own range',
      connector({ network: ref('compute_network.room', 'name'), ip_cidr_range: '10.8.0.0/28' }),
      'proven',
    ],
    [
      'by a connector of its own range, with a way out',
      {
        ...connector({ network: ref('compute_network.room', 'name'), ip_cidr_range: '10.8.0.0/28' }),
        ...ways,
        ...roomRule({ target_tags: ['vpc-connector'], allow: [{ protocol: 'all' }] }),
      },
      'refuted',
      'internet',
    ],
    [
      "by a connector in the agents' subnetwork",
      connector({ subnet: [{ name: ref('compute_subnetwork.room', 'name') }] }),
      'proven',
    ],
    [
      "by a connector in the agents' subnetwork, with a way out",
      {
        ...connector({ subnet: [{ name: ref('compute_subnetwork.room', 'name') }] }),
        ...ways,
        ...roomRule({ allow: [{ protocol: 'all' }] }),
      },
      'refuted',
      'internet',
    ],
    [
      'beside a connector of the open network, which lets itself in',
      {
        'vpc_access_connector.outer': {
          name: 'outer',
          region: 'europe-west1',
          network: ref('compute_network.outer'),
          ip_cidr_range: '10.9.0.0/28',
        },
        'cloud_run_v2_job.other': {
          name: 'other',
          location: 'europe-west1',
          template: [{ template: [{ vpc_access: [{ egress: 'ALL_TRAFFIC', connector: ref('vpc_access_connector.outer') }] }] }],
        },
      },
      'unknown',
    ],
    [
      'by a connector that the inputs do not make',
      job({ egress: 'ALL_TRAFFIC', connector: 'projects/x/locations/y/connectors/z' }),
      'unknown',
    ],
  ]);

  test('takes no connections at its interface', () => {
    const [world] = worldsWith({ ...sealed, ...direct() });
    const found = modelOf(new ResourceIndex(world as never)).interfaces.find(({ owner }) => owner.endsWith('.agent'));
    expect(found?.ingress).toMatchObject([{ lists: [], otherwise: 'deny' }]);
  });
});

describe('instances', () => {
  judgeRows([
    [
      'two interfaces, one of them in the open network',
      {
        'compute_instance.agent': {
          ...sealed['compute_instance.agent'],
          network_interface: [{ subnetwork: ref('compute_subnetwork.room') }, { subnetwork: ref('compute_subnetwork.outer') }],
        },
      },
      'refuted',
      'internet',
    ],
    [
      'interfaces that only deployment tells',
      { 'compute_instance.agent': { ...sealed['compute_instance.agent'], network_interface: toldLater('list') } },
      'unknown',
    ],
    [
      'no interface at all',
      { 'compute_instance.agent': { ...sealed['compute_instance.agent'], network_interface: undefined } },
      'unknown',
    ],
    [
      'tags that only deployment tells',
      {
        ...ways,
        ...roomRule({ target_tags: ['web'], allow: [{ protocol: 'all' }] }),
        'compute_instance.agent': { ...sealed['compute_instance.agent'], tags: [toldLater()] },
      },
      'unknown',
    ],
    [
      'an external address that only deployment tells',
      {
        ...openEgress,
        ...defaultRoute,
        'compute_instance.agent': {
          ...sealed['compute_instance.agent'],
          network_interface: [{ subnetwork: ref('compute_subnetwork.room'), access_config: toldLater('list') }],
        },
      },
      'unknown',
    ],
  ]);
});

describe('variables', () => {
  const declared = (name: string, more: object = {}) => ({ variable: { [name]: { type: 'string', ...more } } });
  const all = [{ protocol: 'all' }];
  const opened = (name: string): Resources => ({ ...ways, ...roomRule({ destination_ranges: [variable(name)], allow: all }) });

  test.each<[string, Resources, object, string]>([
    ['where a rule lets out to', opened('range'), declared('range'), 'refuted'],
    [
      'where a rule lets out to, whatever the default',
      opened('range'),
      declared('range', { default: '10.10.0.0/24' }),
      'refuted',
    ],
    [
      'where a rule lets out to, of a list',
      { ...ways, ...roomRule({ destination_ranges: variable('ranges'), allow: all }) },
      { variable: { ranges: { type: 'list(string)', default: [] } } },
      'refuted',
    ],
    [
      'to which address a rule lets out',
      { ...ways, ...roomRule({ destination_ranges: [`${variable('host')}/32`], allow: all }) },
      declared('host'),
      'refuted',
    ],
    [
      'which port a rule lets out, to nowhere',
      roomRule({ destination_ranges: ['10.99.0.0/16'], allow: [{ protocol: 'tcp', ports: [variable('port')] }] }),
      declared('port', { type: 'number' }),
      'proven',
    ],
    [
      'at which port the balancer listens',
      {
        'compute_forwarding_rule.proxy': { ...sealed['compute_forwarding_rule.proxy'], ports: [variable('port')] },
        'compute_firewall.room_to_door': {
          ...sealed['compute_firewall.room_to_door'],
          allow: [{ protocol: 'tcp', ports: [variable('port')] }],
        },
        'compute_firewall.proxy_from_door': {
          ...sealed['compute_firewall.proxy_from_door'],
          allow: [{ protocol: 'tcp', ports: [variable('port')] }],
        },
      },
      declared('port', { type: 'number', default: 3128 }),
      'proven',
    ],
    [
      'at which port the proxy listens, by its script',
      {
        'compute_instance.proxy': {
          ...sealed['compute_instance.proxy'],
          metadata_startup_script: `exec envoy --port ${variable('port')}`,
        },
        'compute_firewall.proxy_from_door': {
          ...sealed['compute_firewall.proxy_from_door'],
          allow: [{ protocol: 'tcp', ports: [variable('port')] }],
        },
      },
      declared('port', { type: 'number', default: 3128 }),
      'proven',
    ],
    [
      'which ports the agents are let out to',
      {
        'compute_forwarding_rule.proxy': { ...sealed['compute_forwarding_rule.proxy'], ports: undefined, all_ports: true },
        'compute_firewall.room_to_door': {
          ...sealed['compute_firewall.room_to_door'],
          allow: [{ protocol: 'tcp', ports: [variable('port')] }],
        },
        'compute_firewall.proxy_from_door': {
          ...sealed['compute_firewall.proxy_from_door'],
          allow: [{ protocol: 'tcp' }],
        },
      },
      declared('port', { type: 'number', default: 3128 }),
      'refuted',
    ],
    [
      'where the room is',
      {
        'compute_subnetwork.room': { ...sealed['compute_subnetwork.room'], ip_cidr_range: variable('room') },
        ...roomRule({
          destination_ranges: [variable('room')],
          target_tags: ['agent'],
          allow: [{ protocol: 'tcp', ports: ['3128'] }],
        }),
      },
      declared('room', { default: '10.10.0.0/24' }),
      'proven',
    ],
    [
      'where the door is',
      {
        'compute_address.door': { ...sealed['compute_address.door'], address: variable('door') },
        'compute_firewall.room_to_door': {
          ...sealed['compute_firewall.room_to_door'],
          destination_ranges: [`${variable('door')}/32`],
        },
      },
      declared('door', { default: '10.10.0.2' }),
      'proven',
    ],
    [
      'where the door is, without a default',
      {
        'compute_address.door': { ...sealed['compute_address.door'], address: variable('door') },
        'compute_firewall.room_to_door': {
          ...sealed['compute_firewall.room_to_door'],
          destination_ranges: [`${variable('door')}/32`],
        },
      },
      declared('door'),
      'proven',
    ],
    [
      'whether the default route stays',
      {
        ...openEgress,
        ...roomNat(),
        'compute_network.room': { ...sealed['compute_network.room'], delete_default_routes_on_create: variable('keep') },
      },
      declared('keep', { type: 'bool' }),
      'refuted',
    ],
    [
      'whether the default route stays, behind a closed firewall',
      {
        ...roomNat(),
        'compute_network.room': { ...sealed['compute_network.room'], delete_default_routes_on_create: variable('keep') },
      },
      declared('keep', { type: 'bool' }),
      'proven',
    ],
    [
      'which names pass',
      { 'dns_response_policy_rule.room': { ...sealed['dns_response_policy_rule.room'], dns_name: variable('names') } },
      declared('names'),
      'unknown',
    ],
    [
      "the agent's tag",
      {
        'compute_instance.agent': { ...sealed['compute_instance.agent'], tags: [variable('tag')] },
        'compute_firewall.room_to_door': { ...sealed['compute_firewall.room_to_door'], target_tags: [variable('tag')] },
      },
      declared('tag'),
      'proven',
    ],
    [
      'what is denied',
      {
        ...ways,
        'compute_firewall.room_no_egress': {
          ...sealed['compute_firewall.room_no_egress'],
          destination_ranges: [variable('denied')],
        },
      },
      declared('denied', { default: '0.0.0.0/0' }),
      'unknown',
    ],
  ])('tell %s', (_, changes, more, verdict) => {
    const found = judged(changes, more);
    expect(found.verdict, JSON.stringify(found, null, 1)).toBe(verdict);
  });
});
