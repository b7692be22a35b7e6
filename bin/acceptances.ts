import { z } from 'zod';
import { kindOf } from '../lib/policy/place';
import type { Acceptance } from '../lib/verify/verdict/acceptance';
import { acceptanceSchema } from '../lib/verify/verdict/acceptance-schema';
import { Unusable } from './exit';
import { structuredFile } from './structured-file';

/** The acceptances in the file of `--accept`; throws an Unusable if it can't be read or has something else in it. */
export function acceptances(file: string): Acceptance[] {
  const content = structuredFile(file, '--accept') ?? [];
  const { success, data, error } = z.array(acceptanceSchema).safeParse(content);
  if (success) return data;
  throw new Unusable(
    `--accept ${file} must be a list of { id, because, until: YYYY-MM-DD }: ${problemOf(error.issues[0], content)}`,
  );
}

function problemOf(issue: z.core.$ZodIssue | undefined, content: unknown): string {
  const [index, key] = issue?.path ?? [];
  if (typeof index !== 'number') return `it is ${kindOf(content)}`;
  const entry = `entry ${index + 1}`;
  if (issue?.code === 'unrecognized_keys') return `${entry} has '${issue.keys[0]}' too`;
  return key === undefined ? `${entry} must be a map of these` : `${entry} needs ${String(key)}, as ${needs[String(key)]}`;
}

const needs: Readonly<Record<string, string>> = {
  id: "the finding's id in a report",
  because: 'your reason in words',
  until: 'a day such as 2027-01-31',
};
