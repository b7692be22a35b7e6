import type { Interception } from '../envoy/bootstrap-props';
import { boundaryAuthority } from '../envoy/boundary-authority';
import { secretsFolder } from './host/secrets-refresher';
import type { ISecret } from './provided-secrets';
import { certificatePath } from './proxy-certificates';

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

const authority = certificatePath('intercept-ca');

/** Where Envoy finds what it ends TLS with: the authority's certificate in a file, the others where secrets are. */
export const interceptionOf = (props: InterceptionProps | undefined): Interception | undefined =>
  props && { ca: { file: authority }, certificates: { kind: 'files', directory: secretsFolder } };

/** The authority's certificate by its path; throws an Error if it isn't one certificate, or brings its key. */
export const authorityFiles = (props: InterceptionProps | undefined): ReadonlyMap<string, string> =>
  new Map(props ? [[authority, boundaryAuthority(props.ca)]] : []);
