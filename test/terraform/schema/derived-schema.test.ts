import { describe, expect, test } from 'vitest';
import { derivedSchema } from './derived-schema';
import type { Block } from './provider-schema';

const blockOf = (type: string): Block => {
  const found = derivedSchema({ resource: { [type]: {} } }).resource_schemas[type];
  if (!found) throw new Error(`no schema was derived for ${type}`);
  return found.block;
};

/** What is at a path such as `boot_disk.initialize_params.size`. */
function at(path: string): unknown {
  const [type = '', ...names] = path.split('.');
  const last = names.pop() ?? '';
  const block = names.reduce(
    (outer, name) => outer.block_types[name]?.block ?? { attributes: {}, block_types: {} },
    blockOf(type),
  );
  return block.attributes[last] ?? (block.block_types[last] && { ...block.block_types[last], block: undefined });
}

describe('the bindings tell', () => {
  test.each([
    ['google_compute_network.name', { type: 'string', required: true }],
    ['google_compute_network.auto_create_subnetworks', { type: 'bool', optional: true }],
    ['google_compute_network.self_link', { type: 'string', computed: true }],
    ['google_compute_instance.labels', { type: ['map', 'string'], optional: true }],
    ['google_compute_instance.effective_labels', { type: ['map', 'string'], computed: true }],
    ['google_compute_instance.tags', { type: ['set', 'string'], optional: true }],
    ['google_compute_instance.cpu_platform', { type: 'string', computed: true }],
    ['google_compute_instance.network_interface.name', { type: 'string', computed: true }],
    ['google_compute_instance.attached_disk.source', { type: 'string', required: true }],
    ['google_cloud_run_v2_job.template.template.containers.image', { type: 'string', required: true }],
  ])('the attribute %s', (path, attribute) => {
    expect(at(path)).toEqual(attribute);
  });

  test.each([
    ['google_compute_instance.boot_disk', { nesting_mode: 'list', min_items: 1, max_items: 1 }],
    ['google_compute_instance.network_interface', { nesting_mode: 'list', min_items: 1 }],
    ['google_compute_instance.network_interface.access_config', { nesting_mode: 'list' }],
    ['google_compute_instance.scheduling.node_affinities', { nesting_mode: 'set' }],
    ['google_compute_instance.timeouts', { nesting_mode: 'single' }],
    ['google_compute_firewall.allow', { nesting_mode: 'set' }],
  ])('the block %s', (path, block) => {
    expect(at(path)).toEqual(block);
  });

  test('objects that are computed', () => {
    expect(at('google_compute_service_attachment.connected_endpoints')).toMatchObject({
      type: ['list', ['object', { endpoint: 'string', status: 'string' }]],
      computed: true,
    });
  });

  test('data sources', () => {
    const { data_source_schemas: schemas } = derivedSchema({ data: { google_compute_network: {} } });
    expect(schemas.google_compute_network?.block.attributes.self_link).toEqual({ type: 'string', computed: true });
  });
});

test.each([
  ['google_compute_firewall.direction', 'computed'],
  ['google_compute_instance.id', 'computed'],
  ['google_compute_subnetwork.project', 'computed'],
  ['google_secret_manager_secret_version.secret_data', 'sensitive'],
  ['google_secret_manager_secret_version.secret_data_wo', 'write_only'],
])('of %s it is known that it is %s', (path, fact) => {
  expect(at(path)).toMatchObject({ [fact]: true });
});

test.each(['google_compute_netwrok', 'google_compute', 'google_provider'])('there is no type %s', (type) => {
  expect(() => blockOf(type)).toThrow(`the bindings must have the type, got '${type}'`);
});
