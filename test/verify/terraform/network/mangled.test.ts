import { describe, expect, test } from 'vitest';
import { ResourceIndex } from '../../../../lib/verify/terraform/resource-index';
import {
  AnyOf,
  type Fields,
  isFields,
  isSymbol,
  Reference,
  Text,
  Unresolved,
  type Value,
} from '../../../../lib/verify/world/value';
import type { World } from '../../../../lib/verify/world/world';
import { type Resources, ref, roomNat, roomRoute, sealed } from './airlock';
import { modelOf, worldsWith } from './judged';

/** More types beside those of the airlock. */
const more: Resources = {
  ...roomNat(),
  ...roomRoute({ next_hop_gateway: 'default-internet-gateway' }),
  'compute_network_peering.there': {
    name: 'a',
    network: ref('compute_network.room'),
    peer_network: ref('compute_network.outer'),
  },
  'compute_network_peering.back': { name: 'b', network: ref('compute_network.outer'), peer_network: ref('compute_network.room') },
  'compute_network_firewall_policy.room': { name: 'p' },
  'compute_network_firewall_policy_association.room': {
    firewall_policy: ref('compute_network_firewall_policy.room'),
    attachment_target: ref('compute_network.room'),
  },
  'compute_network_firewall_policy_rule.room': {
    firewall_policy: ref('compute_network_firewall_policy.room'),
    direction: 'EGRESS',
    priority: 1,
    action: 'goto_next',
    match: [{ dest_ip_ranges: ['0.0.0.0/0'], layer4_configs: [{ ip_protocol: 'all' }] }],
  },
  'dns_managed_zone.root': {
    name: 'root',
    dns_name: '.',
    visibility: 'private',
    private_visibility_config: [{ networks: [{ network_url: ref('compute_network.room') }] }],
  },
  'vpc_access_connector.room': {
    name: 'c',
    region: 'europe-west1',
    network: ref('compute_network.room'),
    ip_cidr_range: '10.8.0.0/28',
  },
};

const strange: readonly (readonly [string, Value])[] = [
  ['null', null],
  ['an empty text', ''],
  ['a text', 'nonsense/x'],
  ['a number', 7],
  ['a truth', true],
  ['an empty list', []],
  ['an object', { a: 1 }],
  ['a list of lists', [[null, 'x'], [{}]]],
  ['an unresolved value', new Unresolved('it is read at apply')],
  ['a variable', new AnyOf('var.x', () => true)],
  ['a variable that admits nothing', new AnyOf('var.y', () => false)],
  ['a text with a hole', new Text(['a/', new Unresolved('what')])],
  ['a reference to nothing', new Reference('google_compute_network.gone')],
  ['a reference to an attribute', new Reference('google_compute_instance.agent', 'network_interface[0].network_ip')],
];

/** Every way to replace one value in another. */
function* replaced(value: Value, by: Value): Generator<Value> {
  yield by;
  if (Array.isArray(value)) {
    for (const [at, part] of value.entries()) for (const each of replaced(part, by)) yield value.toSpliced(at, 1, each);
  } else if (isFields(value) && !isSymbol(value)) {
    for (const [name, part] of Object.entries(value)) for (const each of replaced(part, by)) yield { ...value, [name]: each };
  }
}

const [whole] = worldsWith({ ...sealed, ...more }) as [World];

function changed(id: string, properties: Fields): World {
  const resource = whole.resources.get(id);
  return {
    ...whole,
    resources: new Map([...whole.resources, ...(resource ? [[id, { ...resource, properties }] as const] : [])]),
  };
}

describe('whatever stands in the place of a value, extraction gives a model', () => {
  test.each(strange)('%s', (_, by) => {
    for (const { id, properties } of whole.resources.values()) {
      for (const each of replaced(properties, by)) {
        if (!isFields(each)) continue;
        const model = modelOf(new ResourceIndex(changed(id, each)));
        expect(model.networks.length, id).toBeGreaterThan(1);
      }
    }
  });
});
