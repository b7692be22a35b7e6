import { type EnvoyConfig, extension } from '../extension';

/**
 * The filter that counts an agent's requests, denied ones too: as many at once as a minute may have, then evenly spread. Envoy fills the
 * bucket all the time, whatever its `fill_interval`.
 */
export function rateLimit(requestsPerMinute: number): EnvoyConfig {
  const always = { default_value: { numerator: 100, denominator: 'HUNDRED' } };
  const seconds = Math.ceil(60 / requestsPerMinute);
  return extension('envoy.filters.http.local_ratelimit', 'extensions.filters.http.local_ratelimit.v3.LocalRateLimit', {
    stat_prefix: 'airlock',
    filter_enabled: always,
    filter_enforced: always,
    token_bucket: { max_tokens: requestsPerMinute, tokens_per_fill: requestsPerMinute, fill_interval: '60s' },
    response_headers_to_add: [{ header: { key: 'retry-after', value: String(seconds) } }],
  });
}
