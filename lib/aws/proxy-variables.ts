import { Secret } from 'aws-cdk-lib/aws-ecs';
import { givenFor } from '../policy/given-for';
import { type LocatedSecret, locatedSecret, type SecretSource } from './provided-secrets';

/** Certificates in PEM that an upstream is verified with, as text or from where secrets are. */
export type CertificateSource = string | SecretSource;

/** Envoy's environment: what anyone may read, and what ECS injects when it starts a task. */
export interface ProxyVariables {
  readonly environment: Readonly<Record<string, string>>;
  readonly injected: Readonly<Record<string, LocatedSecret>>;
}

/** The variable that holds a secret of the policy. */
export const secretVariable = (name: string): string => `AIRLOCK_SECRET_${upperCase(name)}`;
/** The variable that holds a certificate of the policy. */
export const certificateVariable = (name: string): string => `AIRLOCK_CERTIFICATE_${upperCase(name)}`;

/** The variables that hold the certificate and key by which the proxies stand in for a destination. */
export const leafVariables = (destination: string): { readonly certificate: string; readonly key: string } => ({
  certificate: `AIRLOCK_INTERCEPT_${upperCase(destination)}_CERTIFICATE`,
  key: `AIRLOCK_INTERCEPT_${upperCase(destination)}_KEY`,
});

/** The variables for a policy's secrets and certificates; throws an Error if a certificate is missing or one is given that isn't used. */
export function proxyVariables(
  secrets: ReadonlyMap<string, LocatedSecret>,
  certificates: readonly string[],
  given: Readonly<Record<string, CertificateSource>> = {},
): ProxyVariables {
  const sources = givenFor('certificates', certificates, given);
  const missing = certificates.find((name) => !sources.has(name));
  if (missing)
    throw new Error(`certificates must hold the PEM text, or a secret with it, of '${missing}', which the policy uses; got none`);
  const texts = [...sources].flatMap(([name, source]) =>
    typeof source === 'string' ? [[certificateVariable(name), source]] : [],
  );
  const kept = [...sources].flatMap(([name, source]) =>
    typeof source === 'string' ? [] : [[certificateVariable(name), locatedSecret(source)] as const],
  );
  const credentials = [...secrets].map(([name, secret]) => [secretVariable(name), secret] as const);
  return { environment: Object.fromEntries(texts), injected: Object.fromEntries([...credentials, ...kept]) };
}

/** Injected variables as a container definition takes them. */
export function containerSecrets({ injected }: Pick<ProxyVariables, 'injected'>): Record<string, Secret> {
  return Object.fromEntries(
    Object.entries(injected).map(([variable, { secret, field }]) => [variable, Secret.fromSecretsManager(secret, field)]),
  );
}

const upperCase = (name: string): string => name.toUpperCase().replaceAll('-', '_');
