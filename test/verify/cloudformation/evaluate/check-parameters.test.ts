import { describe, expect, test } from 'vitest';
import { checkParameters } from '../../../../lib/verify/cloudformation/evaluate/check-parameters';
import { UnusableInput } from '../../../../lib/verify/unusable-input';
import { template } from './fixture';

const templates = [
  template(
    'Parameters: { P: { Type: String, AllowedValues: [a, b] }, N: { Type: Number }, S: { Type: String, NoEcho: true, MinLength: 8 } }\nResources: { X: { Type: T } }',
  ),
  template('Parameters: { Q: { Type: String, AllowedPattern: "[a-z]+" } }\nResources: { X: { Type: T } }', { stack: 'T' }),
];

describe('parameters are refused where', () => {
  test.each([
    ['no template has one', { R: 'a' }, "no template has the parameter 'R': correct its name or leave it out"],
    [
      'the stack does not have one',
      { S: { Q: 'a' } },
      "stack 'S' doesn't have the parameter 'Q': correct its name or leave it out",
    ],
    ['there is no such stack', { U: { Q: 'a' } }, "stack 'U' doesn't have the parameter 'Q': correct its name or leave it out"],
    [
      'a value is not allowed',
      { P: 'c' },
      'parameter \'P\' must be a value that its type, allowed values and pattern admit, got "c"',
    ],
    [
      'a value does not match',
      { Q: 'A' },
      'parameter \'Q\' must be a value that its type, allowed values and pattern admit, got "A"',
    ],
    [
      'a value is no number',
      { N: 'x' },
      'parameter \'N\' must be a value that its type, allowed values and pattern admit, got "x"',
    ],
    [
      'a secret is too short, which is not printed',
      { S: 'kurz', N: 1 },
      "parameter 'S' must be a value that its type, allowed values and pattern admit",
    ],
  ])('%s', (_, parameters, message) => {
    expect(() => checkParameters(templates, parameters)).toThrow(new UnusableInput(message));
  });
});

test.each([[undefined], [{}], [{ P: 'a', Q: 'z', N: 3 }], [{ T: { Q: 'z' } }]])('the parameters %j are taken', (parameters) => {
  expect(() => checkParameters(templates, parameters)).not.toThrow();
});
