// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { TerraformOutput, TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concrete, literal } from '../../lib/gcp/literal';
import { planOf, terraformMissing } from '../verify/terraform/evaluate/terraform-oracle';

interface Stage {
  readonly stack: TerraformStack;
  readonly token: string;
}

function stage(): Stage {
  const stack = new TerraformStack(Testing.app(), 'Stack');
  return { stack, token: new TerraformVariable(stack, 'given', { type: 'string', default: '{GIVEN}' }).stringValue };
}

const configuration = (stack: TerraformStack) => JSON.parse(Testing.synth(stack)) as Record<string, object>;

/** What the real Terraform makes of each text as an output's value, in one run; `token` in a text is that of a variable. */
function comesOutAs(texts: readonly string[], { stack }: Stage): unknown[] {
  for (const [index, value] of texts.entries()) new TerraformOutput(stack, `out${index}`, { value });
  const { output, variable } = configuration(stack);
  const plan = planOf({ output, variable }) as { planned_values: { outputs: Record<string, { value: unknown }> } };
  return texts.map((_, index) => plan.planned_values.outputs[`out${index}`]?.value);
}

const hostile = [
  '${file("/etc/passwd")}',
  '%{ for x in y }',
  '%{ if true ~}yes%{ endif }',
  '$${x}',
  '$$${x}',
  '$$$${x}',
  '%%{x}',
  '$%{x}',
  '%${x}',
  '${"$"}{x}',
  '$',
  '$$',
  '%',
  '100%',
  '^/v1/.*$',
  '\\${x}',
  'C:\\new\\table',
  '"${"quoted"}"',
  'one\ntwo\r\n\tthree',
  '${~ x ~}',
  '}${',
  'é ☃ 𝄞 \u2028',
  'null',
  '1e5',
  '-1.5e+3',
  '',
  '# // /* <<EOT',
];

const missing = terraformMissing();
if (missing) console.warn(`what comes out of Terraform is not compared with what went in: ${missing}`);

describe.skipIf(missing)('what a user wrote comes out of Terraform as it went in', () => {
  test('where it looks like a template', () => {
    expect(comesOutAs(hostile.map(literal), stage())).toEqual(hostile);
  });

  test('where it was made a literal twice, or put together of several', () => {
    expect(
      comesOutAs(
        hostile.map((text) => literal(literal(text))),
        stage(),
      ),
    ).toEqual(hostile);
    const pairs = hostile.map((text, index) => [text, hostile[index + 1] ?? '{x}'] as const);
    const joined = pairs.map(([left, right]) => literal(left) + literal(right));
    expect(comesOutAs(joined, stage())).toEqual(pairs.map((pair) => pair.join('')));
  });

  test.each([
    ['after it', (text: string, token: string) => text + token],
    ['before it', (text: string, token: string) => token + text],
    ['inside a template that it seems to open', (text: string, token: string) => `\${${text}${token}}`],
  ])('and a token %s becomes its value', (_, put) => {
    const { stack, token } = stage();
    const texts = hostile.map((text) => literal(put(text, token)));
    expect(comesOutAs(texts, { stack, token })).toEqual(hostile.map((text) => put(text, '{GIVEN}')));
  });

  test('whatever it is made of', () => {
    const place = stage();
    const piece = fc.oneof(
      fc.constantFrom('$', '%', '{', '}', '$${', '%%{', '~', '\\', '"', '\n', place.token, 'x.y', 'for', 'file("/etc/passwd")'),
      // Terraform's strings are normalized, and JSON has no half of a pair
      fc.string({ unit: 'grapheme-ascii', maxLength: 4 }),
    );
    const texts = fc.sample(fc.array(piece, { maxLength: 12 }), { numRuns: 1500, seed: 6 }).map((pieces) => pieces.join(''));
    const expected = texts.map((text) => text.replaceAll(place.token, '{GIVEN}'));
    expect(comesOutAs(texts.map(literal), place)).toEqual(expected);
  });

  test('which is not so for text that is no literal', () => {
    expect(comesOutAs(['${1 + 1}'], stage())).not.toEqual(['${1 + 1}']);
    const { stack, token } = stage();
    expect(comesOutAs([`$\${x ${token}}`, `$${token}`], { stack, token })).toEqual(['${x var.given}', '${var.given}']);
  });
});

test('text without a template in it is not touched', () => {
  expect(['agent', 'a b', '{"a":{}}', '$1', '50% of'].map(literal)).toEqual(['agent', 'a b', '{"a":{}}', '$1', '50% of']);
});

describe('text that must be known at synthesis', () => {
  test.each(hostile)('is %j', (text) => {
    expect(concrete(text, 'command')).toBe(text);
  });

  test.each([
    ['a token', () => stage().token],
    ['text with a token in it', () => `a ${stage().token}`],
    ['text with a number that is a token', () => `port ${Token.asNumber({})}`],
    ['an item of a list that is a token', () => Token.asList({})[0] ?? ''],
    ['a token of aws-cdk-lib', () => '${Token[AWS.Region.4]}'],
    ['a number that is a token of aws-cdk-lib', () => '-1.8881545897087508e+289'],
    ['text with a literal in it', () => literal('${x}')],
  ])('is not %s', (_, text) => {
    expect(() => concrete(text(), "command of 'Stack/Agent'")).toThrow(
      "command of 'Stack/Agent' must be known at synthesis, as it is encoded before Terraform sees it, got the token '",
    );
  });
});
