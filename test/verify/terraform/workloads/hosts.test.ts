// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { describe } from 'vitest';
import { findingRows } from '../finding-rows';
import type { Change } from '../findings';
import { agent, type Resources, ref, sealed } from '../network/airlock';

const body = sealed['compute_instance.agent'] ?? {};
const { zone: _, name: __, ...launch } = body as { zone: string; name: string };

/** The agents as a managed group instead of an instance. */
const group = (template: Record<string, unknown> = {}, more: Resources = {}): Change => ({
  agent: 'google_compute_region_instance_group_manager.agents',
  resources: {
    'compute_instance.agent': undefined,
    'compute_instance_template.agent': { name_prefix: 'agent-', machine_type: 'e2-micro', ...launch, ...template },
    'compute_region_instance_group_manager.agents': {
      name: 'agents',
      region: 'europe-west1',
      base_instance_name: 'agent',
      version: [{ instance_template: ref('compute_instance_template.agent', 'self_link_unique') }],
    },
    ...more,
  },
});

const key = `AKIA${'A1B2C3D4E5F6G7H8'}`;

describe('an instance', () => {
  findingRows([
    ['as it is sealed', {}],
    ['with a start-up script that holds a key', agent({ metadata_startup_script: `export AWS=${key}` }), 'SECRET-002'],
    ['with user data that holds a key', agent({ metadata: { 'user-data': `key: ${key}` } }), 'SECRET-002'],
    [
      'with metadata from a sensitive variable',
      {
        resources: agent({ metadata: { token: '${var.token}' } }),
        declared: { variable: { token: { type: 'string', sensitive: true } } },
      },
      'SECRET-001',
    ],
    [
      'with a service account key in its metadata',
      {
        ...agent({ metadata: { key: ref('service_account_key.k', 'private_key') } }),
        'service_account_key.k': { service_account_id: ref('service_account.proxy', 'name') },
      },
      'SECRET-001',
    ],
    [
      'in a project whose metadata holds a key',
      { 'compute_project_metadata_item.k': { key: 'token', value: key } },
      'SECRET-002',
    ],
    ['with a serial console', agent({ metadata: { 'serial-port-enable': 'TRUE' } }), 'WORKLOAD-002'],
    [
      'with a serial console that is off',
      agent({ metadata: { 'serial-port-enable': 'FALSE', 'block-project-ssh-keys': 'true' } }),
    ],
    [
      'with a disk of its own',
      {
        ...agent({ attached_disk: [{ source: ref('compute_disk.d') }] }),
        'compute_disk.d': { name: 'd', zone: 'europe-west1-b' },
      },
    ],
    [
      'with a disk that the proxy has too',
      {
        ...agent({ attached_disk: [{ source: ref('compute_disk.d') }] }),
        'compute_instance.proxy': {
          ...sealed['compute_instance.proxy'],
          attached_disk: [{ source: ref('compute_disk.d', 'self_link') }],
        },
        'compute_disk.d': { name: 'd', zone: 'europe-west1-b' },
      },
      'WORKLOAD-001',
    ],
    [
      'from a machine image',
      {
        agent: 'google_compute_instance_from_machine_image.agent',
        resources: {
          'compute_instance.agent': undefined,
          'compute_instance_from_machine_image.agent': { ...body, source_machine_image: 'projects/p/global/machineImages/m' },
        },
      },
      'NET-003?',
    ],
  ]);
});

describe('an instance from a template', () => {
  const made = (template: string, more: Record<string, unknown> = {}): Change => ({
    agent: 'google_compute_instance_from_template.agent',
    resources: {
      'compute_instance.agent': undefined,
      'compute_instance_template.agent': { name: 'agent', machine_type: 'e2-micro', ...launch },
      'compute_instance_from_template.agent': {
        name: 'agent',
        zone: 'europe-west1-b',
        source_instance_template: template,
        ...more,
      },
    },
  });
  findingRows([
    ['that the inputs have', made(ref('compute_instance_template.agent', 'self_link_unique'))],
    [
      'that the inputs have, with a key of its own',
      made(ref('compute_instance_template.agent'), { metadata: { k: key } }),
      'SECRET-002',
    ],
    ["that isn't in the inputs", made('projects/other/global/instanceTemplates/x'), 'NET-003?'],
  ]);
});

describe('a managed group', () => {
  findingRows([
    ['of sealed hosts', group()],
    ['named by its template', { ...group(), agent: 'google_compute_instance_template.agent' }],
    ['whose template holds a key', group({ metadata: { k: key } }), 'SECRET-002'],
    [
      'whose own metadata holds a key',
      group(
        {},
        {
          'compute_region_instance_group_manager.agents': {
            name: 'agents',
            region: 'europe-west1',
            base_instance_name: 'agent',
            version: [{ instance_template: ref('compute_instance_template.agent', 'self_link_unique') }],
            all_instances_config: [{ metadata: { k: key } }],
          },
        },
      ),
      'SECRET-002',
    ],
    [
      'with a second version that has an external address',
      group(
        {},
        {
          'compute_instance_template.canary': {
            name: 'canary',
            machine_type: 'e2-micro',
            network_interface: [{ network: 'default', access_config: [{}] }],
          },
          'compute_region_instance_group_manager.agents': {
            name: 'agents',
            region: 'europe-west1',
            base_instance_name: 'agent',
            version: [
              { instance_template: ref('compute_instance_template.agent') },
              { instance_template: ref('compute_instance_template.canary') },
            ],
          },
        },
      ),
      'DNS-001?',
      'NET-003?',
    ],
    [
      "whose template isn't in the inputs",
      group(
        {},
        {
          'compute_region_instance_group_manager.agents': {
            name: 'agents',
            region: 'europe-west1',
            version: [{ instance_template: 'projects/other/global/instanceTemplates/x' }],
          },
        },
      ),
      'NET-003?',
    ],
  ]);
});
