/** Where a tool finds its secrets, a file each, which are memory. */
const secretsMount = '/run/secrets';

/** What a tool finds in its environment: where it listens, and in which files its certificate, key and secrets are. */
export const toolVariables = (port: number, secrets: readonly string[]): Readonly<Record<string, string>> => ({
  PORT: String(port),
  TMPDIR: '/tmp',
  TLS_CERTIFICATE_FILE: `${secretsMount}/certificate.pem`,
  TLS_KEY_FILE: `${secretsMount}/key.pem`,
  ...Object.fromEntries(secrets.map((name) => [`${name}_FILE`, `${secretsMount}/${name}`])),
});

/** Throws an Error for a secret whose name is no variable's, or whose variable is taken. */
export function refuseToolSecrets(names: readonly string[]): void {
  const taken = ['TLS_CERTIFICATE', 'TLS_KEY'];
  const wrong = names.find((name) => taken.includes(name) || !/^[A-Z_][A-Z0-9_]*$/.test(name));
  if (wrong === undefined) return;
  throw new Error(`secrets must be by a variable of the tool's own, A-Z, 0-9 and _, but not ${taken.join(', ')}; got '${wrong}'`);
}

/** The volume by which the container of a tool has them, from a folder of its host. */
export const secretsVolume = (folder: string): string => `--volume=${folder}:${secretsMount}:ro`;
