import { CfnOutput } from 'aws-cdk-lib';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { givenFor } from '../policy/given-for';

/** A secret of AWS Secrets Manager, or one field of it if it is JSON. One under a key of your own must be imported with that key. */
export type SecretSource = ISecret | { readonly secret: ISecret; readonly field: string };

/** A secret, and the field of it if it is JSON. */
export interface LocatedSecret {
  readonly secret: ISecret;
  readonly field?: string;
}

/**
 * Where each secret of a policy is, by its name: as given, or else new, with a generated placeholder and an output that prints the
 * command that sets it. Throws an Error if one is given that the policy doesn't use.
 */
export function providedSecrets(
  scope: Construct,
  names: readonly string[],
  given: Readonly<Record<string, SecretSource>> = {},
): ReadonlyMap<string, LocatedSecret> {
  const sources = givenFor('secrets', names, given);
  return new Map(names.map((name) => [name, locatedSecret(sources.get(name) ?? placeholder(scope, name))]));
}

/** The secret of a source, and its field if it has one. */
export const locatedSecret = (source: SecretSource): LocatedSecret => ('field' in source ? source : { secret: source });

function placeholder(scope: Construct, name: string): ISecret {
  const secret = new Secret(scope, name, {
    description: `Credential '${name}' of the egress policy; a placeholder until it is set`,
    generateSecretString: { excludePunctuation: true },
  });
  const put = `aws secretsmanager put-secret-value --secret-id ${secret.secretArn} --secret-string file:///dev/stdin`;
  new CfnOutput(scope, `Set-${name}`, {
    description: `Sets '${name}': asks for it, and keeps it off the screen and out of process arguments`,
    value: `read -rs KEY && printf %s "$KEY" | ${put}`,
  });
  return secret;
}
