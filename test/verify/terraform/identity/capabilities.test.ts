// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { describe } from 'vitest';
import { findingRows } from '../finding-rows';
import type { Change } from '../findings';
import { agent, type Resources, ref, sealed } from '../network/airlock';

const email = ref('service_account.agent', 'email');
const member = `serviceAccount:${email}`;
const project = 'own-project';

/** The sealed airlock whose agent has an account, with some grants. */
const granted = (more: Resources = {}, scopes: readonly string[] = ['cloud-platform']): Resources => ({
  'service_account.agent': { account_id: 'agent' },
  ...agent({ service_account: [{ email, scopes }] }),
  ...more,
});

/** A role on the project. */
const may = (role: string, more: Record<string, unknown> = {}): Resources => ({
  'project_iam_member.agent': { project, role, member, ...more },
});

const secret: Resources = { 'secret_manager_secret.key': { secret_id: 'key', replication: [{ auto: [{}] }] } };
const custom = (...permissions: string[]): Resources => ({
  'project_iam_custom_role.c': { role_id: 'custom', title: 'custom', permissions },
  ...may(ref('project_iam_custom_role.c')),
});

describe('an account', () => {
  findingRows([
    ['without roles', granted()],
    [
      'that writes logs and figures',
      granted({
        ...may('roles/logging.logWriter'),
        'project_iam_member.m': { project, role: 'roles/monitoring.metricWriter', member },
        'project_iam_member.r': { project, role: 'roles/artifactregistry.reader', member },
      }),
    ],
    ['with a role of objects', granted(may('roles/storage.objectAdmin'))],
    [
      "that isn't in the inputs",
      agent({ service_account: [{ email: 'x@other.iam.gserviceaccount.com', scopes: ['cloud-platform'] }] }),
      'IAM-001?',
    ],
    ['that is the default one', agent({ service_account: [{ scopes: ['cloud-platform'] }] }), 'IAM-002?'],
    [
      'that is the default one with scopes that let it write logs',
      agent({
        service_account: [
          { scopes: ['logging-write', 'monitoring-write', 'https://www.googleapis.com/auth/devstorage.read_only'] },
        ],
      }),
    ],
    [
      'that is the default one and deprived',
      {
        ...agent({ service_account: [{ scopes: ['cloud-platform'] }] }),
        'project_default_service_accounts.d': { project, action: 'DEPRIVILEGE' },
      },
    ],
    [
      'that is the default one and listed as editor',
      {
        ...agent({ service_account: [{ scopes: ['cloud-platform'] }] }),
        'project_iam_member.e': {
          project,
          role: 'roles/editor',
          member: 'serviceAccount:123-compute@developer.gserviceaccount.com',
        },
      },
      'IAM-001',
      'IAM-002',
      'IAM-003',
      'IAM-004',
      'IAM-005',
      'IAM-006',
    ],
  ]);
});

