// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { describe } from 'vitest';
import { findingRows } from '../finding-rows';
import type { Change } from '../findings';
import { type Resources, ref } from '../network/airlock';

const account = { 'service_account.agent': { account_id: 'agent' } };
const direct = { network: ref('compute_network.room'), subnetwork: ref('compute_subnetwork.room'), tags: ['agent'] };
const all = { vpc_access: [{ egress: 'ALL_TRAFFIC', network_interfaces: [direct] }] };
const image = { image: 'europe-docker.pkg.dev/own-project/images/agent' };
const key = `ghp_${'a1B2c3D4e5F6g7H8i9J0'}`;

type Body = Record<string, unknown>;

/** A job of Cloud Run instead of the instance. */
const job = (task: Body = {}, container: Body = {}, more: Resources = {}): Change => ({
  agent: 'google_cloud_run_v2_job.agent',
  resources: {
    'compute_instance.agent': undefined,
    ...account,
    'cloud_run_v2_job.agent': {
      name: 'agent',
      location: 'europe-west1',
      template: [
        {
          template: [
            { service_account: ref('service_account.agent', 'email'), ...all, containers: [{ ...image, ...container }], ...task },
          ],
        },
      ],
    },
    ...more,
  },
});

const service = (revision: Body = {}): Change => ({
  agent: 'google_cloud_run_v2_service.agent',
  resources: {
    'compute_instance.agent': undefined,
    ...account,
    'cloud_run_v2_service.agent': {
      name: 'agent',
      location: 'europe-west1',
      template: { service_account: ref('service_account.agent', 'email'), ...all, containers: [image], ...revision },
    },
  },
});

describe('a job of Cloud Run', () => {
  findingRows([
    ['that sends all traffic to the room', job()],
    ['that states no egress setting', job({ vpc_access: [{ network_interfaces: [direct] }] }), 'NET-001'],
    [
      'that sends private ranges only',
      job({ vpc_access: [{ egress: 'PRIVATE_RANGES_ONLY', network_interfaces: [direct] }] }),
      'NET-001',
    ],
    ['without VPC access', job({ vpc_access: [] }), 'NET-001'],
    [
      'whose egress setting is a variable',
      {
        ...job({ vpc_access: [{ egress: '${var.egress}', network_interfaces: [direct] }] }),
        declared: { variable: { egress: { type: 'string', default: 'ALL_TRAFFIC' } } },
      },
      'NET-001',
    ],
    [
      'whose egress setting is a variable that is held to one value',
      {
        ...job({ vpc_access: [{ egress: '${var.egress}', network_interfaces: [direct] }] }),
        declared: {
          variable: {
            egress: { type: 'string', validation: [{ condition: '${var.egress == "ALL_TRAFFIC"}', error_message: 'no' }] },
          },
        },
      },
    ],
    [
      'whose egress setting is read at apply',
      {
        ...job({ vpc_access: [{ egress: '${data.google_x.y.egress}', network_interfaces: [direct] }] }),
        declared: { data: { google_x: { y: {} } } },
      },
      'NET-003?',
    ],
    [
      'that is given a secret',
      job({}, { env: [{ name: 'KEY', value_source: [{ secret_key_ref: [{ secret: 'key', version: 'latest' }] }] }] }),
      'SECRET-001',
    ],
    ['that mounts a secret', job({ volumes: [{ name: 'key', secret: [{ secret: 'key' }] }] }), 'SECRET-001'],
    ['whose environment holds a key', job({}, { env: [{ name: 'TOKEN', value: key }] }), 'SECRET-002'],
    [
      'whose environment holds placeholders',
      job(
        {},
        {
          env: [
            { name: 'ANTHROPIC_API_KEY', value: 'sk-ant-placeholder' },
            { name: 'HTTPS_PROXY', value: 'http://10.10.0.2:3128' },
          ],
        },
      ),
    ],
    [
      'whose environment takes what a secret version holds',
      job(
        {},
        { env: [{ name: 'X', value: ref('secret_manager_secret_version.v', 'secret_data') }] },
        {
          'secret_manager_secret.s': { secret_id: 's', replication: [{ auto: [{}] }] },
          'secret_manager_secret_version.v': { secret: ref('secret_manager_secret.s'), secret_data: 'correct horse battery' },
        },
      ),
      'SECRET-001',
    ],
    [
      'whose environment holds the placeholder that a secret version begins with',
      job(
        {},
        { env: [{ name: 'X', value: 'placeholder' }] },
        {
          'secret_manager_secret.s': { secret_id: 's', replication: [{ auto: [{}] }] },
          'secret_manager_secret_version.v': { secret: ref('secret_manager_secret.s'), secret_data: 'placeholder' },
        },
      ),
    ],
    [
      'whose environment takes a secret that is read',
      {
        ...job({}, { env: [{ name: 'X', value: '${data.google_secret_manager_secret_version.v.secret_data}' }] }),
        declared: { data: { google_secret_manager_secret_version: { v: { secret: 's' } } } },
      },
      'SECRET-001',
    ],
    [
      "that mounts a bucket which isn't in the inputs",
      job({ volumes: [{ name: 'b', gcs: [{ bucket: 'scratch' }] }] }),
      'NET-003?',
    ],
    [
      "that mounts a bucket which isn't in the inputs, to read",
      job({ volumes: [{ name: 'b', gcs: [{ bucket: 'scratch', read_only: true }] }] }),
    ],
    [
      'that mounts a bucket of its own',
      job(
        { volumes: [{ name: 'b', gcs: [{ bucket: ref('storage_bucket.b', 'name') }] }] },
        {},
        { 'storage_bucket.b': { name: 'b', location: 'EU' } },
      ),
    ],
    [
      'that mounts a bucket which another service mounts',
      job(
        { volumes: [{ name: 'b', gcs: [{ bucket: ref('storage_bucket.b', 'name') }] }] },
        {},
        {
          'storage_bucket.b': { name: 'b', location: 'EU' },
          'cloud_run_v2_service.other': {
            name: 'other',
            location: 'europe-west1',
            template: [{ containers: [image], volumes: [{ name: 'b', gcs: [{ bucket: ref('storage_bucket.b', 'name') }] }] }],
          },
        },
      ),
      'NET-001',
    ],
    [
      'with a socket to a foreign database',
      job({ volumes: [{ name: 'd', cloud_sql_instance: [{ instances: ['other:europe-west1:db'] }] }] }),
      'NET-003?',
    ],
    ['without a service account', job({ service_account: null }), 'IAM-002?'],
    [
      'without a service account, where editors are listed',
      job(
        { service_account: null },
        {},
        {
          'project_iam_binding.e': { project: 'own-project', role: 'roles/editor', members: ['user:someone@example.com'] },
        },
      ),
    ],
    [
      'by a connector without ranges for all',
      job(
        { vpc_access: [{ connector: ref('vpc_access_connector.c') }] },
        {},
        {
          'vpc_access_connector.c': {
            name: 'c',
            region: 'europe-west1',
            network: ref('compute_network.room', 'name'),
            ip_cidr_range: '10.10.8.0/28',
          },
        },
      ),
      'NET-001',
    ],
  ]);
});

