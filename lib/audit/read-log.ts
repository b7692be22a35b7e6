import type { AuditRecord } from './audit-record';
import { LineCutter } from './line-cutter';
import { logLine } from './log-line';

/** What a log held. */
export interface LogCounts {
  readonly records: number;
  /** Lines that are no record, such as Envoy's own; empty ones are not counted. */
  readonly otherLines: number;
  /** Records that this version can't read. */
  readonly unreadable: number;
}

/** Reads a log of any size as it comes, and hands on each record. */
export async function readLog(bytes: AsyncIterable<Uint8Array>, take: (record: AuditRecord) => void): Promise<LogCounts> {
  const counts = { records: 0, otherLines: 0, unreadable: 0 };
  const cutter = new LineCutter();
  for await (const chunk of bytes) for (const line of cutter.push(chunk)) count(line, counts, take);
  for (const line of cutter.end()) count(line, counts, take);
  return counts;
}

function count(line: string, counts: { -readonly [key in keyof LogCounts]: number }, take: (record: AuditRecord) => void): void {
  if (line.trim() === '') return;
  const { records, unreadable } = logLine(line);
  for (const record of records) take(record);
  counts.records += records.length;
  counts.unreadable += unreadable;
  if (records.length + unreadable === 0) counts.otherLines += 1;
}
