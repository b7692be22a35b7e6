import { type Admission, unclear, unknownFields } from './admission';
import { extensionAt, hasOnly, isPart, listAt, type Part, partAt, textAt } from './envoy-config';
import { secretFile } from './secret-reference';
import type { UpstreamCredential } from './upstream-credential';
import { type UpstreamFilter, upstreamFilter } from './upstream-filter';

/** Clusters by their names. */
export type Clusters = ReadonlyMap<string, Part>;

const clusterFields = [
  ...['name', 'type', 'load_assignment', 'cluster_type', 'circuit_breakers', 'connect_timeout', 'outlier_detection'],
  ...['per_connection_buffer_limit_bytes', 'transport_socket', 'typed_extension_protocol_options'],
];

/** Whom a cluster leads to, and what requests to it get on their way. */
export interface UpstreamHost {
  /** The names one of which the certificate of its hosts must have. */
  readonly hosts: readonly string[];
  readonly credentials: readonly UpstreamCredential[];
  /** What of it can't be read. */
  readonly open: readonly Admission[];
}

/** Whom a cluster leads to, where its credentials' tokens come from being one of `clusters`. */
export function upstreamHost(cluster: Part, where: string, clusters: Clusters): UpstreamHost {
  const filters = filtersOf(cluster, where);
  const tokens = filters.flatMap((filter) => filter.tokens ?? []).filter((each) => !isToken(each, clusters));
  const { hosts, open } = certifiedHosts(cluster, where);
  return {
    hosts,
    credentials: filters.flatMap(({ credential }) => credential ?? []),
    open: [
      ...open,
      ...filters.flatMap(({ problems }) => problems),
      ...tokens.map(({ host }) => unclear(`the tokens for ${where} come from what may not be ${host}`)),
    ],
  };
}

/** Whether tokens are asked for at the host that is meant, over verified TLS. */
function isToken({ cluster: name, host }: { readonly cluster: string; readonly host: string }, clusters: Clusters): boolean {
  const cluster = clusters.get(name);
  if (!cluster || filtersOf(cluster, name).some(({ problems, credential }) => problems.length > 0 || credential)) return false;
  const { hosts, open } = certifiedHosts(cluster, name);
  return open.length === 0 && hosts.length === 1 && hosts[0] === host;
}

function certifiedHosts(cluster: Part, where: string): Omit<UpstreamHost, 'credentials'> {
  const socket = extensionAt(cluster.transport_socket);
  if (socket?.type !== 'extensions.transport_sockets.tls.v3.UpstreamTlsContext')
    return { hosts: [], open: [unclear(`${where} isn't reached by verified TLS`)] };
  const tls = partAt(socket.config, 'common_tls_context');
  const names = verifiedNames(tls);
  const open = [
    ...unknownFields(cluster, where, clusterFields),
    ...unknownFields(socket.config, where, ['@type', 'sni', 'common_tls_context']),
    ...unknownFields(tls, where, ['tls_params', 'validation_context', 'combined_validation_context', 'alpn_protocols']),
    ...protocolProblems(cluster, where),
  ];
  if (!names) return { hosts: [], open: [...open, unclear(`the certificate of ${where} isn't verified`)] };
  return { hosts: [...new Set(names)], open };
}

/** The names that a certificate must have, once it is verified; undefined if it may not be. */
function verifiedNames(tls: Part | undefined): readonly string[] | undefined {
  const followed = partAt(tls, 'combined_validation_context');
  const context = partAt(followed, 'default_validation_context') ?? partAt(tls, 'validation_context');
  const names = listAt(context, 'match_typed_subject_alt_names')?.map(exactName) ?? [];
  const isVerified = followed
    ? isFollowed(followed) && hasOnly(context, ['match_typed_subject_alt_names'])
    : hasOnly(context, ['trusted_ca', 'match_typed_subject_alt_names']) && isFile(context?.trusted_ca);
  const found = names.filter((name) => name !== undefined);
  return isVerified && found.length > 0 && found.length === names.length ? found : undefined;
}

/** Whether authorities come from a file that Envoy watches. */
function isFollowed(followed: Part): boolean {
  const { validation_context_sds_secret_config: reference } = followed;
  const known = hasOnly(followed, ['default_validation_context', 'validation_context_sds_secret_config']);
  return known && isPart(reference) && reference.sds_config !== undefined && secretFile(reference);
}

/** Certificates that the machine or the operator gives. */
const isFile = (source: unknown): boolean =>
  textAt(source, 'filename') !== undefined || textAt(source, 'environment_variable') !== undefined;

function exactName(match: unknown): string | undefined {
  const name = textAt(match, 'matcher', 'exact');
  return name !== undefined && ['DNS', 'IP_ADDRESS'].includes(String(textAt(match, 'san_type'))) ? name.toLowerCase() : undefined;
}

const optionsOf = (cluster: Part) => Object.values(partAt(cluster, 'typed_extension_protocol_options') ?? {});

/** Filters that requests pass on their way to the upstream. */
const filtersOf = (cluster: Part, where: string): readonly UpstreamFilter[] =>
  optionsOf(cluster).flatMap((options) =>
    (listAt(options, 'http_filters') ?? [undefined]).map((filter) => upstreamFilter(filter, where)),
  );

const protocolProblems = (cluster: Part, where: string): Admission[] =>
  optionsOf(cluster).flatMap((options) =>
    unknownFields(options, where, [
      ...['@type', 'auto_config', 'explicit_http_config', 'common_http_protocol_options', 'http_filters'],
    ]),
  );
