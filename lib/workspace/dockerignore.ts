import { type SensitiveName, sensitiveNames } from './sensitive-names';

const header = [
  '# What no image gets: credentials, by their names, at any depth and in any case. Written by agent-airlock; add your own lines at the end.',
];

// whether there is a credential in it can't be told by a name, so all of it stays out
const git: readonly SensitiveName[] = ['.git/config', '.git/**/config', '.git/**/config.worktree'].map((pattern) => ({
  pattern,
  kind: 'configuration of git, which may have a password in it',
}));

// patterns of Docker don't look behind a line break in a path, and can't name one: whatever isn't from the space on
const lineBreaks = ['# names with line breaks or other control characters', '**/*[^ -\u{10ffff}]*'];

/** Text of a .dockerignore that keeps from an image what a scan hides by name; the last line that matches decides, as in Docker's reference of the builder. */
export function dockerignore(): string {
  const open = sensitiveNames.filter(({ but }) => but !== undefined);
  const closed = [...sensitiveNames.filter(({ but }) => but === undefined), ...git];
  const lines = [...open.flatMap(withExceptions), ...foldersOf(open), ...closed.flatMap(described), ...lineBreaks];
  return `${[...header, ...lines].join('\n')}\n`;
}

const described = ({ kind, pattern }: SensitiveName): string[] => [`# ${kind}: ${pattern}`, anywhere(pattern)];

const withExceptions = (entry: SensitiveName): string[] => [
  ...described(entry),
  ...(entry.but ?? []).map((name) => `!${anywhere(name)}`),
];

// an exception lets in all of a folder with its name, and what is exempt in folders that are not
const foldersOf = (entries: readonly SensitiveName[]): string[] => [
  '# folders that are called so, with all in them',
  ...entries.map(({ pattern }) => `${anywhere(pattern)}/**`),
];

/** Docker tells case apart, whatever the file system does. */
const anywhere = (pattern: string): string => `**/${pattern.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)}`;
