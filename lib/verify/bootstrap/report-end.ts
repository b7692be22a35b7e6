import { endOf } from './access-rules';
import { type Part, textAt } from './envoy-config';
import type { AccessFilter } from './http-filters';

/** When a route stops passing what it passes. */
export interface Ending {
  /** RFC 3339. @default - never */
  readonly until?: string;
  /** Whether a rule that the route switches on can't be read. */
  readonly isUnclear: boolean;
}

/** The end that rules set to a route, if what it serves then is cut within the hour. */
export function endingOf(rules: readonly AccessFilter[], action: Part): Ending {
  const switched = rules.filter(({ isOff }) => isOff);
  const [end] = switched.flatMap(({ rules }) => endOf(rules) ?? []);
  if (end === undefined) return { isUnclear: switched.length > 0 };
  return isCut(action) ? { isUnclear: false, until: end } : { isUnclear: true };
}

function isCut(action: Part): boolean {
  const [, seconds] = /^(\d{1,4})s$/.exec(textAt(action, 'max_stream_duration', 'max_stream_duration') ?? '') ?? [];
  return seconds !== undefined && Number(seconds) > 0 && Number(seconds) <= 3600;
}
