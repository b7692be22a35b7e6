const providers = ['ANTHROPIC_AWS', 'ANTHROPIC_GOOGLE_CLOUD', 'BEDROCK', 'FOUNDRY', 'GATEWAY', 'MANTLE', 'VERTEX'];

/**
 * Variables by which settings of a project would make Claude Code run something outside of its sandbox, each with a value that only says what holds
 * anyway: managed settings win, and an empty one counts as not set. Providers are among them as each has a helper that a project may name.
 * Source: "How `env` values interact with your shell" in https://code.claude.com/docs/en/settings-reference; each was tried with 2.1.332.
 */
export const pinnedVariables: Readonly<Record<string, string>> = {
  ...Object.fromEntries(providers.map((provider) => [`CLAUDE_CODE_USE_${provider}`, ''])),
  BASH_ENV: '',
  CLAUDE_CODE_SHELL: '/bin/bash',
  CLAUDE_CODE_SHELL_PREFIX: '',
  ENV: '',
  LD_PRELOAD: '',
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
};
