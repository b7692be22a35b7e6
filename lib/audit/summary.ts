import type { AuditRecord } from './audit-record';
import { BoundedGroups } from './bounded-groups';
import { boundedText } from './bounded-text';
import { Tally } from './tally';

/** What one agent asked of one host, as far as it was let through. */
export interface Reached {
  readonly agent: string;
  readonly destination: string | null;
  readonly host: string | null;
  readonly requests: number;
  /** How many of them passed only because the policy is in report mode. */
  readonly wouldDeny: number;
  /** How many of them met a failing upstream: no answer, or a status of 500 and more. */
  readonly failed: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Half of the requests took no longer, in milliseconds. */
  readonly p50Ms: number;
  /** 95 of 100 requests took no longer, in milliseconds. */
  readonly p95Ms: number;
  readonly lastSeen: string;
}

/** What was not allowed, and why. */
export interface Denied {
  readonly agent: string;
  readonly decision: 'deny' | 'would-deny';
  readonly reason: AuditRecord['reason'];
  readonly destination: string | null;
  readonly method: string | null;
  readonly host: string | null;
  readonly path: string | null;
  readonly times: number;
  readonly lastSeen: string;
}

/** Who reached what, how often, and what was denied; sorted, so that equal logs give equal summaries. */
export interface Summary {
  readonly records: number;
  /** Time of the first and the last record. */
  readonly from: string | null;
  readonly to: string | null;
  readonly reached: readonly Reached[];
  readonly denied: readonly Denied[];
  /** Records in no row, as there are more rows than are kept (10,000). */
  readonly beyond: number;
}

type Changing<T> = { -readonly [key in keyof T]: T[key] };
type ReachedSoFar = Changing<Omit<Reached, 'p50Ms' | 'p95Ms'>> & { readonly durations: Tally };

/** Takes records one after the other; its size hangs on their variety, not on their number. */
export class Summarizing {
  private records = 0;
  private from: string | null = null;
  private to: string | null = null;
  private readonly reached = new BoundedGroups<ReachedSoFar>();
  private readonly denied = new BoundedGroups<Changing<Denied>>();

  add(record: AuditRecord): void {
    const { time, decision } = record;
    this.records += 1;
    if (this.from === null || isBefore(time, this.from)) this.from = time;
    this.to = later(this.to, time);
    // what an intercepted connection reached is in the records of its requests
    if (decision !== 'deny' && record.access !== 'intercept') this.addReached(record);
    if (decision !== 'allow') this.addDenied(record, decision);
  }

  summary(): Summary {
    const { records, from, to, reached, denied } = this;
    return {
      records,
      from,
      to,
      reached: reached.sorted().map(({ durations, ...row }) => ({
        ...row,
        p50Ms: durations.percentile(0.5),
        p95Ms: durations.percentile(0.95),
      })),
      denied: denied.sorted(),
      beyond: reached.overflow + denied.overflow,
    };
  }

  private addReached({ agent, destination, host: written, time, ...record }: AuditRecord): void {
    const host = boundedText(written);
    const counts = { requests: 0, wouldDeny: 0, failed: 0, bytesIn: 0, bytesOut: 0 };
    const row = this.reached.of([agent, destination, host], () => ({
      ...{ agent, destination, host, ...counts, lastSeen: time },
      durations: new Tally(),
    }));
    if (!row) return;
    row.requests += 1;
    if (record.decision === 'would-deny') row.wouldDeny += 1;
    if (record.status >= 500 || failures.includes(record.reason)) row.failed += 1;
    row.bytesIn += record.bytesIn;
    row.bytesOut += record.bytesOut;
    row.durations.add(record.durationMs);
    row.lastSeen = later(row.lastSeen, time);
  }

  private addDenied(record: AuditRecord, decision: Denied['decision']): void {
    const { agent, reason, destination, time } = record;
    const [method, host, path] = [boundedText(record.method), boundedText(record.host), boundedText(record.path)];
    const row = this.denied.of([agent, decision, reason, destination, host, path, method], () => ({
      ...{ agent, decision, reason, destination, method, host, path, times: 0, lastSeen: time },
    }));
    if (!row) return;
    row.times += 1;
    row.lastSeen = later(row.lastSeen, time);
  }
}

const failures: readonly AuditRecord['reason'][] = ['upstream-failed', 'name-not-resolved'];

const isBefore = (a: string, b: string): boolean => Date.parse(a) < Date.parse(b);
const later = (a: string | null, b: string): string => (a !== null && isBefore(b, a) ? a : b);
