import { CommanderError } from 'commander';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Unusable } from '../../bin/exit';
import { reportFailure } from '../../bin/failure';
import { PolicyError } from '../../lib/policy/policy-error';
import { StartError } from '../../lib/runtime/start-error';

const said = vi.spyOn(console, 'error').mockImplementation(() => {});
afterEach(() => said.mockClear());

describe('a failure', () => {
  test.each([
    ['of the policy', new PolicyError(['one', 'two'])],
    ['to start', new StartError(['one', 'two'])],
    ['of the arguments', new Unusable('one\ntwo')],
  ])('%s is one line a problem, without a stack, and 3', (_what, error) => {
    expect(reportFailure(error)).toBe(3);
    expect(said.mock.calls).toEqual([['one'], ['two']]);
  });

  test.each([
    ['a bad option', new CommanderError(1, 'commander.unknownOption', 'x'), 3],
    ['--help', new CommanderError(0, 'commander.helpDisplayed', 'x'), 0],
  ])('that commander has told of already, %s, is not told again', (_what, error, status) => {
    expect(reportFailure(error)).toBe(status);
    expect(said).not.toHaveBeenCalled();
  });

  test.each([new TypeError('x is not a function'), 'thrown text', undefined])('of ours, %s, is 70 and shown in full', (error) => {
    expect(reportFailure(error)).toBe(70);
    expect(said).toHaveBeenLastCalledWith(error);
  });
});
