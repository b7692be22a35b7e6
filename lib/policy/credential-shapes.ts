/** What credentials look like, and what deployments put in place of one. */
const shapes: readonly (readonly [string, RegExp])[] = [
  ['an AWS access key', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['an Anthropic key', /\bsk-ant-[A-Za-z0-9_-]{8,}/],
  ['an OpenAI key', /\bsk-(?:proj-)?[A-Za-z0-9_-]{32,}/],
  ['a GitHub token', /\b(?:gh[oprsu]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,})/],
  ['a GitLab token', /\bglpat-[A-Za-z0-9_-]{16,}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{32,}/],
  ['a PyPI token', /\bpypi-[A-Za-z0-9_-]{32,}/],
  ['a Slack token', /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/],
  ['a Google API key', /\bAIza[A-Za-z0-9_-]{35}/],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----[^']*/],
  ['a value that CloudFormation takes from a secret', /\{\{resolve:(?:secretsmanager|ssm-secure):/],
];

/** What kind of credential a text holds, if it holds one. The text itself belongs in no message. */
export const credentialIn = (text: string): string | undefined => shapes.find(([, shape]) => shape.test(text))?.[0];

/** A text for a message, with the kind of each credential in its place. */
export const withoutCredentials = (text: string): string =>
  shapes.reduce((left, [kind, shape]) => left.replace(new RegExp(shape, 'g'), `(${kind}, not shown)`), text);