describe('an account that may read secrets', () => {
  findingRows([
    ['of the project', granted(may('roles/secretmanager.secretAccessor')), 'IAM-001'],
    [
      'by its literal email',
      granted({
        'project_iam_member.agent': {
          project,
          role: 'roles/secretmanager.secretAccessor',
          member: 'serviceAccount:agent@own-project.iam.gserviceaccount.com',
        },
      }),
      'IAM-001',
    ],
    [
      'by its member attribute',
      granted({
        'project_iam_member.agent': {
          project,
          role: 'roles/secretmanager.secretAccessor',
          member: ref('service_account.agent', 'member'),
        },
      }),
      'IAM-001',
    ],
    [
      'of a folder',
      granted({ 'folder_iam_binding.f': { folder: 'folders/1', role: 'roles/secretmanager.admin', members: [member] } }),
      'IAM-001',
      'IAM-004',
    ],
    [
      'of an organisation',
      granted({ 'organization_iam_member.o': { org_id: '1', role: 'roles/secretmanager.secretAccessor', member } }),
      'IAM-001',
    ],
    [
      'that is one secret',
      granted({
        ...secret,
        'secret_manager_secret_iam_member.m': {
          secret_id: ref('secret_manager_secret.key'),
          role: 'roles/secretmanager.secretAccessor',
          member,
        },
      }),
      'IAM-001',
    ],
    [
      'as everybody may',
      granted({
        ...secret,
        'secret_manager_secret_iam_member.m': {
          secret_id: ref('secret_manager_secret.key'),
          role: 'roles/secretmanager.secretAccessor',
          member: 'allAuthenticatedUsers',
        },
      }),
      'IAM-001',
    ],
    [
      'under a condition',
      granted(
        may('roles/secretmanager.secretAccessor', {
          condition: [{ title: 'later', expression: 'request.time > timestamp("2030-01-01T00:00:00Z")' }],
        }),
      ),
      'IAM-001?',
    ],
    [
      'under a condition that is never met',
      granted(may('roles/secretmanager.secretAccessor', { condition: [{ title: 'never', expression: 'false' }] })),
    ],
    ['by a custom role', granted(custom('secretmanager.versions.access', 'logging.logEntries.create')), 'IAM-001'],
    ['by a custom role of harmless permissions', granted(custom('logging.logEntries.create', 'secretmanager.versions.get'))],
    ["by a custom role that isn't in the inputs", granted(may('projects/own-project/roles/other')), 'IAM-001?'],
    ["by a role that isn't known", granted(may('roles/somewhat.strange')), 'IAM-001?'],
    [
      'by a role of a variable',
      { resources: granted(may('${var.role}')), declared: { variable: { role: { type: 'string' } } } },
      'IAM-001?',
    ],
    [
      'by a policy',
      {
        resources: granted({ 'project_iam_policy.p': { project, policy_data: '${data.google_iam_policy.p.policy_data}' } }),
        declared: {
          data: { google_iam_policy: { p: { binding: [{ role: 'roles/secretmanager.secretAccessor', members: [member] }] } } },
        },
      },
      'IAM-001',
    ],
    [
      'by a policy for somebody else',
      {
        resources: granted({ 'project_iam_policy.p': { project, policy_data: '${data.google_iam_policy.p.policy_data}' } }),
        declared: { data: { google_iam_policy: { p: { binding: [{ role: 'roles/owner', members: ['user:a@example.com'] }] } } } },
      },
    ],
    [
      "by a policy that isn't known",
      {
        resources: granted({ 'project_iam_policy.p': { project, policy_data: '${data.http.p.body}' } }),
        declared: { data: { http: { p: {} } } },
      },
      'IAM-001?',
    ],
    [
      'unless scopes close the API',
      granted(may('roles/secretmanager.secretAccessor'), ['https://www.googleapis.com/auth/logging.write']),
    ],
    [
      'where scopes leave it open',
      granted(may('roles/secretmanager.secretAccessor'), ['https://www.googleapis.com/auth/cloud-platform']),
      'IAM-001',
    ],
    [
      'unless a deny policy forbids it',
      granted({
        ...may('roles/secretmanager.secretAccessor'),
        'iam_deny_policy.d': {
          parent: 'cloudresourcemanager.googleapis.com%2Fprojects%2Fown-project',
          name: 'd',
          rules: [
            {
              deny_rule: [
                {
                  denied_principals: ['principalSet://goog/public:all'],
                  denied_permissions: ['secretmanager.googleapis.com/versions.access'],
                },
              ],
            },
          ],
        },
      }),
    ],
    [
      'where a deny policy makes an exception for it',
      granted({
        ...may('roles/secretmanager.secretAccessor'),
        'iam_deny_policy.d': {
          parent: 'cloudresourcemanager.googleapis.com%2Fprojects%2Fown-project',
          name: 'd',
          rules: [
            {
              deny_rule: [
                {
                  denied_principals: ['principalSet://goog/public:all'],
                  exception_principals: [
                    `principal://iam.googleapis.com/projects/-/serviceAccounts/agent@own-project.iam.gserviceaccount.com`,
                  ],
                  denied_permissions: ['secretmanager.googleapis.com/versions.access'],
                },
              ],
            },
          ],
        },
      }),
      'IAM-001',
    ],
    [
      'where a deny policy has a condition',
      granted({
        ...may('roles/secretmanager.secretAccessor'),
        'iam_deny_policy.d': {
          parent: 'cloudresourcemanager.googleapis.com%2Fprojects%2Fown-project',
          name: 'd',
          rules: [
            {
              deny_rule: [
                {
                  denied_principals: ['principalSet://goog/public:all'],
                  denied_permissions: ['secretmanager.googleapis.com/versions.access'],
                  denial_condition: [{ expression: 'resource.matchTag("1/env", "prod")' }],
                },
              ],
            },
          ],
        },
      }),
      'IAM-001?',
    ],
  ]);
});

