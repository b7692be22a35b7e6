import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { type LocatedSecret, locatedSecret, type SecretSource } from './provided-secrets';

/** What a tool finds in its environment, besides its secrets. */
export const toolVariables = (port: number): Record<string, string> => ({ PORT: String(port), TMPDIR: '/tmp' });

/**
 * What ECS injects into a tool, by variable: its certificate and key, and its secrets. Throws an Error for a name that is no variable's or is
 * taken.
 */
export function toolSecrets(
  certificate: ISecret,
  secrets: Readonly<Record<string, SecretSource>>,
): Readonly<Record<string, LocatedSecret>> {
  const own = {
    TLS_CERTIFICATE: { secret: certificate, field: 'certificate' },
    TLS_KEY: { secret: certificate, field: 'key' },
  };
  const taken = [...Object.keys(own), ...Object.keys(toolVariables(0))];
  const wrong = Object.keys(secrets).find((name) => taken.includes(name) || !/^[A-Z_][A-Z0-9_]*$/.test(name));
  if (wrong !== undefined)
    throw new Error(
      `secrets must be by a variable of the tool's own, A-Z, 0-9 and _, but not ${taken.join(', ')}; got '${wrong}'`,
    );
  const given = Object.entries(secrets).map(([name, source]) => [name, locatedSecret(source)] as const);
  return { ...own, ...Object.fromEntries(given) };
}
