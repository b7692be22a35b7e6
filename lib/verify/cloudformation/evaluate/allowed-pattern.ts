/** Whether a text may match, as far as that can be decided here. */
export type Matcher = (value: string) => boolean | undefined;

/**
 * An AllowedPattern, which CloudFormation matches against the whole value as Java does ("CloudFormation template Parameters syntax").
 * What Java and JavaScript may read differently isn't decided.
 */
export function patternMatcher(pattern: string): Matcher {
  const expression = compiled(pattern);
  if (!expression) return () => undefined;
  // nested repetition can take exponential time, so long texts are left open
  const longest = /[+*}]\)[+*{]/.test(pattern) ? 24 : 4_096;
  return (value) => (value.length > longest ? undefined : expression.test(value));
}

function compiled(pattern: string): RegExp | undefined {
  if (/[+*?}]\+|&&|\[[^\]]*\[(?!:)|\\[AZzGhHRvVXQEp]|\(\?[a-z]/.test(pattern)) return undefined;
  try {
    return new RegExp(`^(?:${withoutNeedlessEscapes(pattern)})$`, 'u');
  } catch {
    return undefined;
  }
}

/** Java allows a backslash before any punctuation, JavaScript's unicode mode only before its own. */
const withoutNeedlessEscapes = (pattern: string): string =>
  pattern.replace(/\\([^A-Za-z0-9])/g, (_, mark: string) => escaped(mark));

function escaped(mark: string): string {
  if (mark === '-') return '\\x2d'; // outside of brackets, even its own escape is refused
  return /[\^$\\.*+?()[\]{}|/]/.test(mark) ? `\\${mark}` : mark;
}

/** The values that a pattern lists, if it does nothing else: `^(dev|prod)$`. */
export function alternatives(pattern: string): readonly string[] | undefined {
  const [, listed] =
    /^\^?(?:\((?:\?:)?([\w|-]*)\)|(?=[\w|-]*\$?$)([\w|-]*))\$?$/.exec(pattern)?.filter((part) => part !== undefined) ?? [];
  return listed?.split('|');
}
