import { type Command, Option } from 'commander';
import { printable } from '../../lib/audit/printable';
import { Replaying } from '../../lib/audit/replay';
import { SeenRequests } from '../../lib/audit/seen-request';
import { type Suggestion, suggest } from '../../lib/audit/suggestion';
import { Summarizing } from '../../lib/audit/summary';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import type { Reason } from '../../lib/policy/reason';
import { type Audit, auditText } from '../audit/audit-text';
import { type Choice, readLogs } from '../audit/read-logs';
import { suggestionText } from '../audit/suggestion-text';
import { Unusable } from '../exit';
import { writeOutput } from '../write-output';

interface AuditOptions extends Choice {
  readonly policy?: string;
  readonly suggest?: boolean;
  readonly includeDenied?: boolean;
  readonly format: 'text' | 'json';
  readonly output?: string;
}

/** `audit LOG...`: status 0, or 1 if the policy would have denied what was let through, 3 if the input can't be used. */
export function register(program: Command): void {
  program
    .command('audit')
    .description('say from audit logs who reached what and what was denied, try a policy on them, or draft one')
    .argument('<log...>', 'files of audit records, one JSON object a line; - is standard input')
    .option(
      '--policy <file>',
      'say what this policy would have decided otherwise; with --suggest, take credentials and the like from it',
    )
    .option('--suggest', 'print the smallest policy that covers what was let through')
    .option('--include-denied', 'with --suggest: what was denied, too, as a comment')
    .option('--agent <name>', 'records of this agent only')
    .option('--since <time>', 'records from then on: 2026-11-26T09:00:00Z, a day, or 30m, 12h, 7d ago')
    .option('--until <time>', 'records before then')
    .addOption(new Option('--format <format>', 'how the result is written').choices(['text', 'json']).default('text'))
    .option('--output <file>', 'where to write (default: standard output)')
    .action(audit);
}

async function audit(logs: string[], options: AuditOptions): Promise<void> {
  if (options.includeDenied && !options.suggest) throw new Unusable('--include-denied needs --suggest');
  const policy = options.policy === undefined ? undefined : EgressPolicy.fromFile(options.policy);
  await (options.suggest ? suggestion(logs, options, policy) : report(logs, options, policy));
}

async function report(logs: readonly string[], options: AuditOptions, policy?: EgressPolicy): Promise<void> {
  const summarizing = new Summarizing();
  const replaying = policy && new Replaying(policy);
  const counts = await readLogs(logs, options, (record) => {
    summarizing.add(record);
    replaying?.add(record);
  });
  const replay = replaying?.replay();
  const found: Audit = { schemaVersion: 1, logs: counts, summary: summarizing.summary(), ...(replay && { replay }) };
  writeOutput(options.format === 'json' ? json(found) : auditText(found), options.output);
  process.exitCode = replay && replay.newlyDenied.length > 0 ? 1 : 0;
}

async function suggestion(logs: readonly string[], options: AuditOptions, policy?: EgressPolicy): Promise<void> {
  const [passed, denied] = [new SeenRequests(), new SeenRequests()];
  await readLogs(logs, options, (record) => {
    if (record.decision !== 'deny') passed.add(record);
    else if (liftable.includes(record.reason)) denied.add(record);
  });
  const drafted = suggest(passed.requests, policy);
  const draft: Suggestion = { ...drafted, leftOut: [...drafted.leftOut, ...passed.leftOut] };
  const refused = options.includeDenied ? suggest(denied.requests, policy) : undefined;
  if (!draft.policy && !refused?.policy) throw new Unusable(nothingSeen(draft));
  writeOutput(
    options.format === 'json'
      ? json({ schemaVersion: 1, ...draft, ...(refused && { denied: refused }) })
      : suggestionText(draft, refused),
    options.output,
  );
}

/** What a policy could have allowed. */
const liftable: readonly Reason[] = ['host-not-allowed', 'method-not-allowed', 'path-not-allowed'];

function nothingSeen({ leftOut: [first] }: Suggestion): string {
  const why = first ? `: ${printable(first.what)}: ${printable(first.why)}` : '';
  return `nothing to suggest: no record of what was let through could stand in a policy${why}`;
}

/** JSON that a terminal can show too: JSON leaves control characters beyond ASCII as they are. */
function json(value: unknown): string {
  const text = JSON.stringify(value, undefined, 2);
  return `${text.replace(/[^\n\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}
