import { type EnvoyConfig, extension, typed } from '../extension';
import { filterNames } from './filter-names';

/**
 * The filters that refuse request bodies over `bytes`. A stated length is judged at once, and such a body is passed on as it comes; a body
 * in chunks is kept until it is whole, as its upstream must not see the part that came before the limit. Routes that forward switch that on.
 */
export const bodyLimit = (bytes: number): readonly EnvoyConfig[] => [statedLength(bytes), wholeChunks(bytes)];

/** What a route says that forwards requests under that limit. */
export const underBodyLimit = (): EnvoyConfig => ({
  [filterNames.chunks]: typed('config.route.v3.FilterConfig', { config: {} }),
});

function statedLength(bytes: number): EnvoyConfig {
  const length = (match: EnvoyConfig) => ({ header: { name: 'content-length', ...match } });
  const within = length({ range_match: { start: 0, end: bytes + 1 } });
  const tooLarge = {
    principals: [{ any: true }],
    permissions: [{ and_rules: { rules: [length({ present_match: true }), { not_rule: within }] } }],
  };
  return extension('airlock.length', 'extensions.filters.http.rbac.v3.RBAC', {
    rules: { action: 'DENY', policies: { 'request-too-large': tooLarge } },
  });
}

function wholeChunks(max_request_bytes: number): EnvoyConfig {
  const buffer = extension('envoy.filters.http.buffer', 'extensions.filters.http.buffer.v3.Buffer', { max_request_bytes });
  const skip = { name: 'skip', typed_config: typed('extensions.filters.common.matcher.action.v3.SkipFilter') };
  const filter = extension(filterNames.chunks, 'extensions.common.matching.v3.ExtensionWithMatcher', {
    extension_config: buffer,
    xds_matcher: { matcher_list: { matchers: [{ predicate: hasLength, on_match: { action: skip } }] } },
  });
  return { ...filter, disabled: true };
}

const hasLength: EnvoyConfig = {
  single_predicate: {
    input: {
      name: 'content-length',
      typed_config: typed('type.matcher.v3.HttpRequestHeaderMatchInput', { header_name: 'content-length' }),
    },
    value_match: { safe_regex: { google_re2: {}, regex: '.*' } },
  },
};
