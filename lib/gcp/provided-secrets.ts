import { SecretManagerSecret } from '@cdktf/provider-google/lib/secret-manager-secret';
import { TerraformOutput, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { givenFor } from '../policy/given-for';
import { literal } from './literal';
import { placementOf } from './placement';
import { resourceName } from './resource-name';

/** A secret of Secret Manager: a SecretManagerSecret, or the data source of one that exists. */
export interface ISecret {
  /** `projects/PROJECT/secrets/NAME` */
  readonly id: string;
}

/**
 * Where each secret of a policy is, by its name: as given, or else new and without a version, with an output that prints the command that sets it.
 * Throws an Error if one is given that the policy doesn't use, or that isn't global.
 */
export function providedSecrets(
  scope: Construct,
  names: readonly string[],
  given: Readonly<Record<string, ISecret>> = {},
): ReadonlyMap<string, ISecret> {
  const sources = givenFor('secrets', names, given);
  return new Map(names.map((name) => [name, globalSecret(`secrets.${name}`, sources.get(name) ?? emptySecret(scope, name))]));
}

/** The secret, of whose id Terraform evaluates tokens alone; throws an Error if it isn't that of a global secret, as `where` calls it. */
export function globalSecret(where: string, secret: ISecret): ISecret {
  if (Token.isUnresolved(secret.id) || /^projects\/[\w.:-]+\/secrets\/[\w-]+$/.test(secret.id)) return { id: literal(secret.id) };
  throw new Error(`${where} must have the id projects/PROJECT/secrets/NAME, of a global secret, got '${secret.id}'`);
}

/** A secret of a stack; `id` is its name in Secret Manager. */
export const newSecret = (scope: Construct, name: string, id: string): SecretManagerSecret =>
  new SecretManagerSecret(scope, name, { project: placementOf(scope).project, secretId: id, replication: { auto: {} } });

function emptySecret(scope: Construct, name: string): ISecret {
  const secret = newSecret(scope, name, `${resourceName(scope, 200)}-${name}`);
  new TerraformOutput(scope, `Set-${name}`, {
    description: `Sets '${name}': asks for it, and keeps it off the screen and out of process arguments`,
    value: `read -rs KEY && printf %s "$KEY" | gcloud secrets versions add ${secret.id} --data-file=-`,
  });
  return secret;
}