describe('a service of Cloud Run', () => {
  findingRows([
    ['that sends all traffic to the room', service()],
    ['in blocks as objects, without VPC access', service({ vpc_access: {} }), 'NET-001'],
  ]);
});

describe('a service of Cloud Run, first version', () => {
  const first = (annotations: Record<string, string>): Change => ({
    agent: 'google_cloud_run_service.agent',
    resources: {
      'compute_instance.agent': undefined,
      ...account,
      'cloud_run_service.agent': {
        name: 'agent',
        location: 'europe-west1',
        template: [
          {
            metadata: [{ annotations }],
            spec: [{ service_account_name: ref('service_account.agent', 'email'), containers: [image] }],
          },
        ],
      },
    },
  });
  const interfaces = { 'run.googleapis.com/network-interfaces': '[{"network":"room","subnetwork":"room","tags":"agent"}]' };
  findingRows([
    ['that sends all traffic to the room', first({ ...interfaces, 'run.googleapis.com/vpc-access-egress': 'all-traffic' })],
    [
      'that sends private ranges only',
      first({ ...interfaces, 'run.googleapis.com/vpc-access-egress': 'private-ranges-only' }),
      'NET-001',
    ],
    ['without annotations', first({}), 'NET-001'],
  ]);
});

describe('a function', () => {
  const second = (config: Body): Change => ({
    agent: 'google_cloudfunctions2_function.agent',
    resources: {
      'compute_instance.agent': undefined,
      ...account,
      'cloudfunctions2_function.agent': {
        name: 'agent',
        location: 'europe-west1',
        service_config: [{ service_account_email: ref('service_account.agent', 'email'), ...config }],
      },
    },
  });
  const sealedFunction = {
    direct_vpc_network_interface: [direct],
    direct_vpc_egress: 'VPC_EGRESS_ALL_TRAFFIC',
  };
  findingRows([
    ['that sends all traffic to the room', second(sealedFunction)],
    [
      'that sends private ranges only',
      second({ ...sealedFunction, direct_vpc_egress: 'VPC_EGRESS_PRIVATE_RANGES_ONLY' }),
      'NET-001',
    ],
    ['without a network', second({}), 'NET-001'],
    [
      'with a secret in its environment',
      second({ ...sealedFunction, secret_environment_variables: [{ key: 'K', secret: 'k', project_id: 'p', version: '1' }] }),
      'SECRET-001',
    ],
    ['with a key in its environment', second({ ...sealedFunction, environment_variables: { K: key } }), 'SECRET-002'],
    [
      'of the first generation',
      {
        agent: 'google_cloudfunctions_function.agent',
        resources: {
          'compute_instance.agent': undefined,
          ...account,
          'cloudfunctions_function.agent': {
            name: 'agent',
            region: 'europe-west1',
            runtime: 'nodejs20',
            service_account_email: ref('service_account.agent', 'email'),
          },
        },
      },
      'NET-001',
    ],
  ]);
});

describe('App Engine', () => {
  findingRows([
    [
      'in its standard environment',
      {
        agent: 'google_app_engine_standard_app_version.agent',
        resources: {
          'compute_instance.agent': undefined,
          ...account,
          'app_engine_standard_app_version.agent': {
            service: 'agent',
            runtime: 'nodejs20',
            service_account: ref('service_account.agent', 'email'),
          },
        },
      },
      'NET-001',
    ],
  ]);
});
