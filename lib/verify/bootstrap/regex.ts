/** Whether an expression of RE2 matches all of a text; undefined if it isn't one of JavaScript's too. */
export function matchesAll(regex: string, text: string): boolean | undefined {
  const [, flag, source = ''] = /^(\(\?i\))?([\s\S]*)$/.exec(regex) ?? [];
  try {
    return new RegExp(`^(?:${source})$`, flag ? 'i' : '').test(text);
  } catch {
    return undefined;
  }
}
