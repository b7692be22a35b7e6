import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Interception } from '../envoy/bootstrap-props';
import { boundaryAuthority } from '../envoy/boundary-authority';
import { certificateVariable, leafVariables, type ProxyVariables } from './proxy-variables';

/** What the proxies end TLS with, for destinations with `access: intercept`. */
export interface InterceptionProps {
  /** PEM text of the boundary's own authority, `ca.pem` of `agent-airlock certificates`; never its key. */
  readonly ca: string;
  /**
   * A secret for each destination, JSON with the fields `certificate` and `key`, as `agent-airlock certificates --store` writes it.
   * @default - new ones, with an output that prints the command
   */
  readonly certificates?: Readonly<Record<string, ISecret>>;
}

const authority = 'intercept-ca';

/** Where Envoy finds what it ends TLS with: variables. */
export const interceptionOf = (props: InterceptionProps | undefined): Interception | undefined =>
  props && {
    ca: { environment: certificateVariable(authority) },
    certificates: { kind: 'environment', variables: leafVariables },
  };

/** The variables for interception; throws an Error if the authority isn't one certificate, or brings its key. */
export function interceptionVariables({ ca }: InterceptionProps, secrets: ReadonlyMap<string, ISecret>): ProxyVariables {
  const injected = [...secrets].flatMap(([destination, secret]) => {
    const { certificate, key } = leafVariables(destination);
    return [
      [certificate, { secret, field: 'certificate' }],
      [key, { secret, field: 'key' }],
    ] as const;
  });
  return { environment: { [certificateVariable(authority)]: boundaryAuthority(ca) }, injected: Object.fromEntries(injected) };
}
