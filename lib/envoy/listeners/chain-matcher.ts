import { type EnvoyConfig, extension } from '../extension';

/** What a connection is told apart by, before its filter chain is chosen. */
export const matchInput = (name: string, fields: EnvoyConfig = {}): EnvoyConfig =>
  extension(name, `extensions.matching.common_inputs.network.v3.${name}`, fields);

/** A matcher by the exact text of an input. */
export const exactly = (input: EnvoyConfig, map: EnvoyConfig, otherwise: EnvoyConfig): EnvoyConfig => ({
  matcher_tree: { input, exact_match_map: { map } },
  on_no_match: otherwise,
});

/** A matcher by an input whose whole text a regular expression (RE2) matches. */
export const matching = (input: EnvoyConfig, regex: string, on_match: EnvoyConfig, otherwise: EnvoyConfig): EnvoyConfig => ({
  matcher_list: {
    matchers: [{ predicate: { single_predicate: { input, value_match: { safe_regex: { google_re2: {}, regex } } } }, on_match }],
  },
  on_no_match: otherwise,
});

/** Leads to the filter chain of that name. */
export const chain = (value: string): EnvoyConfig => ({
  action: { name: value, typed_config: { '@type': 'type.googleapis.com/google.protobuf.StringValue', value } },
});

/** A chain that closes the connection at once; its name is the reason in the record. */
export const refusingChain = (name: string): EnvoyConfig => ({
  name,
  filters: [extension('envoy.filters.network.direct_response', 'extensions.filters.network.direct_response.v3.Config')],
});
