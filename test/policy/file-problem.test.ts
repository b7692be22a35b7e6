import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileProblem } from '../../lib/policy/file-problem';
import { put, scratchFolder } from '../runtime/scratch';

const folder = scratchFolder();
put(folder, 'file', '');

test.each([
  ['nothing', 'nowhere', 'there is no such file or folder'],
  ['a folder', '.', 'it is a folder'],
  ['what is below a file', 'file/below', 'what should be a folder is a file'],
])('%s is said in words', (_, name, said) => {
  expect(() => {
    try {
      readFileSync(join(folder, name));
    } catch (error) {
      throw new Error(fileProblem(error));
    }
  }).toThrow(new Error(said));
});

test('what has no words of ours is said in its first line', () => {
  expect(fileProblem(new Error('bad indentation at line 3\n  - x\n'))).toBe('bad indentation at line 3');
});
