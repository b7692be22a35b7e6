import { type AuditRecord, auditRecordSchema } from './audit-record';

/** What a line of a log holds. */
export interface LogLine {
  readonly records: readonly AuditRecord[];
  /** Records that this version can't read: they say `v`, but a field is not as it should be. */
  readonly unreadable: number;
}

const nothing: LogLine = { records: [], unreadable: 0 };

/** The records in one line: one as the proxy writes it, or those in an envelope of CloudWatch Logs or Cloud Logging. */
export function logLine(line: string): LogLine {
  // exports of CloudWatch Logs to S3 put the time in front
  const value = json(line.startsWith('{') ? line : line.replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z\s+(?=\{)/, ''));
  const held = enveloped(value);
  return held ? held.map(recordIn).reduce(joined, nothing) : recordIn(value);
}

/** What a log service wraps messages in: subscription events, query results, and Cloud Logging's entries. */
function enveloped(value: unknown): unknown[] | undefined {
  if (!isObject(value) || 'v' in value) return undefined;
  if (Array.isArray(value.logEvents)) return value.logEvents.map(message);
  return 'message' in value || 'jsonPayload' in value ? [message(value)] : undefined;
}

function message(event: unknown): unknown {
  if (!isObject(event)) return undefined;
  return typeof event.message === 'string' ? json(event.message) : printed(event.jsonPayload);
}

/** What a container printed: Container-Optimized OS puts it, as text or parsed, into `message`, beside the container's name ("Using Cloud Logging"). */
function printed(payload: unknown): unknown {
  if (!isObject(payload) || 'v' in payload) return payload;
  return typeof payload.message === 'string' ? json(payload.message) : payload.message;
}

function recordIn(value: unknown): LogLine {
  if (!isObject(value) || !('v' in value)) return nothing;
  const { data } = auditRecordSchema.safeParse(value);
  return data ? { records: [data], unreadable: 0 } : { records: [], unreadable: 1 };
}

const joined = (a: LogLine, b: LogLine): LogLine => ({
  records: [...a.records, ...b.records],
  unreadable: a.unreadable + b.unreadable,
});

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function json(text: string): unknown {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
