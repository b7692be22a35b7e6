import { expect, test } from 'vitest';
import { judged, type Row } from './judged';

/** One test for each change of the sealed airlock. */
export function judgeRows(rows: readonly Row[]): void {
  for (const [name, changes, verdict, leak] of rows) {
    test(name, () => {
      const found = judged(changes);
      expect(found.verdict, JSON.stringify(found)).toBe(verdict);
      if (leak) expect(found.leaks).toContain(leak);
    });
  }
}
