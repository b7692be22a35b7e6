import { describe, expect, test } from 'vitest';
import { difference } from '../../../lib/verify/diff/diff';
import { differenceText } from '../../../lib/verify/diff/text';
import type { Report } from '../../../lib/verify/report/report';
import { exit, finding, hop, hostileReport, proven, refuted, unknown } from '../report/reports';

const counts = (before: Report, after: Report) => {
  const { opened, closed, leaks } = difference(before, after);
  return [opened.exits.length, opened.findings.length, closed.exits.length, closed.findings.length, leaks];
};

test.each<[string, Report, Report, unknown[]]>([
  ['nothing', proven, proven, [0, 0, 0, 0, false]],
  ['nothing, though leaky before as after', refuted, refuted, [0, 0, 0, 0, false]],
  ['a leak that opens', proven, refuted, [1, 1, 0, 0, true]],
  ['a leak that closes', refuted, proven, [0, 0, 1, 1, false]],
  ['what becomes unknown', proven, unknown, [1, 1, 2, 0, false]],
  ['a finding that only refutes', proven, { ...proven, findings: [finding({ path: [] })] }, [0, 1, 0, 0, true]],
  ['an exit to the proxy', { ...proven, exits: [] }, proven, [2, 0, 0, 0, false]],
])('a change shows %s', (_, before, after, expected) => {
  expect(counts(before, after)).toEqual(expected);
});

test('what was unknown and is now certain opens', () => {
  const open = { ...refuted, exits: [], findings: [finding({ verdict: 'unknown' })] };
  expect(counts(open, { ...refuted, exits: [] })).toEqual([0, 1, 0, 1, true]);
});

test('lines, paths and files that move are no change', () => {
  const moved = {
    ...refuted,
    findings: [finding({ path: [hop('Main/Other', { line: 900, file: 'b.json' })] })],
    exits: refuted.exits.map((each) => ({ ...each, path: [] })),
  };
  expect(counts(refuted, moved)).toEqual([0, 0, 0, 0, false]);
});

describe('two single templates are compared whatever they are called', () => {
  const named = (stack: string): Report => ({
    ...refuted,
    inputs: [{ path: `some/where/${stack}.template.json`, sha256: '00' }],
    exits: [exit({ agent: `${stack}/Agent`, destination: `${stack}/Proxy` })],
    findings: [finding({ id: `AIRLOCK-NET-001/${stack}/Agent/${stack}/Out`, agent: `${stack}/Agent` })],
  });

  test('old and new', () => {
    expect(counts(named('old'), named('new'))).toEqual([0, 0, 0, 0, false]);
  });

  test('but a folder of several keeps its names', () => {
    const several = (stack: string) => ({ ...named(stack), inputs: [...proven.inputs, ...named(stack).inputs] });
    expect(counts(several('old'), several('new'))).toEqual([1, 1, 1, 1, true]);
  });
});

describe('as text', () => {
  test('it says first what opens, then what closes, then the sum', () => {
    expect(differenceText(difference(unknown, refuted))).toMatchInlineSnapshot(`
      "+ proxy Main/Agent: ipv4 tcp 8080 to Main/Proxy
      + proxy Main/Agent: ipv4 tcp 3128 to Main/Proxy
      + leak Main/Agent: ipv4 tcp 443 to Main/Out every public IPv4 address
      + AIRLOCK-NET-001 refuted Main/Agent: it can reach the internet by IPv4 (tcp 443) through Main/Out
      - unknown Main/Agent: ipv4 every protocol to Main/Peering when Stage=prod
      - AIRLOCK-NET-003 unknown Main/Agent: it may reach something that the inputs don't show
      it opens a way out
      "
    `);
  });

  test.each<[Report, Report, string]>([
    [proven, proven, 'nothing opens or closes\n'],
    [refuted, proven, 'it opens no way out\n'],
    [proven, refuted, 'it opens a way out\n'],
  ])('the last line is the sum', (before, after, sum) => {
    expect(differenceText(difference(before, after)).endsWith(sum)).toBe(true);
  });

  test('nothing that a template says steers a terminal', () => {
    expect(differenceText(difference(proven, hostileReport)).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  });
});