describe('what others may do', () => {
  const others = (name: string): Resources => ({ 'project_iam_binding.o': { project, role: 'roles/owner', members: [name] } });
  findingRows([
    ["isn't the agent's: a user", granted(others('user:a@example.com'))],
    ["isn't the agent's: a group", granted(others('group:admins@example.com'))],
    ["isn't the agent's: a domain", granted(others('domain:example.com'))],
    ["isn't the agent's: another account", granted(others(`serviceAccount:${ref('service_account.proxy', 'email')}`))],
    [
      "isn't the agent's: a service agent",
      {
        resources: granted(
          others('serviceAccount:service-${data.google_project.p.number}@gcp-sa-pubsub.iam.gserviceaccount.com'),
        ),
        declared: { data: { google_project: { p: {} } } },
      },
    ],
    [
      "is the agent's by a group that it is in",
      granted({
        ...others('group:admins@example.com'),
        'cloud_identity_group.g': { parent: 'customers/C0', group_key: [{ id: 'admins@example.com' }] },
        'cloud_identity_group_membership.m': {
          group: ref('cloud_identity_group.g'),
          preferred_member_key: [{ id: email }],
          roles: [{ name: 'MEMBER' }],
        },
      }),
      'IAM-001',
      'IAM-002',
      'IAM-003',
      'IAM-004',
      'IAM-005',
      'IAM-006',
    ],
    [
      "may be the agent's by a group that it is in by another name of that",
      granted({
        ...others('group:admins@example.com'),
        'cloud_identity_group_membership.m': {
          group: 'groups/01234567',
          preferred_member_key: [{ id: email }],
          roles: [{ name: 'MEMBER' }],
        },
      }),
      'IAM-001?',
      'IAM-002?',
      'IAM-003?',
      'IAM-004?',
      'IAM-005?',
      'IAM-006?',
    ],
    [
      'may be the agent’s by a variable',
      { resources: granted(others('${var.admin}')), declared: { variable: { admin: { type: 'string' } } } },
      'IAM-001?',
      'IAM-002?',
      'IAM-003?',
      'IAM-004?',
      'IAM-005?',
      'IAM-006?',
    ],
    [
      "isn't the agent's by a variable of users",
      {
        resources: granted(others('${var.admin}')),
        declared: {
          variable: {
            admin: { type: 'string', validation: [{ condition: '${startswith(var.admin, "user:")}', error_message: 'a user' }] },
          },
        },
      },
    ],
  ]);
});

describe('an account that may become another', () => {
  const on = (target: string, role: string): Resources => ({
    'service_account_iam_member.m': { service_account_id: ref(`service_account.${target}`, 'name'), role, member },
  });
  findingRows([
    ['by tokens', granted(on('proxy', 'roles/iam.serviceAccountTokenCreator')), 'IAM-002'],
    ['by tokens of its own', granted(on('agent', 'roles/iam.serviceAccountTokenCreator'))],
    ['by tokens of all', granted(may('roles/iam.serviceAccountTokenCreator')), 'IAM-002'],
    ['by keys', granted(on('proxy', 'roles/iam.serviceAccountKeyAdmin')), 'IAM-002'],
    [
      'by a launch',
      granted({ ...on('proxy', 'roles/iam.serviceAccountUser'), ...may('roles/compute.instanceAdmin.v1') }),
      'IAM-002',
      'IAM-003',
      'IAM-005',
      'IAM-006',
      'IAM-004',
    ],
    ['not by use alone', granted(on('proxy', 'roles/iam.serviceAccountUser'))],
    ['by its policy', granted(on('proxy', 'roles/iam.serviceAccountAdmin')), 'IAM-004'],
  ]);
});

