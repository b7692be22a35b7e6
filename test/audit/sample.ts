import type { AuditRecord } from '../../lib/audit/audit-record';

/** An allowed request to a gateway; everything else in these tests is this with something changed. */
export const allowed: AuditRecord = {
  v: 1,
  time: '2026-11-26T09:00:00.000Z',
  agent: 'default',
  destination: 'claude',
  method: 'POST',
  host: 'api.anthropic.com',
  path: '/v1/messages',
  decision: 'allow',
  reason: 'allowed',
  status: 200,
  bytesIn: 100,
  bytesOut: 2000,
  durationMs: 40,
  requestId: 'dbcd4183-fa70-4fbc-b13b-45faf37cdf59',
  source: '127.0.0.1',
  policySha256: '8c13',
};

/** A request that the policy denied. */
export const denied = (changes: Partial<AuditRecord> = {}): AuditRecord => ({
  ...allowed,
  path: '/v1/models',
  decision: 'deny',
  reason: 'path-not-allowed',
  status: 403,
  ...changes,
});

/** A tunnel that was opened. */
export const tunnel = (host: string, changes: Partial<AuditRecord> = {}): AuditRecord => ({
  ...allowed,
  destination: 'mirror',
  method: 'CONNECT',
  host,
  path: null,
  ...changes,
});

/** A log of records, one a line. */
export const logOf = (...records: readonly object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');
