import { SecretManagerSecretIamMember } from '@cdktf/provider-google/lib/secret-manager-secret-iam-member';
import type { Construct } from 'constructs';
import type { ISecret } from './provided-secrets';

/** Lets a service account read the versions of single secrets, by their names; nothing else about them, and no other secret. */
export function allowSecretValues(scope: Construct, secrets: ReadonlyMap<string, ISecret>, member: string): void {
  for (const [name, { id: secretId }] of secrets)
    new SecretManagerSecretIamMember(scope, `Read-${name}`, { secretId, role: 'roles/secretmanager.secretAccessor', member });
}