describe('an account that may change things', () => {
  const proxyHost = { instance_name: ref('compute_instance.proxy', 'name'), zone: 'europe-west1-b', project };
  const agentHost = { instance_name: ref('compute_instance.agent', 'name'), zone: 'europe-west1-b', project };
  findingRows([
    ['firewalls', granted(may('roles/compute.securityAdmin')), 'IAM-003'],
    ['networks', granted(may('roles/compute.networkAdmin')), 'IAM-003', 'IAM-005'],
    ['names', granted(may('roles/dns.admin')), 'IAM-003'],
    ['nothing, as it only uses a network', granted(may('roles/compute.networkUser'))],
    ['policies of the project', granted(may('roles/resourcemanager.projectIamAdmin')), 'IAM-004'],
    [
      'the metadata of the proxy',
      granted({
        ...custom('compute.instances.setMetadata'),
        'project_iam_member.agent': undefined,
        'compute_instance_iam_member.m': { ...proxyHost, role: ref('project_iam_custom_role.c'), member },
      }),
      'IAM-005',
    ],
    [
      'its own metadata',
      granted({
        ...custom('compute.instances.setMetadata'),
        'project_iam_member.agent': undefined,
        'compute_instance_iam_member.m': { ...agentHost, role: ref('project_iam_custom_role.c'), member },
      }),
    ],
    [
      "the proxy's image",
      granted({
        'artifact_registry_repository.r': { repository_id: 'images', format: 'DOCKER', location: 'europe' },
        'artifact_registry_repository_iam_member.m': {
          repository: ref('artifact_registry_repository.r', 'name'),
          role: 'roles/artifactregistry.writer',
          member,
        },
        'compute_instance.proxy': {
          ...sealed['compute_instance.proxy'],
          metadata: { 'gce-container-declaration': 'image: europe-docker.pkg.dev/own-project/images/envoy:1' },
        },
      }),
      'IAM-005',
    ],
    [
      'images of its own',
      granted({
        'artifact_registry_repository.r': { repository_id: 'others', format: 'DOCKER', location: 'europe' },
        'artifact_registry_repository_iam_member.m': {
          repository: ref('artifact_registry_repository.r', 'name'),
          role: 'roles/artifactregistry.writer',
          member,
        },
      }),
    ],
    ['builds', granted(may('roles/cloudbuild.builds.editor')), 'IAM-006'],
    ['tasks that are sent anywhere', granted(may('roles/cloudtasks.enqueuer')), 'IAM-006'],
    [
      'who may read a bucket',
      granted({
        'storage_bucket.b': { name: 'b', location: 'EU' },
        'storage_bucket_iam_member.m': { bucket: ref('storage_bucket.b', 'name'), role: 'roles/storage.admin', member },
      }),
      'IAM-004',
    ],
    [
      'objects of a bucket',
      granted({
        'storage_bucket.b': { name: 'b', location: 'EU' },
        'storage_bucket_iam_member.m': { bucket: ref('storage_bucket.b', 'name'), role: 'roles/storage.objectAdmin', member },
      }),
    ],
    ['everything as an owner', granted(may('roles/owner')), 'IAM-001', 'IAM-002', 'IAM-003', 'IAM-004', 'IAM-005', 'IAM-006'],
    ['nothing as a viewer', granted(may('roles/viewer'))],
  ] satisfies readonly (readonly [string, Change | Resources, ...string[]])[]);
});

describe('an account that may read objects', () => {
  const bucket: Resources = { 'storage_bucket.b': { name: 'b', location: 'EU' } };
  const object = (content: string): Resources => ({
    'storage_bucket_object.o': { name: 'o', bucket: ref('storage_bucket.b', 'name'), content },
  });
  const reader: Resources = {
    'storage_bucket_iam_member.m': { bucket: ref('storage_bucket.b', 'name'), role: 'roles/storage.objectViewer', member },
  };
  findingRows([
    ['of which one holds a key', granted({ ...bucket, ...object(`token: ghp_${'a1B2c3D4e5F6g7H8i9J0'}`), ...reader }), 'IAM-001'],
    [
      'of which one holds the account key',
      granted({
        ...bucket,
        ...object(ref('service_account_key.k', 'private_key')),
        ...reader,
        'service_account_key.k': { service_account_id: ref('service_account.proxy', 'name') },
      }),
      'IAM-001',
    ],
    ['that hold nothing of the kind', granted({ ...bucket, ...object('{}'), ...reader })],
    [
      'of another bucket',
      granted({
        ...bucket,
        ...object(`token: ghp_${'a1B2c3D4e5F6g7H8i9J0'}`),
        'storage_bucket_iam_member.m': { bucket: 'other', role: 'roles/storage.objectViewer', member },
      }),
    ],
  ]);
});

