import { Token } from 'cdktf';
import { concrete, literal } from '../literal';

/** A file that a host finds when it has started; root's, for everybody to read. */
export interface HostFile {
  /** Absolute. */
  readonly path: string;
  readonly content: TextContent | LineContent;
}

/** What is known at synthesis, and stands encoded where it is. */
interface TextContent {
  readonly kind: 'text';
  readonly text: string;
}

/** Lines that only a deployment fills in. */
interface LineContent {
  readonly kind: 'lines';
  readonly lines: readonly string[];
}

/** A file with a text that is known at synthesis. Throws an Error if it isn't: Base64 of a token is that of its placeholder. */
export const textFile = (path: string, text: string): HostFile => ({
  path,
  content: { kind: 'text', text: concrete(text, path) },
});

/** A file of lines of words, in which tokens may stand. Throws an Error if a word that is known would be more than one. */
export const linesFile = (path: string, lines: readonly (readonly string[])[]): HostFile => ({
  ...{ path, content: { kind: 'lines', lines: lines.map((words) => words.map((word) => oneWord(path, word)).join(' ')) } },
});

/** A file of variables for systemd's `EnvironmentFile`; values may be tokens. */
export const settingsFile = (path: string, settings: Readonly<Record<string, string>>): HostFile =>
  linesFile(
    path,
    Object.entries(settings).map(([name, value]) => [`${name}=${oneWord(path, value)}`]),
  );

function oneWord(path: string, word: string): string {
  if (Token.isUnresolved(word) || /^[!-~]+$/.test(word)) return literal(word);
  throw new Error(`${path} must hold words without spaces, got '${word}'`);
}
