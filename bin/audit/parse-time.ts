import { Unusable } from '../exit';

const written = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/;
const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A point in time in milliseconds since 1970: a day (its start in UTC), a time with its zone, or minutes, hours or days ago; throws an Unusable. */
export function parseTime(text: string, option: string, now = Date.now()): number {
  const [, ago, unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  const time = ago === undefined ? writtenTime(text) : now - Number(ago) * (unitMs[unit] ?? 0);
  if (Number.isNaN(time)) {
    throw new Unusable(`${option} must be a time such as 2026-11-26T09:00:00Z, a day, or 30m, 12h or 7d ago, got '${text}'`);
  }
  return time;
}

const writtenTime = (text: string): number => (written.test(text) ? Date.parse(text) : Number.NaN);
