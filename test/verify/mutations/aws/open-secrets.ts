import type { Opening } from './row';
import { ref, type Site, sub } from './site';

/** The agent's environment holds a value. */
const given = (
  name: string,
  value: unknown | ((site: Site) => unknown),
): readonly [(site: Site) => unknown, (site: Site) => string] => [
  (site) => site.fixture.give(site, name, typeof value === 'function' ? value(site) : value),
  (site) => site.fixture.give(site, 'UNUSED', ''),
];

const noEcho = (site: Site) => site.parameter('Key', { NoEcho: true });

export const openSecrets: readonly Opening[] = [
  ['a key of Anthropic', ...given('ANTHROPIC_API_KEY', 'sk-ant-api03-0a1b2c3d4e5f6g7h8i9j0a1b2c3d4e5f')],
  ['an access key of AWS', ...given('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7QWERTYU')],
  ['a token of GitHub', ...given('TOKEN', 'ghp_0123456789abcdefghijklmnopqrstuvwxyz')],
  ['a password in a URL', ...given('DATABASE_URL', 'postgres://app:correcthorsebattery@db.internal/app')],
  ['a private key', ...given('KEY', '-----BEGIN RSA PRIVATE KEY-----\nMIIEow')],
  ['a parameter that is not echoed', ...given('API_KEY', noEcho)],
  [
    'a parameter that is not echoed, inside a text',
    ...given('HEADER', (site: Site) => ({ 'Fn::Join': ['', ['Bearer ', noEcho(site)]] })),
  ],
  ['a dynamic reference to a secret', ...given('API_KEY', '{{resolve:secretsmanager:prod/key:SecretString:password}}')],
  [
    'a dynamic reference to the secret of the stack',
    ...given('API_KEY', (site: Site) => sub(`{{resolve:secretsmanager:\${${site.names.secret}}}}`)),
  ],
  ['a secure parameter', ...given('API_KEY', '{{resolve:ssm-secure:/prod/key:1}}')],
  [
    'the secret key of a user',
    ...given('AWS_SECRET_ACCESS_KEY', (site: Site) => {
      site.add('Robot', 'IAM::User', {});
      site.add('RobotKey', 'IAM::AccessKey', { UserName: ref('Robot') });
      return { 'Fn::GetAtt': ['RobotKey', 'SecretAccessKey'] };
    }),
  ],
  [
    'a key in one stage',
    ...given('API_KEY', (site: Site) => {
      site.parameter('Stage', { AllowedValues: ['dev', 'prod'] });
      site.condition('IsProduction', { 'Fn::Equals': [ref('Stage'), 'prod'] });
      return { 'Fn::If': ['IsProduction', 'sk-ant-api03-0a1b2c3d4e5f6g7h8i9j0a1b2c3d4e5f', 'none'] };
    }),
  ],
  [
    'a key of a mapping',
    ...given('API_KEY', (site: Site) => {
      site.body.Mappings = { ...site.body.Mappings, Keys: { a: { key: 'sk-ant-api03-0a1b2c3d4e5f6g7h8i9j0a1b2c3d4e5f' } } };
      return { 'Fn::FindInMap': ['Keys', 'a', 'key'] };
    }),
  ],
];
