import type { IConstruct } from 'constructs';
import type { EgressPolicy } from '../policy/egress-policy';
import { warn } from './warning';

/** Warns of each destination that is sent the proxies' own access token: what it needs of Google Cloud is the user's to grant, and nothing is until then. */
export function warnOfTokens(scope: IConstruct, { destinations }: EgressPolicy): void {
  for (const { name } of destinations.filter(({ credential }) => credential?.type === 'google-access-token'))
    warn(
      scope,
      `destination '${name}': the proxies' account was given nothing for it: grant serviceAccount.member of the proxy what its paths need, no \
more, such as a role with aiplatform.endpoints.predict for Vertex AI`,
    );
}
