import { expect, test } from 'vitest';
import { ResourceIndex } from '../../../../lib/verify/terraform/resource-index';
import { Reference } from '../../../../lib/verify/world/value';
import type { Resource, World } from '../../../../lib/verify/world/world';
import { cpuTime } from '../../../cpu-time';
import { modelOf } from './judged';

const made = (type: string, name: string, properties: Resource['properties']): Resource => {
  const id = `google_${type}.${name}`;
  return {
    id,
    type: `google_${type}`,
    properties,
    metadata: {},
    place: { resource: id, type: `google_${type}`, file: 'x', pointer: '' },
  };
};

/** So many networks with ten subnetworks each, and in each of these ten hosts, ten rules and a router. */
function world(networks: number): World {
  const resources: Resource[] = [];
  for (let n = 0; n < networks; n++) {
    const network = new Reference(`google_compute_network.n${n}`);
    resources.push(made('compute_network', `n${n}`, { name: `n${n}`, auto_create_subnetworks: false }));
    resources.push(
      made('dns_managed_zone', `n${n}`, {
        name: `n${n}`,
        dns_name: '.',
        visibility: 'private',
        private_visibility_config: [{ networks: [{ network_url: network }] }],
      }),
    );
    resources.push(made('compute_router', `n${n}`, { name: `n${n}`, network, region: 'r1' }));
    resources.push(
      made('compute_router_nat', `n${n}`, {
        name: `n${n}`,
        router: new Reference(`google_compute_router.n${n}`, 'name'),
        region: 'r1',
      }),
    );
    for (let s = 0; s < 10; s++) {
      const id = `n${n}s${s}`;
      resources.push(
        made('compute_subnetwork', id, {
          name: id,
          network,
          region: 'r1',
          ip_cidr_range: `10.${n % 256}.${s}.0/24`,
          private_ip_google_access: true,
        }),
      );
      for (let h = 0; h < 10; h++) {
        const name = `${id}h${h}`;
        resources.push(
          made('compute_firewall', name, {
            name,
            network,
            direction: 'EGRESS',
            target_tags: [name],
            allow: [{ protocol: 'tcp', ports: ['3128'] }],
          }),
        );
        resources.push(
          made('compute_instance', name, {
            name,
            zone: 'r1-b',
            tags: [name],
            network_interface: [{ subnetwork: new Reference(`google_compute_subnetwork.${id}`) }],
          }),
        );
      }
    }
  }
  return { when: '', resources: new Map(resources.map((each) => [each.id, each])), doubts: [], assumptions: [] };
}

function milliseconds(networks: number): number {
  const input = world(networks);
  return cpuTime(() => modelOf(new ResourceIndex(input)));
}

test('extraction is linear: ten times the resources take less than thirty times as long', () => {
  milliseconds(8);
  const small = Math.min(milliseconds(8), milliseconds(8));
  const large = milliseconds(80);
  expect(large, `${small} and ${large} ms`).toBeLessThan(30 * Math.max(small, 20));
});
