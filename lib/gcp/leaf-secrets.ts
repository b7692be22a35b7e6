import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { givenFor } from '../policy/given-for';
import { globalSecret, type ISecret, newSecret } from './provided-secrets';
import { resourceName } from './resource-name';

/**
 * The secret with the certificate and key of each destination, by its name: as given, or else new and without a version, named so that
 * `agent-airlock certificates --store` finds it, and one output that prints that command. Throws an Error if one is given that isn't used.
 */
export function leafSecrets(
  scope: Construct,
  destinations: readonly string[],
  given: Readonly<Record<string, ISecret>> = {},
): ReadonlyMap<string, ISecret> {
  const sources = new Map(
    [...givenFor('interception.certificates', destinations, given)].map(
      ([name, secret]) => [name, globalSecret(`interception.certificates.${name}`, secret)] as const,
    ),
  );
  const missing = destinations.filter((name) => !sources.has(name));
  const made = missing.length === 0 ? new Map<string, ISecret>() : newSecrets(scope, missing);
  return new Map([...sources, ...made]);
}

function newSecrets(scope: Construct, destinations: readonly string[]): ReadonlyMap<string, ISecret> {
  // the command finds secrets by name, PREFIX-DESTINATION
  const prefix = resourceName(scope, 200);
  // nobody reads it here, but the command stores it with the others
  newSecret(scope, 'ca', `${prefix}-ca`);
  new TerraformOutput(scope, 'Store', {
    description: 'Makes the certificates of intercepted destinations, or renews them, and stores them',
    value: `agent-airlock certificates airlock.yaml --output certificates --store gcp:${prefix}`,
  });
  return new Map(destinations.map((name) => [name, newSecret(scope, `leaf-${name}`, `${prefix}-${name}`)]));
}