describe("what a proxy's definition shows", () => {
  const telling = (metadata: Record<string, string>): Resources => ({
    'compute_instance.proxy': { ...sealed['compute_instance.proxy'], metadata },
  });
  const key = `sk-ant-${'api03-a1B2c3D4e5F6'}`;
  findingRows([
    ['is for whoever may view it', granted({ ...may('roles/compute.viewer'), ...telling({ key }) }), 'IAM-001'],
    ['is for whoever may view all', granted({ ...may('roles/viewer'), ...telling({ key }) }), 'IAM-001'],
    ['is no credential', granted({ ...may('roles/viewer'), ...telling({ mode: 'proxy' }) })],
    [
      'is an image, for whoever may push all',
      granted({
        ...may('roles/artifactregistry.writer'),
        ...telling({ image: 'europe-docker.pkg.dev/own-project/images/envoy' }),
      }),
      'IAM-005',
    ],
    ['is no image that may be pushed', granted(may('roles/artifactregistry.writer'))],
  ]);
});

describe('an account that may call a service', () => {
  const service = (name: string): Resources => ({
    [`cloud_run_v2_service.${name}`]: {
      name,
      location: 'europe-west1',
      ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY',
      template: [{ containers: [{ image: 'x' }] }],
    },
  });
  const invoker = (name: string, who: string): Resources => ({
    'cloud_run_v2_service_iam_member.m': {
      name: ref(`cloud_run_v2_service.${name}`, 'name'),
      location: 'europe-west1',
      role: 'roles/run.invoker',
      member: who,
    },
  });
  findingRows([
    ['that is not its proxy', granted({ ...service('other'), ...invoker('other', member) }), 'IAM-006?'],
    ['that everybody may call', granted({ ...service('other'), ...invoker('other', 'allUsers') })],
    ['that somebody else may call', granted({ ...service('other'), ...invoker('other', 'user:a@example.com') })],
  ]);
});

describe('an account that may open tunnels', () => {
  const tunnel = may('roles/iap.tunnelResourceAccessor');
  const rule = (more: Resources[string]): Resources => ({
    'compute_firewall.iap': {
      name: 'iap',
      network: ref('compute_network.outer'),
      allow: [{ protocol: 'tcp', ports: ['22'] }],
      ...more,
    },
  });
  const onProxy: Resources = {
    'iap_tunnel_instance_iam_member.m': {
      instance: ref('compute_instance.proxy', 'name'),
      zone: 'europe-west1-b',
      role: 'roles/iap.tunnelResourceAccessor',
      member,
    },
  };
  findingRows([
    ['to a proxy that lets none in', granted(tunnel)],
    ['to a proxy that lets them in', granted({ ...tunnel, ...rule({ source_ranges: ['35.235.240.0/20'] }) }), 'IAM-006?'],
    [
      'to a proxy that lets a part of them in',
      granted({ ...onProxy, ...rule({ source_ranges: ['35.235.241.7/32'] }) }),
      'IAM-006?',
    ],
    [
      'to a proxy whose neighbours let them in',
      granted({ ...onProxy, ...rule({ source_ranges: ['35.235.240.0/20'], target_tags: ['x'] }) }),
    ],
  ]);
});

describe('a deny policy', () => {
  const deny = (parent: string): Resources => ({
    'iam_deny_policy.d': {
      parent,
      name: 'd',
      rules: [
        {
          deny_rule: [
            {
              denied_principals: ['principalSet://goog/public:all'],
              denied_permissions: ['secretmanager.googleapis.com/versions.access'],
            },
          ],
        },
      ],
    },
    'folder.f': { display_name: 'f', parent: 'organizations/42' },
    'project.p': { project_id: project, name: 'p', folder_id: ref('folder.f', 'folder_id') },
    ...may('roles/secretmanager.secretAccessor'),
  });
  findingRows([
    [
      "of the project's folder closes it",
      granted(deny(`cloudresourcemanager.googleapis.com%2Ffolders%2F${ref('folder.f', 'folder_id')}`)),
    ],
    ["of the folder's organisation closes it", granted(deny('cloudresourcemanager.googleapis.com%2Forganizations%2F42'))],
    ['of another project does not', granted(deny('cloudresourcemanager.googleapis.com%2Fprojects%2Fother-project')), 'IAM-001'],
    ['of another folder may', granted(deny('cloudresourcemanager.googleapis.com%2Ffolders%2F7')), 'IAM-001?'],
  ]);
});
