import type { EgressPolicy } from '../../policy/egress-policy';
import { call, field, text } from '../cel-tree';
import { type EnvoyConfig, extension, typed } from '../extension';
import { filterNames } from './filter-names';

/** When report mode ends (RFC 3339); undefined where the policy is enforced. */
export const reportEnd = ({ enforcement }: EgressPolicy): string | undefined =>
  enforcement === 'enforce' ? undefined : `${enforcement.reportUntil}T00:00:00Z`;

/**
 * The filter that ends report mode: it refuses what a route outside the policy lets pass, once the time has come by Envoy's own clock.
 * Only such routes switch it on. It allows what comes before and nothing else, so that a time that can't be read is a refusal.
 */
export function reportFilter(end: string): EnvoyConfig {
  const policy = {
    principals: [{ any: true }],
    permissions: [{ any: true }],
    condition: call('_<_', [field('request', 'time'), call('timestamp', [text(end)])]),
  };
  const rules = { action: 'ALLOW', policies: { reporting: policy } };
  return { ...extension(filterNames.report, 'extensions.filters.http.rbac.v3.RBAC', { rules }), disabled: true };
}

/** An action of a route outside the policy: what it serves when report mode ends is cut within the hour. */
export const cutWithinTheHour = { max_stream_duration: { max_stream_duration: '3600s' } };

/** What a route outside the policy says to be under that filter. */
export const untilReportEnds = (): EnvoyConfig => ({
  [filterNames.report]: typed('config.route.v3.FilterConfig', { config: {} }),
});
