import { basename, dirname } from 'node:path/posix';

/** What a script writes into a file of `NAME=value` lines, as the last of them tells. */
export interface WrittenSettings {
  readonly values: ReadonlyMap<string, string>;
  /** Whether all that touches the file is understood: each line is written whatever happens, and nothing else changes it. */
  readonly clear: boolean;
}

/**
 * What user data writes into a file: by `echo`, by a here-document, or as one of cloud-config's files. Anything else that names the file, and
 * whatever is written under a condition or behind an exit, is unclear.
 */
export function writtenSettings(text: string, file: string): WrittenSettings {
  const writes = text.startsWith('#cloud-config') ? cloudConfigWrites(text, file) : shellWrites(text, file);
  const from = writes.findLastIndex(({ replaces }) => replaces);
  const lines = writes.slice(Math.max(from, 0)).flatMap((write) => write.lines);
  const settings = lines.map((line) => line.trim().split('=')).filter(([name, ...rest]) => name && rest.length > 0);
  return {
    values: new Map(settings.map(([name = '', ...rest]) => [name, rest.join('=')])),
    clear: writes.every(({ clear }) => clear),
  };
}

interface Write {
  readonly lines: readonly string[];
  /** Whether nothing of before is left. */
  readonly replaces: boolean;
  readonly clear: boolean;
}

const unclear: Write = { lines: [], replaces: false, clear: false };

function shellWrites(text: string, file: string): Write[] {
  const [writes, lines] = [[] as Write[], text.split('\n')];
  let sure = true;
  let depth = 0;
  while (lines.length > 0) {
    const line = lines.shift() as string;
    if (/^\s*#/.test(line)) continue;
    const end = /<<-?\s*(["']?)(\w+)\1/.exec(line)?.[2];
    const body = end === undefined ? [] : lines.splice(0, indexOrEnd(lines, end) + 1).slice(0, -1);
    depth += count(line, /(?:^|[;&|]\s*|\s)(?:if|case|for|while|until)\s/g) - count(line, /(?:^|[;&|]\s*|\s)(?:fi|esac|done)\b/g);
    writes.push(...writesOf(line, body, file).map((write) => ({ ...write, clear: write.clear && sure && depth === 0 })));
    sure &&= !/\b(?:exit|exec|return)\b|\(\)\s*\{/.test(line);
  }
  return writes;
}

const indexOrEnd = (lines: readonly string[], end: string): number => {
  const found = lines.findIndex((line) => line.trim() === end);
  return found < 0 ? lines.length : found;
};

const count = (line: string, pattern: RegExp): number => line.match(pattern)?.length ?? 0;

function writesOf(line: string, body: readonly string[], file: string): Write[] {
  if (body.length > 0) return line.includes(file) ? [documentOf(line, body, file)] : mentionsIn([line, ...body], file);
  return line
    .split(/&&|;/)
    .filter((command) => mentions(command, file))
    .map((command) => echoed(command, file));
}

const mentionsIn = (lines: readonly string[], file: string): Write[] =>
  lines.some((line) => mentions(line, file)) ? [unclear] : [];

/** Whether a command may be about the file: by its name, wherever that is, or by its folder's. */
const mentions = (command: string, file: string): boolean =>
  command.includes(basename(file)) || command.includes(`${dirname(file)}/`);

function documentOf(line: string, lines: readonly string[], file: string): Write {
  const to = /^\s*(?:sudo\s+)?(?:cat|tee\s+(-a\s+)?(\S+))\s*(.*)$/.exec(line);
  const [, appends, teed, rest = ''] = to ?? [];
  const redirected = /(?:^|[^>])(>>?)\s*(\S+)/.exec(rest.replace(/<<-?\s*(["']?)\w+\1/, ' '));
  if (teed === file) return { lines, replaces: !appends, clear: true };
  return redirected?.[2] === file ? { lines, replaces: redirected[1] === '>', clear: true } : unclear;
}

function echoed(command: string, file: string): Write {
  const [, , text, how, to] = /^\s*(?:sudo\s+)?echo\s+(["']?)([^"'|$`>]*)\1\s*(>>?)\s*(\S+)\s*$/.exec(command) ?? [];
  return text !== undefined && to === file ? { lines: [text], replaces: how === '>', clear: true } : unclear;
}

function cloudConfigWrites(text: string, file: string): Write[] {
  const [, ...parts] = text.split(file);
  return parts.map((part, index) => {
    const before =
      text
        .split(file)
        .slice(0, index + 1)
        .join(file)
        .split('\n')
        .at(-1) ?? '';
    const written = /^["']?\n(?:\s+(?:permissions|owner): .*\n)*(\s+)content: \|-?\n((?:\1\s+.*(?:\n|$)|\n)*)/.exec(part);
    return /^\s*-?\s*path: ["']?$/.test(before) && written
      ? { lines: (written[2] as string).split('\n'), replaces: true, clear: true }
      : unclear;
  });
}
