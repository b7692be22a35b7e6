/** Files that no agent and no image gets, by their names. */
export const hiddenPaths: readonly string[] = [
  '.env',
  '.env.local',
  '.env.production.local',
  'app/.env',
  '.ENV',
  '.Env.Local',
  '.git-credentials',
  '.aws',
  '.AWS',
  'home/.aws',
  'application_default_credentials.json',
  '.azure',
  '.docker/config.json',
  '.kube/config',
  '.npmrc',
  'packages/one/.npmrc',
  '.pypirc',
  'deploy-service-account.json',
  'tls.pem',
  'node_modules/agent-base/test/server.key',
  '.ssh',
  '.config',
  '.netrc',
  'id_ed25519',
  'store.P12',
  'a b/line\nbreak/.env',
  '.env.example.local',
  'certifi/other.pem',
];

/** Files whose names look like those of others. */
export const shownPaths: readonly string[] = [
  ...['.env.example', 'app/.env.sample', '.env.template', '.env.dist', '.environment', 'env', 'x.env', '.envrc'],
  ...['keys.ts', 'pem', 'monkey', '.keyboard', 'config', 'kube/config', 'docker/config.json', '.docker/other.json', '.npmrc.md'],
  ...['aws/credentials', 'id_rsa.pub', 'venv/lib/certifi/cacert.pem', 'service-account.json.md'],
];
