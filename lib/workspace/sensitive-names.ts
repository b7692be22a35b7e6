import { foldedName } from './folded-name';

/** A name that tells that something holds a credential. */
export interface SensitiveName {
  /** Lower case; the last parts of a path, `*` stands for any characters but `/`. */
  readonly pattern: string;
  readonly kind: string;
  /** Names of files, which match too, that are there to be shown. @default - none */
  readonly but?: readonly string[];
}

/**
 * What an agent doesn't get to see unless it is exposed by name.
 * The first part is the list in "Securely deploying AI agents", in the documentation of the Claude Agent SDK; the second is ours.
 */
export const sensitiveNames: readonly SensitiveName[] = [
  { pattern: '.env', kind: 'variables' },
  // by their names they are committed for everybody to read, and say what must be set
  { pattern: '.env.*', kind: 'variables', but: ['.env.example', '.env.sample', '.env.template', '.env.dist'] },
  { pattern: '.git-credentials', kind: 'passwords of git' },
  { pattern: '.aws', kind: 'keys of AWS' },
  { pattern: 'application_default_credentials.json', kind: 'credentials of Google Cloud' },
  { pattern: '.azure', kind: 'credentials of Azure' },
  { pattern: '.docker/config.json', kind: 'passwords of registries' },
  { pattern: '.kube/config', kind: 'credentials of clusters' },
  { pattern: '.npmrc', kind: 'tokens of npm' },
  { pattern: '.pypirc', kind: 'tokens of PyPI' },
  { pattern: '*-service-account.json', kind: 'a key of Google Cloud' },
  { pattern: '*.pem', kind: 'a private key or a certificate', but: ['certifi/cacert.pem'] },
  { pattern: '*.key', kind: 'a private key' },
  { pattern: '.ssh', kind: 'keys of SSH' },
  { pattern: '.config', kind: 'settings of programs, credentials among them' },

  { pattern: '.netrc', kind: 'passwords' },
  { pattern: '_netrc', kind: 'passwords' },
  { pattern: '.pgpass', kind: 'passwords of PostgreSQL' },
  { pattern: '.my.cnf', kind: 'passwords of MySQL' },
  { pattern: '.dockercfg', kind: 'passwords of registries' },
  { pattern: '.vault-token', kind: 'a token of Vault' },
  { pattern: '.gnupg', kind: 'keys of GnuPG' },
  { pattern: 'id_rsa', kind: 'a private key' },
  { pattern: 'id_dsa', kind: 'a private key' },
  { pattern: 'id_ecdsa', kind: 'a private key' },
  { pattern: 'id_ed25519', kind: 'a private key' },
  { pattern: 'id_ecdsa_sk', kind: 'a private key' },
  { pattern: 'id_ed25519_sk', kind: 'a private key' },
  { pattern: '*.ppk', kind: 'a private key' },
  { pattern: '*.p12', kind: 'a private key' },
  { pattern: '*.pfx', kind: 'a private key' },
  { pattern: '*.jks', kind: 'private keys of Java' },
  { pattern: '*.keystore', kind: 'private keys of Java or Android' },
  { pattern: '*.kdbx', kind: 'passwords of KeePass' },
  { pattern: '.dev.vars', kind: 'variables' },
  { pattern: '*.tfstate', kind: 'a state of Terraform, with passwords in clear text' },
  { pattern: '*.tfstate.backup', kind: 'a state of Terraform, with passwords in clear text' },
  { pattern: '.s3cfg', kind: 'keys of AWS' },
  { pattern: '.boto', kind: 'credentials of Google Cloud' },
  { pattern: 'service-account.json', kind: 'a key of Google Cloud' },
  { pattern: '*_service_account.json', kind: 'a key of Google Cloud' },
  { pattern: '.cargo/credentials', kind: 'tokens of Cargo' },
  { pattern: '.cargo/credentials.toml', kind: 'tokens of Cargo' },
  { pattern: '.claude/.credentials.json', kind: 'a session of Claude Code' },
];

interface Matcher extends SensitiveName {
  readonly ends: RegExp;
  readonly exceptions: readonly RegExp[];
}

const matchers: readonly Matcher[] = sensitiveNames.map((entry) => ({
  ...entry,
  ends: ending(entry.pattern),
  exceptions: (entry.but ?? []).map(ending),
}));

function ending(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*');
  return new RegExp(`(?:^|/)${escaped}$`);
}

/** What the last name of `path` (with `/`) says that it holds, if it is sensitive; exceptions are for files only. */
export function sensitiveKind(path: string, isFolder = false): string | undefined {
  const folded = foldedName(path);
  const found = matchers.find(
    ({ ends, exceptions }) => ends.test(folded) && (isFolder || !exceptions.some((exception) => exception.test(folded))),
  );
  return found?.kind;
}
