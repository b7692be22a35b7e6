import { z } from 'zod';
import type { Issue } from './issue';
import { kindOf, placeOf, shown, valueAt } from './place';
import { type Keys, keysAt } from './schema-keys';
import { nearest } from './spelling';

type ZodIssue = z.core.$ZodIssue;

/** What zod found wrong with the shape of `input`, in our own words. */
export function shapeIssues(error: z.ZodError, input: unknown): Issue[] {
  return error.issues.flatMap((issue) => expanded(issue, [])).flatMap((issue) => worded(issue, input));
}

/** Replaces a union's issue by those of the alternative that was meant, if one fits the value's kind. */
function expanded(issue: ZodIssue, parent: readonly PropertyKey[]): ZodIssue[] {
  const path = [...parent, ...issue.path];
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((branch) => branch.every((inner) => inner.path.length > 0 || !isKindIssue(inner)));
    if (meant) return meant.flatMap((inner) => expanded(inner, path));
  }
  return [{ ...issue, path }];
}

const isKindIssue = (issue: ZodIssue): boolean => issue.code === 'invalid_type' || issue.code === 'invalid_value';

function worded(issue: ZodIssue, input: unknown): Issue[] {
  const { owner, field } = placeOf(issue.path, input);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      return { path, message: `${owner}: ${unknownKey(key, field, valueAt(input, path), keysAt(issue.path, input))}` };
    });
  }
  return [{ path: issue.path, message: [`${owner}:`, field, problemOf(issue, input)].filter(Boolean).join(' ') }];
}

function unknownKey(key: string, field: string, value: unknown, keys: Keys): string {
  const near = nearest(key, Object.keys(keys));
  // of host and hosts, equally near to hots, the one that takes the value
  const meant = near.find((name) => keys[name] && z.safeParse(keys[name], value).success) ?? near[0];
  const where = field === '' ? '' : ` in ${field}`;
  return `unknown key ${shown(key)}${where}, ${meant ? `did you mean '${meant}'?` : `use ${Object.keys(keys).join(', ')}`}`;
}

function problemOf(issue: ZodIssue, input: unknown): string {
  if (issue.code === 'invalid_key') return `name ${issue.issues[0]?.message}, got ${shown(issue.path.at(-1))}`;
  const value = valueAt(input, issue.path);
  // a whole file that is one value is no policy, and may be a key
  if (issue.path.length === 0) return `${ruleOf(issue)}, got ${kindOf(value)}`;
  if (value === undefined) return `is missing: it ${ruleOf(issue)}`;
  return isPrivate(issue.path) ? `${ruleOf(issue)} (the value is not shown)` : `${ruleOf(issue)}, got ${shown(value)}`;
}

/** Whether a value could be a key that was pasted where its name belongs. */
function isPrivate(path: readonly PropertyKey[]): boolean {
  const [section, , field] = path;
  return (
    section === 'destinations' &&
    (field === 'credential' || field === 'headers') &&
    !['type', 'header'].includes(String(path.at(-1)))
  );
}

function ruleOf(issue: ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${oneOf(issue.values)}`;
    case 'invalid_union':
      return `must be ${alternatives(issue)}`;
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int' ? `must be ${issue.minimum} or more` : 'must not be empty';
    case 'too_big':
      return `must be ${issue.maximum} or less`;
    case 'invalid_format':
      return formats[issue.format] ?? issue.message;
    default:
      return issue.message;
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
};

const formats: Readonly<Record<string, string>> = { date: 'must be a date such as 2027-01-31', url: 'must be an https URL' };

const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? shown(values[0]) : `one of ${values.map(shown).join(', ')}`;

function alternatives(issue: Extract<ZodIssue, { code: 'invalid_union' }>): string {
  if ('options' in issue && Array.isArray(issue.options)) return oneOf(issue.options);
  return issue.errors.map((branch) => (branch[0] ? ruleOf(branch[0]).replace(/^must be /, '') : 'something else')).join(' or ');
}
