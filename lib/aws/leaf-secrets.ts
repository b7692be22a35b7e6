import { CfnOutput, SecretValue, Stack } from 'aws-cdk-lib';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { placeholderCertificate } from '../envoy/placeholder-certificate';
import { givenFor } from '../policy/given-for';

/**
 * The secret with the certificate and key of each destination, by its name: as given, or else new, with a placeholder that no client takes,
 * named so that `agent-airlock certificates --store` finds it, and one output that prints that command. Throws an Error if one is given that
 * isn't used.
 */
export function leafSecrets(
  scope: Construct,
  destinations: readonly string[],
  given: Readonly<Record<string, ISecret>> = {},
): ReadonlyMap<string, ISecret> {
  const sources = givenFor('interception.certificates', destinations, given);
  const missing = destinations.filter((name) => !sources.has(name));
  const made = missing.length === 0 ? new Map<string, ISecret>() : newSecrets(scope, missing);
  return new Map([...sources, ...made]);
}

function newSecrets(scope: Construct, destinations: readonly string[]): ReadonlyMap<string, ISecret> {
  // the command finds secrets by name; the path keeps those of two airlocks in a stack apart
  const prefix = `${Stack.of(scope).stackName}/${scope.node.addr.slice(-8)}`;
  const secret = (name: string, value: object) =>
    new Secret(scope, name, {
      secretName: `${prefix}/${name}`,
      description: `Certificate of '${name}' for interception; a placeholder until it is stored`,
      secretStringValue: SecretValue.unsafePlainText(JSON.stringify(value)),
    });
  // nobody reads it here, but the command stores it with the others
  secret('ca', { certificate: placeholderCertificate.certificate });
  new CfnOutput(scope, 'Store', {
    description: 'Makes the certificates of intercepted destinations, or renews them, and stores them',
    value: `agent-airlock certificates airlock.yaml --output certificates --store aws:${prefix}`,
  });
  return new Map(destinations.map((name) => [name, secret(name, placeholderCertificate)]));
}
