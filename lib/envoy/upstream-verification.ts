import ipaddr from 'ipaddr.js';
import type { AuthoritySource } from './bootstrap-props';
import { certificateData } from './certificate-data';
import type { EnvoyConfig } from './extension';
import { secretDocument, watchedSecret } from './watched-secret';

/** The part of a TLS context that verifies an upstream: one of the authorities vouches for it, and for its name. */
export function upstreamVerification(host: string, source: AuthoritySource): EnvoyConfig {
  // a trusted CA alone would accept any host's certificate, and be sent the key
  const name = {
    match_typed_subject_alt_names: [{ san_type: ipaddr.isValid(host) ? 'IP_ADDRESS' : 'DNS', matcher: { exact: host } }],
  };
  if (!('directory' in source)) return { validation_context: { trusted_ca: certificateData(source), ...name } };
  return {
    combined_validation_context: {
      default_validation_context: name,
      validation_context_sds_secret_config: watchedSecret(source),
    },
  };
}

/** What the SDS file of an authority says; `certificates` are PEM. */
export const authorityDocument = (name: string, certificates: string): string =>
  secretDocument(name, { validation_context: { trusted_ca: { inline_string: certificates } } });
