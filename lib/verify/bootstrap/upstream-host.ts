import { type Admission, unclear, unknownFields } from './admission';
import { extensionAt, listAt, type Part, partAt, textAt } from './envoy-config';
import { upstreamFilterProblems } from './upstream-filter';

/** Clusters by their names. */
export type Clusters = ReadonlyMap<string, Part>;

const clusterFields = [
  ...['name', 'type', 'load_assignment', 'cluster_type', 'lb_policy', 'circuit_breakers', 'connect_timeout', 'dns_lookup_family'],
  ...['per_connection_buffer_limit_bytes', 'transport_socket', 'typed_extension_protocol_options'],
];

/** The names one of which the certificate of a cluster's hosts must have, and what of the cluster can't be read. */
export function certifiedHosts(
  cluster: Part,
  where: string,
): { readonly hosts: readonly string[]; readonly open: readonly Admission[] } {
  const socket = extensionAt(cluster.transport_socket);
  if (socket?.type !== 'extensions.transport_sockets.tls.v3.UpstreamTlsContext')
    return { hosts: [], open: [unclear(`${where} isn't reached by verified TLS`)] };
  const tls = partAt(socket.config, 'common_tls_context');
  const validation = partAt(tls, 'validation_context');
  const names = validation && listAt(validation, 'match_typed_subject_alt_names')?.map(exactName);
  const open = [
    ...unknownFields(cluster, where, clusterFields),
    ...unknownFields(socket.config, where, ['@type', 'sni', 'common_tls_context']),
    ...unknownFields(tls, where, ['tls_params', 'validation_context', 'alpn_protocols']),
    ...unknownFields(validation, where, ['trusted_ca', 'match_typed_subject_alt_names']),
    ...protocolProblems(cluster, where),
  ];
  const verified = isFile(validation?.trusted_ca) && names && names.length > 0 && names.every((name) => name !== undefined);
  if (!verified) return { hosts: [], open: [...open, unclear(`the certificate of ${where} isn't verified`)] };
  return { hosts: [...new Set(names)], open };
}

/** Certificates that the machine or the operator gives. */
const isFile = (source: unknown): boolean =>
  textAt(source, 'filename') !== undefined || textAt(source, 'environment_variable') !== undefined;

function exactName(match: unknown): string | undefined {
  const name = textAt(match, 'matcher', 'exact');
  return name !== undefined && ['DNS', 'IP_ADDRESS'].includes(String(textAt(match, 'san_type'))) ? name.toLowerCase() : undefined;
}

/** Filters that requests pass on their way to the upstream, none of which may change what was judged. */
function protocolProblems(cluster: Part, where: string): Admission[] {
  return Object.values(partAt(cluster, 'typed_extension_protocol_options') ?? {}).flatMap((options) => {
    const filters = listAt(options, 'http_filters') ?? [undefined];
    return [
      ...unknownFields(options, where, [
        ...['@type', 'auto_config', 'explicit_http_config', 'upstream_http_protocol_options', 'common_http_protocol_options'],
        'http_filters',
      ]),
      ...unknownFields(partAt(options, 'upstream_http_protocol_options') ?? {}, where, ['auto_sni', 'auto_san_validation']),
      ...filters.flatMap((filter) => upstreamFilterProblems(filter, where)),
    ];
  });
}

/** Whether the addresses of a cluster come from resolving the request's host, and not from the configuration. */
export const isResolving = (cluster: Part): boolean =>
  extensionAt(cluster.cluster_type)?.type === 'extensions.clusters.dynamic_forward_proxy.v3.ClusterConfig';
