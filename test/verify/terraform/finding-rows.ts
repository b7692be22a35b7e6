import { expect, test } from 'vitest';
import { changeOf, type FindingRow, found } from './findings';

/** One test for each change of the sealed airlock. */
export function findingRows(rows: readonly FindingRow[]): void {
  for (const [name, change, ...rules] of rows) {
    test(`${name}: ${rules.length > 0 ? rules.join(', ') : 'proven'}`, () => {
      const judgement = found(changeOf(change));
      expect(judgement.rules, judgement.messages.join('\n')).toEqual([...rules].sort());
    });
  }
}
