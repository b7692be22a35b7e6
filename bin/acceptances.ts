import { z } from 'zod';
import type { Acceptance } from '../lib/verify/verdict/acceptance';
import { acceptanceSchema } from '../lib/verify/verdict/acceptance-schema';
import { Unusable } from './exit';
import { structuredFile } from './structured-file';

/** The acceptances in the file of `--accept`; throws an Unusable if it can't be read or has something else in it. */
export function acceptances(file: string): Acceptance[] {
  const content = structuredFile(file, '--accept');
  const { success, data, error } = z.array(acceptanceSchema).safeParse(content ?? []);
  if (success) return data;
  const [issue] = error.issues;
  const at = issue?.path.join('.') ?? '';
  throw new Unusable(`--accept ${file} must be a list of { id, because, until: YYYY-MM-DD }: ${at} ${issue?.message}`);
}
