// biome-ignore lint/suspicious/noExplicitAny: Envoy's configuration has no type here, and a mutation reaches anywhere
export type Json = any;

/** What changes a rendered configuration. */
export type Mutation = readonly [name: string, mutate: (config: Json) => void];

export const copy = (value: unknown): Json => JSON.parse(JSON.stringify(value));
export const remove = (list: Json[], wanted: (each: Json) => boolean): Json[] => list.splice(list.findIndex(wanted), 1);

/** A named extension with its typed configuration; `type` is without the `envoy.` prefix. */
export const extension = (type: string, fields: object = {}) => ({
  name: type,
  typed_config: { '@type': `type.googleapis.com/envoy.${type}`, ...fields },
});

export const listener = (config: Json, name: string): Json =>
  config.static_resources.listeners.find((each: Json) => each.name === name);
export const cluster = (config: Json, name: string): Json =>
  config.static_resources.clusters.find((each: Json) => each.name === name);

/** The HTTP connection manager of a listener's first chain. */
export const manager = (config: Json, name = 'agents'): Json =>
  listener(config, name).filter_chains[0].filters.at(-1).typed_config;
export const host = (of: Json, name: string): Json => of.route_config.virtual_hosts.find((each: Json) => each.name === name);
export const filter = (of: Json, name: string): Json => of.http_filters.find((each: Json) => each.name === name);

/** The filters that requests to an upstream pass. */
export const upstreamFilters = (config: Json, name: string): Json[] =>
  Object.values<Json>(cluster(config, name).typed_extension_protocol_options)[0].http_filters;

/** The cluster of an upstream once more, for another host. */
export function addCluster(config: Json, like: string, to: string): void {
  const other = copy(cluster(config, like));
  other.name = to;
  other.transport_socket.typed_config.sni = to;
  const { common_tls_context: tls } = other.transport_socket.typed_config;
  tls.validation_context.match_typed_subject_alt_names[0].matcher.exact = to;
  config.static_resources.clusters.push(other);
}
