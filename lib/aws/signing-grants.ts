import { Annotations } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { EgressPolicy } from '../policy/egress-policy';
import { bedrockGrants } from './bedrock-grants';

/** Lets the proxies' role do what the policy has them sign, no more; warns of each destination for which that can't be told. */
export function grantSigned(scope: Construct, role: IRole, { destinations }: EgressPolicy): void {
  for (const destination of destinations.filter(({ credential }) => credential?.type === 'aws-sigv4')) {
    const statements = bedrockGrants(scope, destination);
    statements?.forEach((statement) => {
      role.addToPrincipalPolicy(statement);
    });
    if (!statements) Annotations.of(scope).addWarningV2(`agent-airlock:sigv4:${destination.name}`, unknown(destination.name));
  }
}

const unknown = (name: string): string =>
  `destination '${name}': what its paths need of AWS isn't known, so the proxies' role was given nothing for it: grant it to the proxy, such as \
bucket.grantRead(proxy) or proxy.grantPrincipal.addToPrincipalPolicy(statement)`;
