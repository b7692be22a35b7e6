import { expect, test } from 'vitest';
import { changeOf, type FindingRow, found } from './findings';

/** One test for each change of the sealed airlock: it breaks exactly the rules that its row names. */
export function findingRows(rows: readonly FindingRow[]): void {
  for (const [name, change, ...rules] of rows) {
    test(`${name}: ${rules.length > 0 ? rules.join(', ') : 'proven'}`, () => {
      const judgement = found(changeOf(change));
      expect(judgement.rules, judgement.messages.join('\n')).toEqual([...rules].sort());
    });
  }
}

/** One test for each change: it breaks the rules that its row names, for certain, and perhaps others. */
export function findingRowsAtLeast(rows: readonly FindingRow[]): void {
  for (const [name, change, ...rules] of rows) {
    test(`${name}: at least ${rules.join(', ')}`, () => {
      const judgement = found(changeOf(change));
      expect(judgement.rules, judgement.messages.join('\n')).toEqual(expect.arrayContaining(rules));
    });
  }
}
