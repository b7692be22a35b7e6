import { ambiguousPathRegex } from '../path-pattern';

type Rule = readonly [wrong: RegExp, problem: string];

const rules: readonly Rule[] = [
  [/^(?!\/)/, 'must start with /'],
  [/\?/, 'must not hold ?: the query is not judged'],
  [/#/, 'must not hold #: a fragment is never sent'],
  [/\s/, 'must not hold white space: write %20'],
  [/[^\x20-\x7e]/, 'must be ASCII: write the percent-encoded UTF-8 bytes'],
  [/\\/, 'must not hold a backslash'],
  [/\/\//, 'must not hold //'],
  [/\*\*\*/, 'may hold * or **, not ***'],
  [/\*\*(?!$)|[^/]\*\*/, 'may hold ** as its whole last segment only'],
  [/\/\.{1,2}(;[^/]*)?(\/|$)/, 'must not hold a dot segment: write the path that is meant'],
  [/%(?![0-9A-Fa-f]{2})/, 'must have two hexadecimal digits after %'],
  [/%00/, 'must not hold %00'],
  [/%5c/i, 'must not hold %5C'],
  [
    /%(4[1-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9A]|3[0-9]|2D|2E|5F|7E)/i,
    'must write letters, digits and - . _ ~ as themselves, not percent-encoded',
  ],
  [/%([0-9A-F]?[a-f]|[a-f][0-9A-F])/, 'must write percent-encoding in upper case'],
  [/[^\w/.~!$&'()*+,;=:@%-]/, 'must percent-encode what may not stand in a path; for a variable part write *'],
];

/** What is wrong with a path pattern and what to write instead, or undefined. */
export function pathProblem(path: string, encodedSlash: 'refuse' | 'allow'): string | undefined {
  const broken = rules.find(([wrong]) => wrong.test(path));
  if (broken) return broken[1];
  if (/%2f/i.test(path) && encodedSlash === 'refuse') return 'must not hold %2F unless the destination has encodedSlash: allow';
  const never = new RegExp(ambiguousPathRegex(encodedSlash)).test(path);
  return never
    ? 'must not hold a control character, a double or overlong escape, or a dot segment or empty one beside %2F'
    : undefined;
}
