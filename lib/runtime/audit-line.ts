import { createColors } from 'picocolors';
import type { AuditRecord } from '../audit/audit-record';
import { printable } from '../audit/printable';

export interface AuditLineOptions {
  /** Whether to use a terminal's colours. @default false */
  readonly colour?: boolean;
}

/** One readable line about a request: time (UTC), decision, agent, method, what was asked for, status, duration, and why if it was not simply allowed. */
export function auditLine(record: AuditRecord, { colour = false }: AuditLineOptions = {}): string {
  const { green, red, yellow, dim } = createColors(colour);
  const shade = { allow: green, deny: red, 'would-deny': yellow }[record.decision];
  const { time, decision, agent, method, host, path, status, durationMs, reason } = record;
  return [
    dim(time.slice(11, 19)),
    shade(decision.padEnd(5)),
    agent,
    printable(method ?? '-'),
    printable(`${host ?? '-'}${path ?? ''}`),
    String(status),
    ...(reason === 'allowed' ? [] : [shade(reason)]),
    dim(`${durationMs} ms`),
  ].join(' ');
}
