import { describe, expect, test } from 'vitest';
import type { Exit } from '../../../lib/verify/report/exits';
import type { Finding } from '../../../lib/verify/verdict/finding';
import type { JudgedWorld } from '../../../lib/verify/verdict/judged-world';
import { mergedExits, mergedFindings } from '../../../lib/verify/verdict/merge-worlds';
import * as reports from '../report/reports';

const finding = (id: string, more: Partial<Finding> = {}): Finding => {
  const { when: _, ...plain } = reports.finding({ id });
  return { ...plain, ...more };
};
const exit = (more: Partial<Exit> = {}): Exit => {
  const { when: _, ...plain } = reports.exit();
  return { ...plain, ...more };
};
const world = (when: string, findings: readonly Finding[] = [], exits: readonly Exit[] = []): JudgedWorld => ({
  ...{ when, findings, exits },
});
const open = { verdict: 'unknown' } as const;

describe('a finding', () => {
  test.each<[string, JudgedWorld[], [string, string, string][]]>([
    ['of the only world is there always', [world('', [finding('a')])], [['a', 'refuted', '']]],
    ['of every world is there always', [world('A=1', [finding('a')]), world('A=2', [finding('a')])], [['a', 'refuted', '']]],
    ['of one world names it', [world('A=1'), world('A=2', [finding('a')])], [['a', 'refuted', 'A=2']]],
    [
      'of two of three worlds names the first',
      [world('A=1'), world('A=2', [finding('a')]), world('A=3', [finding('a')])],
      [['a', 'refuted', 'A=2']],
    ],
    [
      'that one world refutes is refuted, whatever is open in others',
      [world('A=1', [finding('a', open)]), world('A=2', [finding('a')])],
      [['a', 'refuted', 'A=2']],
    ],
    ['twice in one world is one', [world('A=1', [finding('a'), finding('a')]), world('A=2')], [['a', 'refuted', 'A=1']]],
    [
      'of another id is another, sorted by id',
      [world('A=1', [finding('b'), finding('a')])],
      [
        ['a', 'refuted', ''],
        ['b', 'refuted', ''],
      ],
    ],
  ])('%s', (_, worlds, expected) => {
    expect(mergedFindings(worlds).map(({ id, verdict, when }) => [id, verdict, when])).toEqual(expected);
  });

  test('found by two ways in one world keeps its surest', () => {
    const both = [finding('a', open), finding('a')];
    for (const findings of [both, both.toReversed()]) {
      expect(mergedFindings([world('', findings)]).map(({ verdict }) => verdict)).toEqual(['refuted']);
    }
  });
});

describe('an exit', () => {
  test.each<[string, Partial<Exit>, number]>([
    ['the same again', {}, 1],
    ['by another path', { path: [] }, 1],
    ['of another kind', { kind: 'leak' }, 2],
    ['to another destination', { destination: 'Main/Other' }, 2],
    ['of the other family', { family: 'ipv6' }, 2],
    ['by another protocol', { protocol: 'udp' }, 2],
    ['at other ports', { ports: [{ from: 1, to: 2 }] }, 2],
    ['of another agent', { agent: 'Main/Other' }, 2],
  ])('%s makes %o: %i', (_, more, count) => {
    expect(mergedExits([world('A=1', [], [exit()]), world('A=2', [], [exit(more)])])).toHaveLength(count);
  });

  test('names the assignment under which alone it is there', () => {
    const exits = mergedExits([world('A=1', [], [exit()]), world('A=2', [], [exit(), exit({ kind: 'leak' })])]);
    expect(exits.map(({ kind, when }) => [kind, when])).toEqual([
      ['leak', 'A=2'],
      ['proxy', ''],
    ]);
  });
});
