import { Stack } from 'aws-cdk-lib';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';

/** Lets a role read a secret's value and nothing else about it; also through the secret's own key, if it was made or imported with one. */
export function allowSecretValue(role: IRole, secret: ISecret): void {
  const arn = exactArn(secret);
  role.addToPrincipalPolicy(new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [arn] }));
  if (!secret.encryptionKey) return;
  const service = `secretsmanager.${Stack.of(role).region}.${Stack.of(role).urlSuffix}`;
  role.addToPrincipalPolicy(
    new PolicyStatement({
      actions: ['kms:Decrypt'],
      resources: [secret.encryptionKey.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': service }, StringLike: { 'kms:EncryptionContext:SecretARN': arn } },
    }),
  );
}

/** The secret's ARN; of one imported by name, with `?` for each of the six characters that Secrets Manager adds. */
const exactArn = (secret: ISecret): string => secret.secretFullArn ?? `${secret.secretArn}-??????`;
