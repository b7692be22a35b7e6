import { type EnvoyConfig, extension, typed } from '../extension';
import { filterNames } from './filter-names';

const type = 'extensions.filters.http.header_to_metadata.v3.Config';

/** The filter that notes, for the record, the path without the prefix of these gateways and without query, and the host without the default port. */
export const noteFacts = (gateways: readonly string[]): EnvoyConfig => extension(filterNames.facts, type, rules(gateways));

/** What a virtual host says instead whose paths have no gateway's prefix. */
export const noteWholePath = (): EnvoyConfig => typed(type, rules([]));

function rules(gateways: readonly string[]): EnvoyConfig {
  const prefix = gateways.length > 0 ? `(?:/(?:${gateways.join('|')}))?` : '';
  return {
    request_rules: [
      note(':path', 'path', `^${prefix}((?:/[^?]*)?)(?:\\?.*)?$`),
      note(':authority', 'host', '^(.*?)(?::443)?$'),
      // the upstream chain strips the header, the record still needs the id
      note('x-request-id', 'request', '^(.*)$'),
    ],
  };
}

const note = (header: string, key: string, regex: string): EnvoyConfig => ({
  header,
  on_header_present: { metadata_namespace: 'airlock', key, regex_value_rewrite: { pattern: { regex }, substitution: '\\1' } },
});
