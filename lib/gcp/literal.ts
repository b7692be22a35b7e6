import { Lazy } from 'cdktf';
import { holdsToken } from '../policy/framework-token';

const token = /(\$\{TfToken\[[\w:.-]+\]\})/;

/**
 * A user's text for an argument of Terraform, which comes out as it went in: `${…}` and `%{…}` in it are not evaluated, tokens of cdktf are.
 * Taken again, or put together with other text, it stays the same. Not for what Terraform doesn't evaluate, `description` of a variable or an
 * output, nor for arguments of cdktf's `Fn`.
 *
 * Source: "Strings and Templates", Terraform language.
 */
export function literal(text: string): string {
  return text
    .split(token)
    .map((part) => (token.test(part) ? part : escaped(part)))
    .join('');
}

/**
 * A text that has to be known at synthesis, as it is encoded or measured there.
 *
 * @param what - the construct and property that the text is of
 * @throws an Error if it holds a token, of which only the placeholder would be encoded
 */
export function concrete(text: string, what: string): string {
  if (!holdsToken(text)) return text;
  throw new Error(`${what} must be known at synthesis, as it is encoded before Terraform sees it, got the token '${text}'`);
}

function escaped(part: string): string {
  const value = part
    .replace(/[$%](?=\{)/g, '$&$&')
    // before what the next token becomes, `$` would escape it
    .replace(/[$%]+$/, (signs) => `\${"${signs}"}`);
  // as text, cdktf would take `$${` for the start of an expression, and write the tokens after it without braces
  return value === part ? part : Lazy.stringValue({ produce: () => value });
}
