/**
 * Variables that tools commonly take credentials from. `run` sets none of them; a command in sandbox-runtime's sandbox starts without them: sandbox-runtime hands on every variable that
 * it was started with. `ANTHROPIC_API_KEY` isn't among them, as `render env` sets it to a placeholder.
 */
export const credentialVariables: readonly string[] = [
  'ANTHROPIC_AUTH_TOKEN',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AZURE_CLIENT_SECRET',
  'CLAUDE_CODE_OAUTH_TOKEN',
  'DATABASE_URL',
  'DOCKER_AUTH_CONFIG',
  'GEMINI_API_KEY',
  'GH_TOKEN',
  'GITHUB_TOKEN',
  'GITLAB_TOKEN',
  'GOOGLE_API_KEY',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'HF_TOKEN',
  'NODE_AUTH_TOKEN',
  'NPM_TOKEN',
  'OPENAI_API_KEY',
  'PGPASSWORD',
  'PIP_INDEX_URL',
  'SSH_AUTH_SOCK',
  'VAULT_TOKEN',
];
