import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type AuditRecord, auditRecord } from '../../lib/audit/audit-record';
import { connectionEnds } from '../../lib/audit/connection-end';
import { auditRecordJsonSchema } from '../../lib/audit/json-schema';
import { SeenRequests } from '../../lib/audit/seen-request';
import { suggest } from '../../lib/audit/suggestion';
import { decide } from '../../lib/policy/decision';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { reasons } from '../../lib/policy/reason';
import { airlock } from '../cli/airlock-process';

const page = readFileSync(resolve(__dirname, '..', '..', 'docs', 'audit.md'), 'utf8');
const day = join(__dirname, 'day');

/** The first cells, or the rows, of the table under a comment. */
const tableOf = (name: string): string[] => {
  const [, table = ''] = new RegExp(`<!-- ${name} -->\\n((?:\\|.*\\n)+)`).exec(page) ?? [];
  return table.split('\n').slice(2, -1);
};

test('the page describes every field as the schema does', () => {
  const fields = Object.entries(auditRecordJsonSchema().properties as Record<string, { description: string }>);
  expect(tableOf('fields')).toEqual(fields.map(([name, { description }]) => `| \`${name}\` | ${description} |`));
});

test('and lists every end', () => {
  expect(tableOf('ends')).toEqual(Object.entries(connectionEnds).map(([end, meaning]) => `| \`${end}\` | ${meaning} |`));
});

test('and says what to do about every reason', () => {
  const advised = tableOf('advice').map((row) => /^\| `([\w-]+)` \| .+ \|$/.exec(row)?.[1]);
  expect(advised).toEqual(Object.keys(reasons).filter((reason) => reason !== 'allowed'));
});

const shown = [...page.matchAll(/<!-- audit (.+) -->\n```\w*\n([\s\S]*?)```/g)].map(([, args = '', output = '']) => ({
  args,
  output,
}));

test('the page shows the three uses of the command', () => {
  expect(shown.map(({ args }) => args)).toEqual([
    'audit.jsonl',
    'audit.jsonl --policy narrower.yaml',
    'audit.jsonl --suggest --policy airlock.yaml',
  ]);
});

test.each(shown)('what it shows of $args is what the command prints', async ({ args, output }) => {
  const { stdout } = await airlock(['audit', ...args.split(' ').map((part) => (part.includes('.') ? join(day, part) : part))]);
  expect(stdout.endsWith(output)).toBe(true);
});

describe('the log of that day', () => {
  const lines = readFileSync(join(day, 'audit.jsonl'), 'utf8').trimEnd().split('\n');
  const records = lines.map((line) => auditRecord(line) as AuditRecord);
  const seen = new SeenRequests();
  for (const record of records.filter(({ decision }) => decision === 'allow')) seen.add(record);
  const policy = EgressPolicy.parse(suggest(seen.requests).policy);

  test.each(records)(
    '$agent $method $host $path is decided by its suggestion as it was: $decision',
    ({ agent, method, host, path, destination, decision, reason }) => {
      if (reason === 'server-name-mismatch') return;
      const url =
        method === 'CONNECT'
          ? `${host}:443`
          : destination === 'claude'
            ? `http://proxy:8080/claude${path}`
            : `https://${host}${path}`;
      expect(decide(policy.agent(agent), method ?? '', url).decision).toBe(decision);
    },
  );
});
