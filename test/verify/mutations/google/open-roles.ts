// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { ref } from '../../terraform/network/airlock';
import { ownProject } from './rooms';
import type { Opening } from './row';
import type { Arguments, Site } from './site';
import { all } from './ways';

const account = (site: Site): string => {
  site.fixture.identity(site, ref(site.names.account, 'email'));
  return `serviceAccount:${ref(site.names.account, 'email')}`;
};

/** A role on the project for the agent's account. */
const may =
  (role: string, more: Arguments = {}) =>
  (site: Site) =>
    site.add('project_iam_member.opening', { project: ownProject, role, member: account(site), ...more });

const on = (type: string, more: (site: Site) => Arguments) => (site: Site) =>
  site.add(`${type}.opening`, { member: account(site), ...more(site) });

const custom =
  (...permissions: string[]) =>
  (site: Site) => {
    site.add('project_iam_custom_role.custom', { role_id: 'custom', title: 'custom', permissions });
    may(ref('project_iam_custom_role.custom', 'name'))(site);
  };

const proxyAccount = (site: Site) => ref(site.names.proxyAccount, 'name');

const projectRoles = [
  'roles/owner',
  'roles/editor',
  'roles/secretmanager.secretAccessor',
  'roles/secretmanager.admin',
  'roles/iam.serviceAccountTokenCreator',
  'roles/iam.serviceAccountKeyAdmin',
  'roles/iam.serviceAccountAdmin',
  'roles/resourcemanager.projectIamAdmin',
  'roles/iam.securityAdmin',
  'roles/compute.admin',
  'roles/compute.instanceAdmin.v1',
  'roles/compute.networkAdmin',
  'roles/compute.securityAdmin',
  'roles/dns.admin',
  'roles/cloudbuild.builds.editor',
  'roles/iam.roleAdmin',
];

export const openRoles: readonly Opening[] = [
  ...projectRoles.map((role): Opening => [`${role} on the project`, may(role)]),
  [
    'an editor’s role, by a binding',
    (site) =>
      site.add('project_iam_binding.opening', {
        project: ownProject,
        role: 'roles/editor',
        members: ['user:a@example.com', account(site)],
      }),
  ],
  [
    'the right to read secrets, by a policy',
    (site) => {
      site.declare('data', {
        google_iam_policy: { p: { binding: [{ role: 'roles/secretmanager.secretAccessor', members: [account(site)] }] } },
      });
      site.add('project_iam_policy.opening', { project: ownProject, policy_data: '${data.google_iam_policy.p.policy_data}' });
    },
  ],
  [
    'the right to read the secret',
    on('secret_manager_secret_iam_member', (site) => ({
      secret_id: ref(site.names.secret),
      role: 'roles/secretmanager.secretAccessor',
    })),
  ],
  [
    'the right to read the secret, by a binding',
    (site) =>
      site.add('secret_manager_secret_iam_binding.opening', {
        secret_id: ref(site.names.secret),
        role: 'roles/secretmanager.secretAccessor',
        members: [account(site)],
      }),
  ],
  [
    'the right to read the secret, as all accounts',
    (site) => {
      account(site);
      site.add('secret_manager_secret_iam_member.opening', {
        secret_id: ref(site.names.secret),
        role: 'roles/secretmanager.secretAccessor',
        member: 'allAuthenticatedUsers',
      });
    },
  ],
  ['a role of a folder', on('folder_iam_member', () => ({ folder: 'folders/123', role: 'roles/editor' }))],
  [
    'a role of the organisation',
    on('organization_iam_member', () => ({ org_id: '1', role: 'roles/secretmanager.secretAccessor' })),
  ],
  ['a custom role that reads secrets', custom('secretmanager.versions.access')],
  ['a custom role that changes firewalls', custom('compute.firewalls.update', 'compute.networks.updatePolicy')],
  ['a custom role that makes tokens', custom('iam.serviceAccounts.getAccessToken')],
  ['a custom role that runs a command on hosts', custom('compute.instances.setMetadata', 'iam.serviceAccounts.actAs')],
  [
    "tokens of the proxy's account",
    on('service_account_iam_member', (site) => ({
      service_account_id: proxyAccount(site),
      role: 'roles/iam.serviceAccountTokenCreator',
    })),
  ],
  [
    "keys of the proxy's account",
    on('service_account_iam_member', (site) => ({
      service_account_id: proxyAccount(site),
      role: 'roles/iam.serviceAccountKeyAdmin',
    })),
  ],
  [
    "tokens of the proxy's account, by way of another account",
    (site) => {
      site.add('service_account.middle', { account_id: 'middle' });
      site.add('service_account_iam_member.opening', {
        service_account_id: ref('service_account.middle', 'name'),
        role: 'roles/iam.serviceAccountTokenCreator',
        member: account(site),
      });
      site.add('service_account_iam_member.on', {
        service_account_id: proxyAccount(site),
        role: 'roles/iam.serviceAccountTokenCreator',
        member: `serviceAccount:${ref('service_account.middle', 'email')}`,
      });
    },
  ],
  [
    'the right to publish what is pushed to the internet',
    all(
      on('pubsub_topic_iam_member', () => ({ topic: ref('pubsub_topic.t'), role: 'roles/pubsub.publisher' })),
      (site) => {
        site.add('pubsub_topic.t', { name: 't' });
        site.add('pubsub_subscription.s', {
          ...{ name: 's', topic: ref('pubsub_topic.t'), push_config: [{ push_endpoint: 'https://collect.example.net' }] },
        });
      },
    ),
  ],
  [
    "the proxy's account itself",
    (site) => site.fixture.identity(site, ref(site.names.proxyAccount, 'email')),
    'iam_member.proxy',
  ],
  [
    'a role of each of a list',
    (site) => {
      const member = account(site);
      site.add('project_iam_member.opening', {
        for_each: '${toset(["roles/logging.logWriter", "roles/secretmanager.secretAccessor"])}',
        project: ownProject,
        role: '${each.key}',
        member,
      });
    },
  ],
  [
    'a role that a variable says',
    (site) =>
      may(
        site.variable('role', {
          type: 'string',
          default: 'roles/logging.logWriter',
          validation: [{ condition: '${contains(["roles/logging.logWriter", "roles/editor"], var.role)}', error_message: 'no' }],
        }),
      )(site),
  ],
  [
    'a role, its account by its address',
    may('roles/editor', { member: 'serviceAccount:agent@own-project.iam.gserviceaccount.com' }),
  ],
];
