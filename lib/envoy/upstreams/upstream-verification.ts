import ipaddr from 'ipaddr.js';
import type { AuthoritySource, BootstrapProps } from '../bootstrap-props';
import { certificateData } from '../certificate-data';
import { type EnvoyConfig, extension } from '../extension';
import { secretDocument, watchedSecret } from '../watched-secret';

/** The authorities that vouch for what names none of its own. */
export const publicAuthority = (trustedCa: BootstrapProps['trustedCa']): AuthoritySource =>
  typeof trustedCa === 'string' ? { file: trustedCa } : trustedCa;

/** TLS to a host whose certificate is verified by its authorities and for its name. */
export function verifiedTls(host: string, authority: AuthoritySource): EnvoyConfig {
  return extension('envoy.transport_sockets.tls', 'extensions.transport_sockets.tls.v3.UpstreamTlsContext', {
    ...(!ipaddr.isValid(host) && { sni: host }),
    common_tls_context: {
      tls_params: { tls_minimum_protocol_version: 'TLSv1_2', tls_maximum_protocol_version: 'TLSv1_3' },
      ...upstreamVerification(host, authority),
    },
  });
}

/** The part of a TLS context that verifies an upstream: one of the authorities vouches for it, and for its name. */
function upstreamVerification(host: string, source: AuthoritySource): EnvoyConfig {
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
