import type { LogCounts } from '../../lib/audit/read-log';
import type { Change, Replay } from '../../lib/audit/replay';
import type { Denied, Reached, Summary } from '../../lib/audit/summary';
import { type Reason, reasons } from '../../lib/policy/reason';
import { type Column, textTable } from './text-table';

/** What `audit` found out. */
export interface Audit {
  readonly schemaVersion: 1;
  readonly logs: readonly (LogCounts & { readonly path: string })[];
  readonly summary: Summary;
  /** With `--policy`. */
  readonly replay?: Replay;
}

/** The report for people: tables, and the meaning of each reason in them. */
export function auditText({ logs, summary, replay }: Audit): string {
  const parts = [
    headOf(logs, summary),
    section('reached', textTable(reachedColumns, summary.reached)),
    section('denied', textTable(deniedColumns, summary.denied)),
    section('why', meanings([...summary.denied.map(({ reason }) => reason), ...changedReasons(replay)])),
    beyond(summary.beyond + (replay?.beyond ?? 0)),
    ...(replay ? replayParts(replay) : []),
  ];
  const shown = parts.filter((part) => part.length > 0).map((part) => part.join('\n'));
  return `${shown.join('\n\n')}\n`;
}

function headOf(logs: Audit['logs'], { records, from, to }: Summary): string[] {
  const sum = (key: keyof LogCounts) => logs.reduce((total, log) => total + log[key], 0);
  const span = from === null || to === null ? '' : `, ${timeOf(from)} to ${timeOf(to)} UTC`;
  return [
    `${count(records, 'record')}${span}`,
    ...(sum('otherLines') > 0 ? [`${count(sum('otherLines'), 'line')} without a record`] : []),
    ...(sum('unreadable') > 0 ? [`${count(sum('unreadable'), 'record')} that this version can't read`] : []),
  ];
}

function replayParts({ newlyDenied, newlyAllowed, unchanged, notJudged, policySha256 }: Replay): string[][] {
  const total = (changes: readonly Change[]) => changes.reduce((sum, { times }) => sum + times, 0);
  const counts = `${total(newlyDenied)} more denied, ${total(newlyAllowed)} more allowed, ${unchanged} unchanged, ${notJudged} not judged`;
  return [
    [`under the policy ${policySha256.slice(0, 12)}…: ${counts}`],
    section('would be denied', textTable(changeColumns, newlyDenied)),
    section('would be allowed', textTable(changeColumns, newlyAllowed)),
  ];
}

const section = (heading: string, lines: readonly string[]): string[] => (lines.length > 0 ? [heading, ...lines] : []);

const beyond = (records: number): string[] =>
  records > 0 ? [`${count(records, 'record')} in no row: there are more rows than are kept (10,000)`] : [];

const meanings = (used: readonly Reason[]): string[] => {
  const listed = (Object.keys(reasons) as Reason[]).filter((reason) => reason !== 'allowed' && used.includes(reason));
  return textTable(
    [
      { heading: 'reason', cell: (reason) => reason },
      { heading: 'meaning', cell: (reason) => reasons[reason] },
    ],
    listed,
  );
};

const changedReasons = (replay: Replay | undefined): Reason[] =>
  (replay?.newlyDenied ?? []).flatMap(({ now }) => (now === 'no-such-agent' ? [] : [now]));

const reachedColumns: readonly Column<Reached>[] = [
  { heading: 'agent', cell: ({ agent }) => agent },
  { heading: 'destination', cell: ({ destination }) => destination ?? '-' },
  { heading: 'host', cell: ({ host }) => host ?? '-' },
  { heading: 'requests', right: true, cell: ({ requests }) => String(requests) },
  { heading: 'would deny', right: true, cell: ({ wouldDeny }) => String(wouldDeny) },
  { heading: 'failed', right: true, cell: ({ failed }) => String(failed) },
  { heading: 'sent', right: true, cell: ({ bytesIn }) => size(bytesIn) },
  { heading: 'received', right: true, cell: ({ bytesOut }) => size(bytesOut) },
  { heading: 'p50', right: true, cell: ({ p50Ms }) => `${p50Ms} ms` },
  { heading: 'p95', right: true, cell: ({ p95Ms }) => `${p95Ms} ms` },
  { heading: 'last seen', cell: ({ lastSeen }) => timeOf(lastSeen) },
];

const deniedColumns: readonly Column<Denied>[] = [
  { heading: 'agent', cell: ({ agent }) => agent },
  { heading: 'decision', cell: ({ decision }) => decision },
  { heading: 'reason', cell: ({ reason }) => reason },
  { heading: 'times', right: true, cell: ({ times }) => String(times) },
  { heading: 'last seen', cell: ({ lastSeen }) => timeOf(lastSeen) },
  { heading: 'request', cell: requestOf },
];

const changeColumns: readonly Column<Change>[] = [
  { heading: 'agent', cell: ({ agent }) => agent },
  { heading: 'was', cell: ({ was }) => was },
  { heading: 'now', cell: ({ now }) => now },
  { heading: 'times', right: true, cell: ({ times }) => String(times) },
  { heading: 'last seen', cell: ({ lastSeen }) => timeOf(lastSeen) },
  { heading: 'request', cell: requestOf },
];

function requestOf({ method, host, path }: Pick<Denied, 'method' | 'host' | 'path'>): string {
  return `${method ?? '-'} ${host ?? '-'}${path ?? ''}`;
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
const timeOf = (time: string): string => time.slice(0, 19).replace('T', ' ');

function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  return power === 0 ? `${bytes} B` : `${(bytes / 1000 ** power).toFixed(1)} ${units[power]}`;
}
