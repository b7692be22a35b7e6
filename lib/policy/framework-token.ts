/** The frameworks that write placeholders into values, which each resolves for itself alone. */
export type Framework = 'aws-cdk-lib' | 'cdktf';

/** A token that was found, and where in the value: `Resources.Network.Name`. */
export interface FoundToken {
  readonly at: string;
  readonly token: string;
}

/**
 * What each framework's tokens look like in text: of a string, a list or a map, then of a number. Of numbers in a list, cdktf's look as
 * aws-cdk-lib's.
 *
 * Source: `tokens/private/encoding` of cdktf 0.21, `core/lib/private/encoding` of aws-cdk-lib 2.276.
 */
const shapes: Readonly<Record<Framework, RegExp>> = {
  'aws-cdk-lib': /[$#]\{Token\[[\w:.-]*\]?\}?|-1\.888\d+e\+289/i,
  cdktf: /[$#&]\{TfToken\[[\w:.-]*\]?\}?|-8\.109\d+e\+298/i,
};

/** All tokens of a framework in a value, its keys, texts and numbers. */
export function tokensIn(value: unknown, framework: Framework, at: readonly string[] = []): FoundToken[] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => [
      ...tokensIn(key, framework, at),
      ...tokensIn(inner, framework, [...at, key]),
    ]);
  }
  const found = shapes[framework].exec(String(value));
  return found ? [{ at: at.join('.'), token: found[0] }] : [];
}

/** Whether a text holds a token of either framework. */
export const holdsToken = (text: string): boolean => Object.values(shapes).some((shape) => shape.test(text));
