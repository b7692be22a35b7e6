import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseRole } from '../../../bin/parse-role';
import { UnusableInput } from '../../../lib/verify/unusable-input';
import { verify } from '../../../lib/verify/verify';

/** A system written without sight of the judge, and what must be decided of it. */
interface Case {
  readonly name: string;
  readonly args: readonly string[];
  readonly paths: readonly string[];
  readonly expect: 'proven' | 'refuted' | 'unknown' | 'unusable';
  /** The resource that a finding has to name, if one alone is to blame. */
  readonly culprit: string | null;
  readonly parameters?: string;
}

const folder = join(__dirname, 'cases');
const cases = readdirSync(folder).map((id) => ({ id, ...(JSON.parse(read(id, 'case.json')) as Case) }));

function read(id: string, file: string): string {
  return readFileSync(join(folder, id, file), 'utf8');
}

function judged({ id, args, paths, parameters }: (typeof cases)[number]): { verdict: string; named: string } {
  const roles = (option: string) =>
    args.flatMap((arg, index) => (arg === option ? [parseRole(args[index + 1] ?? '', option)] : []));
  try {
    const { verdict, findings } = verify({
      paths: paths.map((path) => join(folder, id, path)),
      agents: roles('--agent'),
      proxies: roles('--proxy'),
      ...(parameters && { parameters: JSON.parse(read(id, parameters)) as unknown }),
    });
    return { verdict, named: JSON.stringify(findings) };
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error;
    return { verdict: 'unusable', named: error.message };
  }
}

describe('sixty systems that were written without sight of the judge', () => {
  test('are all there', () => {
    expect(cases).toHaveLength(60);
  });

  test.each(cases)('$id: $expect: $name', (each) => {
    const { verdict, named } = judged(each);
    expect(verdict).toBe(each.expect);
    if (each.expect === 'refuted' && each.culprit) expect(named).toContain(each.culprit);
  });
});
