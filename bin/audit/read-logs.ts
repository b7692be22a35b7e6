import { createReadStream } from 'node:fs';
import type { AuditRecord } from '../../lib/audit/audit-record';
import { type LogCounts, readLog } from '../../lib/audit/read-log';
import { fileProblem } from '../../lib/policy/file-problem';
import { Unusable } from '../exit';
import { parseTime } from './parse-time';

/** Which records are meant. */
export interface Choice {
  readonly agent?: string;
  readonly since?: string;
  readonly until?: string;
}

/** Hands on the records that are chosen, and counts all; throws an Unusable if a log can't be read, or none holds a record. */
export async function readLogs(
  logs: readonly string[],
  chosen: Choice,
  take: (record: AuditRecord) => void,
): Promise<(LogCounts & { path: string })[]> {
  const isChosen = choice(chosen);
  const counts = [];
  for (const path of logs) counts.push({ path, ...(await readOne(path, (record) => isChosen(record) && take(record))) });
  const isForeign = counts.some(({ otherLines, unreadable }) => otherLines + unreadable > 0);
  if (isForeign && counts.every(({ records }) => records === 0)) throw new Unusable(`no audit record in ${logs.join(', ')}`);
  return counts;
}

async function readOne(path: string, take: (record: AuditRecord) => void): Promise<LogCounts> {
  try {
    return await readLog(path === '-' ? process.stdin : createReadStream(path), take);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new Unusable(`${path} can't be read: ${fileProblem(error)}`);
  }
}

function choice({ agent, since, until }: Choice): (record: AuditRecord) => boolean {
  const from = since === undefined ? Number.NEGATIVE_INFINITY : parseTime(since, '--since');
  const to = until === undefined ? Number.POSITIVE_INFINITY : parseTime(until, '--until');
  return (record) => {
    const time = Date.parse(record.time);
    return (agent === undefined || record.agent === agent) && time >= from && time < to;
  };
}
