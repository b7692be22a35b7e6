import { parse } from 'yaml';
import type { Arguments } from './fixture';

/** The files that a host's `user-data` writes, by their paths. */
export function filesOf(userData: string): Record<string, string> {
  const { write_files: files } = parse(userData) as { write_files: Arguments[] };
  return Object.fromEntries(files.map(({ path, encoding, content }) => [path, decoded(content, encoding)]));
}

const decoded = (content: string, encoding?: string): string =>
  encoding === 'b64' ? Buffer.from(content, 'base64').toString() : content;

/** The values of a setting in the text of a systemd unit. */
export const settingsOf = (unit: string, name: string): string[] =>
  unit.split('\n').flatMap((line) => (line.startsWith(`${name}=`) ? [line.slice(name.length + 1)] : []));

/** The words of a command as systemd reads them ("systemd.service", "Command lines"); `${NAME}` stays for what its environment has. */
export function wordsOf(command: string): string[] {
  const words = command.match(/"(?:\\.|[^"\\])*"|\S+/g) ?? [];
  return words.map((word) => unescaped(word).replaceAll('%%', '%').replaceAll('$$', '$'));
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

const unescaped = (word: string): string =>
  word.startsWith('"') ? word.slice(1, -1).replace(/\\(.)/g, (_, sign: string) => escapes[sign] ?? sign) : word;
