import { type EnvoyConfig, extension } from '../extension';
import { filterNames } from './filter-names';

/** What CONNECT tells the listener inside Envoy that it leads to: a format of Envoy's for each key. */
const formats = {
  authority: '%REQ(:AUTHORITY)%',
  destination: '%METADATA(ROUTE:airlock:destination)%',
  host: '%DYNAMIC_METADATA(airlock:host)%',
  // the same as the authority, as the policy writes it; an intercept has it, as certificates are made for written names only
  name: '%METADATA(ROUTE:airlock:name)%',
  reason: '%METADATA(ROUTE:airlock:reason)%',
  request: '%DYNAMIC_METADATA(airlock:request)%',
  source: '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%',
} as const;

type Key = keyof typeof formats | 'agent';

/** Key of the filter state that holds what was handed on. */
export const handedOnKey = (key: Key) => `airlock.${key}`;

/** The format that gives what was handed on. */
export const handedOnFormat = (key: Key) => `%FILTER_STATE(${handedOnKey(key)}:PLAIN)%`;

/** Tells the next listener who asked for what; only CONNECT's routes switch it on, as shared state splits upstream connection pools. */
export function handOn(agent: string, reportEnd?: string): EnvoyConfig {
  const state = (key: string, inline_string: string) => ({
    object_key: `airlock.${key}`,
    // with envoy.string, concurrent tunnels were seen to carry each other's values
    factory_key: 'envoy.hashable_string',
    // what the route doesn't say is no value, where it would otherwise be a hyphen
    format_string: { text_format_source: { inline_string }, omit_empty_values: true },
    skip_if_empty: true,
    shared_with_upstream: 'ONCE',
  });
  const filter = extension(filterNames.handOn, 'extensions.filters.http.set_filter_state.v3.Config', {
    on_request_headers: Object.entries({ agent, ...formats })
      .filter(([key]) => reportEnd || key !== 'reason')
      .map(([key, format]) => state(key, format)),
  });
  return { ...filter, disabled: true };
}
