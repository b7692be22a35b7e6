import type { Interception, LeafDelivery } from '../bootstrap-props';
import { type EnvoyConfig, extension } from '../extension';
import type { Rendered } from '../renderable';
import { sdsFile, secretDocument, watchedSecret } from '../watched-secret';

/** Envoy's name for the certificate and key by which the proxy stands in for the hosts of a destination. */
export const leafName = (destination: string) => `intercept-${destination}`;

/** Name of the SDS file that holds a destination's certificate and key. */
export const leafFile = (destination: string) => sdsFile(leafName(destination));

/** What an SDS file for the certificate of `destination` says; both texts are PEM. */
export function leafDocument(destination: string, { certificate, key }: { certificate: string; key: string }): string {
  const pair = { certificate_chain: { inline_string: certificate }, private_key: { inline_string: key } };
  return secretDocument(leafName(destination), { tls_certificate: pair });
}

/** TLS that ends at the proxy, with the certificate of the destination whose host the handshake names. */
export function endedTls(destinations: readonly Rendered[], { certificates }: Interception): EnvoyConfig {
  return extension('envoy.transport_sockets.tls', 'extensions.transport_sockets.tls.v3.DownstreamTlsContext', {
    common_tls_context: {
      tls_params: { tls_minimum_protocol_version: 'TLSv1_2', tls_maximum_protocol_version: 'TLSv1_3' },
      alpn_protocols: ['http/1.1'],
      tls_certificate_sds_secret_configs: destinations.map(({ name }) => leafReference(name, certificates)),
    },
  });
}

function leafReference(destination: string, delivery: LeafDelivery): EnvoyConfig {
  const name = leafName(destination);
  return delivery.kind === 'environment' ? { name } : watchedSecret({ name, directory: delivery.directory });
}

/** The bootstrap's own certificates when they are environment variables of Envoy's; empty otherwise. */
export function environmentLeaves(
  destinations: readonly Rendered[],
  interception: Interception | undefined,
): readonly EnvoyConfig[] {
  const delivery = interception?.certificates;
  if (delivery?.kind !== 'environment') return [];
  return destinations.map(({ name }) => {
    const { certificate, key } = delivery.variables(name);
    return {
      name: leafName(name),
      tls_certificate: {
        certificate_chain: { environment_variable: certificate },
        private_key: { environment_variable: key },
      },
    };
  });
}
