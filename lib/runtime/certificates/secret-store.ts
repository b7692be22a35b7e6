import type { CommandLine } from '../parent-death';

/** Where a platform keeps secrets: one a destination, all under one prefix. */
export interface SecretStore {
  /** As it is written: `aws:PREFIX` or `gcp:PREFIX`. */
  readonly text: string;
  /** The command that gives a secret a new value, which it reads from `file`; `-` stands for standard input. */
  readonly command: (certificate: string, file: string) => CommandLine;
}

/** Reads `aws:PREFIX` or `gcp:PREFIX`; undefined if it is neither. */
export function parseSecretStore(text: string): SecretStore | undefined {
  const [, kind, prefix = ''] = /^(aws|gcp):([A-Za-z0-9].*)$/.exec(text) ?? [];
  if (kind === 'aws' && /^[\w/+=.@-]{1,400}(?<!\/)$/.test(prefix)) return { text, command: aws(prefix) };
  if (kind === 'gcp' && /^[\w-]{1,200}$/.test(prefix)) return { text, command: google(prefix) };
  return undefined;
}

const aws =
  (prefix: string): SecretStore['command'] =>
  (certificate, file) => {
    const value = ['--secret-string', `file://${file === '-' ? '/dev/stdin' : file}`];
    return ['aws', 'secretsmanager', 'put-secret-value', '--secret-id', `${prefix}/${certificate}`, ...value];
  };

// a name of Google's has no slash
const google =
  (prefix: string): SecretStore['command'] =>
  (certificate, file) => ['gcloud', 'secrets', 'versions', 'add', `${prefix}-${certificate}`, `--data-file=${file}`, '--quiet'];
