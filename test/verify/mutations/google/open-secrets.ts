// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { gzipSync } from 'node:zlib';
import { ref } from '../../terraform/network/airlock';
import type { Opening } from './row';
import type { Site } from './site';

const given = (name: string, value: unknown) => (site: Site) => site.fixture.give(site, name, value);
const agent = (site: Site) => `google_${site.names.agent}`;

/** Keys that look like real ones, in two parts so that no scanner finds them here. */
const githubToken = `ghp_${'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'}`;
const awsKey = `AKIA${'A1B2C3D4E5F6G7H8'}`;

/** A host's set-up, with one file in it. */
const cloudInit = (content: string | Buffer, encoding = 'b64') =>
  `#cloud-config\nwrite_files:\n- path: /etc/environment.d/key\n  encoding: ${encoding}\n  content: ${Buffer.from(content).toString('base64')}\n`;

export const openSecrets: readonly Opening[] = [
  ['a literal token', given('TOKEN', githubToken), agent],
  ['a literal key', given('KEY', awsKey), agent],
  [
    'what a secret version holds',
    (site) => {
      site.add('secret_manager_secret_version.v', {
        secret: ref(site.names.secret),
        secret_data: 'correct horse battery staple',
      });
      given('KEY', ref('secret_manager_secret_version.v', 'secret_data'))(site);
    },
    agent,
  ],
  [
    'what a secret version tells',
    (site) => {
      site.declare('data', { google_secret_manager_secret_version: { v: { secret: 'key' } } });
      given('KEY', '${data.google_secret_manager_secret_version.v.secret_data}')(site);
    },
    agent,
  ],
  [
    'what a store of passwords says',
    (site) => {
      site.declare('data', { onepassword_item: { k: { vault: 'v', title: 'key' } } });
      given('KEY', '${data.onepassword_item.k.password}')(site);
    },
    agent,
  ],
  ['a sensitive variable', (site) => given('KEY', site.variable('key', { type: 'string', sensitive: true }))(site), agent],
  [
    'a sensitive variable in a text',
    (site) => given('AUTH', `Bearer ${site.variable('key', { type: 'string', sensitive: true })}`)(site),
    agent,
  ],
  [
    'a sensitive variable by way of a local',
    (site) => {
      site.variable('key', { type: 'string', sensitive: true });
      site.declare('locals', { key: '${base64encode(var.key)}' });
      given('AUTH', '${local.key}')(site);
    },
    agent,
  ],
  [
    'the key of an account',
    (site) => {
      site.add('service_account_key.k', { service_account_id: ref(site.names.proxyAccount, 'name') });
      given('GOOGLE_CREDENTIALS', '${base64decode(google_service_account_key.k.private_key)}')(site);
    },
    agent,
  ],
  [
    'a secret in a file that Terraform fills in',
    (site) =>
      given(
        'SCRIPT',
        `\${templatefile("start.sh", { key = ${site.variable('key', { type: 'string', sensitive: true }).slice(2, -1)} })}`,
      )(site),
    agent,
  ],
  [
    'a secret among other things that are known after apply',
    (site) => {
      site.declare('data', { google_secret_manager_secret_version: { v: { secret: 'key' } } });
      const key = 'data.google_secret_manager_secret_version.v.secret_data';
      given('CONFIG', `\${jsonencode({ network = google_${site.names.network}.id, key = ${key} })}`)(site);
    },
    agent,
  ],
  [
    'what a secret version holds, in a text and in base64',
    (site) => {
      site.add('secret_manager_secret_version.v', {
        secret: ref(site.names.secret),
        secret_data: 'correct horse battery staple',
      });
      given('KEY', '${base64encode(google_secret_manager_secret_version.v.secret_data)}')(site);
    },
    agent,
  ],
  [
    'what a secret version holds, within a text',
    (site) => {
      site.add('secret_manager_secret_version.v', {
        secret: ref(site.names.secret),
        secret_data: 'correct horse battery staple',
      });
      given('HEADER', `Bearer ${ref('secret_manager_secret_version.v', 'secret_data')}`)(site);
    },
    agent,
  ],
  ['a literal key in a file of its cloud-init', given('user-data', cloudInit(`KEY=${awsKey}\n`)), agent],
  ['a literal key in a packed file', given('user-data', cloudInit(gzipSync(`KEY=${awsKey}\n`), 'gz+b64')), agent],
  [
    'what a secret version holds, in a file of its cloud-init',
    (site) => {
      site.add('secret_manager_secret_version.v', {
        secret: ref(site.names.secret),
        secret_data: 'correct horse battery staple',
      });
      given('user-data', cloudInit('export KEY="correct horse battery staple"\n'))(site);
    },
    agent,
  ],
  [
    'a literal key in a file beside one that a variable fills in',
    (site) =>
      given('user-data', `${cloudInit(`KEY=${awsKey}\n`)}- path: /etc/image\n  content: ${site.variable('image')}\n`)(site),
    agent,
  ],
];
