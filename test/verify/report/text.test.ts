import { describe, expect, test } from 'vitest';
import { textReport } from '../../../lib/verify/report/text';
import { accepted, exit, finding, hop, hostileReport, proven, refuted, unknown } from './reports';

test('a proven report says so first, then where packets arrive, what was assumed and what was read', () => {
  expect(textReport(proven)).toMatchInlineSnapshot(`
    "proven: 1 agent, 0 findings

    Main/Agent: proven
      proxy     ipv4 tcp 8080, tcp 3128 to Main/Proxy

    Taken for granted:
      - The inputs are the whole system.

    What no network rule closes:
      - A tunnel carries what it likes.

    Read:
      - 1 file: 2 resources judged, 1 harmless
    "
  `);
});

test('a refuted report prints the path, each step with its resource, file and line', () => {
  expect(textReport(refuted)).toMatchInlineSnapshot(`
    "refuted: 1 agent, 1 finding

    Main/Agent: refuted
      proxy     ipv4 tcp 8080, tcp 3128 to Main/Proxy
      leak      ipv4 tcp 443 to Main/Out every public IPv4 address

      AIRLOCK-NET-001 refuted: it can reach the internet by IPv4 (tcp 443) through Main/Out
        1. Main/Group (AWS::EC2::Route) allows tcp 443 to 0.0.0.0/0  cdk.out/Main.template.json:3
        2. Main/Out (AWS::EC2::Route) routes 0.0.0.0/0 to the internet gateway  cdk.out/Main.template.json:7
        fix: take out one step of the path
        id: AIRLOCK-NET-001/Main/Agent/Main/Out

    Taken for granted:
      - The inputs are the whole system.

    What no network rule closes:
      - A tunnel carries what it likes.

    Read:
      - 1 file: 2 resources judged, 1 harmless
    "
  `);
});

test('an unknown report names the assignment, what is not understood, and leaves out lines that it has not', () => {
  const text = textReport(unknown);
  expect(text).toContain('  unknown   ipv4 every protocol to Main/Peering when Stage=prod\n');
  expect(text).toContain(" unknown: it may reach something that the inputs don't show, when Stage=prod\n");
  expect(text).toContain('cdk.out/Main.template.json\n');
  expect(text).toContain('2 resources judged, 1 harmless, 2 not understood (AWS::Odd::Thing)\n');
});

test('acceptances are counted in the first line, and listed with those that have no effect', () => {
  const text = textReport(accepted);
  expect(text.split('\n')[0]).toBe('proven, with 1 accepted: 1 agent, 0 findings');
  expect(text).toContain('  - AIRLOCK-NET-001/Main/Agent/Main/Out, until 2999-01-01: a test network\n');
  expect(text).toContain('Acceptances without effect:\n  - AIRLOCK-NET-002/other: no finding has this id\n');
});

test('an agent whose packets arrive nowhere is said to reach nothing', () => {
  expect(textReport({ ...proven, exits: [] })).toContain('Main/Agent: proven\n  nothing that it sends arrives anywhere\n');
});

test.each([
  ['every port', 'tcp', [{ from: 0, to: 65_535 }], 'ipv4 tcp to'],
  ['a range', 'udp', [{ from: 0, to: 1023 }], 'ipv4 udp 0-1023 to'],
  [
    'several ports',
    'tcp',
    [
      { from: 80, to: 80 },
      { from: 8080, to: 8081 },
    ],
    'ipv4 tcp 80+8080-8081 to',
  ],
  ['a protocol without ports', 'icmp', [], 'ipv4 icmp to'],
  ['every protocol', 'all', [], 'ipv4 every protocol to'],
])('%s reads well', (_, protocol, ports, shown) => {
  expect(textReport({ ...proven, exits: [exit({ protocol, ports })] })).toContain(`${shown} Main/Proxy\n`);
});

describe('nothing that a template says steers a terminal', () => {
  test.each([true, false])('with colour %s', (colour) => {
    const text = textReport(hostileReport, { colour });
    const ours = colour ? text.replace(/\p{Cc}\[\d+m/gu, '') : text;
    expect(ours).toMatch(/owned/);
    expect(ours.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
  });

  test('nor adds a line', () => {
    const plain = textReport({ ...refuted, findings: [finding({ path: [hop('Main/Out')] })] });
    const odd = textReport({ ...refuted, findings: [finding({ path: [hop('Main/Out\nproven: 1 agent')] })] });
    expect(odd.split('\n')).toHaveLength(plain.split('\n').length);
  });
});
