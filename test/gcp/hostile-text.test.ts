// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { expect, test } from 'vitest';
import { stringsIn } from '../../lib/gcp/template-properties';
import { configurationOf, stackOf } from './fixture';
import { freeProps, type Give, strictProps } from './text-props';

const hostile = '${file("passwd")}%{ for x in y }';

/** Every text that Terraform reads of a stack in which the hostile one was given. */
function textsWith(give: Give): string[] {
  const stack = stackOf();
  give(stack, hostile);
  // it passes over comments
  const read = JSON.parse(JSON.stringify(configurationOf(stack), (key, value) => (key === '//' ? undefined : value)));
  return stringsIn(read);
}

/** A text, and what Base64 in it says. */
const decoded = (text: string): string =>
  [text, ...(text.match(/[\w+/]{24,}={0,2}/g) ?? []).map((part) => Buffer.from(part, 'base64').toString())].join('\n');

const evaluates = (text: string): boolean => /\$\{file|%\{ for/.test(text.replaceAll(/\$\$\{|%%\{/g, ''));

test.each(freeProps)('a text that Terraform would evaluate comes out as it went in: %s', (_, give) => {
  const texts = textsWith(give);
  expect(texts.filter(evaluates)).toEqual([]);
  expect(texts.filter((text) => decoded(text).includes('${file('))).not.toEqual([]);
});

test.each(strictProps)('or is refused, where nothing is called so: %s', (_, give) => {
  expect(() => textsWith(give)).toThrow();
});

test('a text that is evaluated would be found', () => {
  const found = [hostile, `$$${hostile}`, 'a %{ for x in y }', '$${file("x")} ${file("y")}'];
  const passed = ['$${file("x")}%%{ for', '$${x} ${var.y}'];
  expect([...found, ...passed].filter(evaluates)).toEqual(found);
});
