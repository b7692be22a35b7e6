import type { Reason } from '../policy/reason';

/** One request, allowed or denied; version 1 of the audit record. */
export interface AuditRecord {
  readonly v: 1;
  /** RFC 3339 UTC, at the request's end. */
  readonly time: string;
  readonly agent: string;
  readonly destination: string | null;
  readonly method: string | null;
  readonly host: string | null;
  /** Without the gateway's prefix and without the query. */
  readonly path: string | null;
  readonly decision: 'allow' | 'deny' | 'would-deny';
  readonly reason: Reason;
  readonly status: number;
  /** What the agent sent, in bytes. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly durationMs: number;
  readonly requestId: string | null;
  /** Address of the agent. */
  readonly source: string | null;
  readonly policySha256: string;
}

/** The record in a line of Envoy's output; undefined if it is something else. */
export function auditRecord(line: string): AuditRecord | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && 'v' in value && value.v === 1 ? (value as AuditRecord) : undefined;
  } catch {
    return undefined;
  }
}
