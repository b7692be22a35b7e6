import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../../lib/verify/report/report';
import { sarifReport } from '../../../lib/verify/report/sarif';
import { allRules } from '../../../lib/verify/rules/all-rules';
import { accepted, finding, hop, hostileReport, proven, refuted, unknown } from './reports';
import { type SarifLog, sarifLog } from './sarif-log';

const root = join('/', 'home', 'repository');
const sarifOf = (report: Report): SarifLog => sarifLog.parse(JSON.parse(JSON.stringify(sarifReport(report, root))));
const resultsOf = (report: Report) => sarifOf(report).runs[0].results;
const withPath = (...path: ReturnType<typeof hop>[]): Report => ({ ...refuted, findings: [finding({ path })] });
const uriOf = (file: string) => resultsOf(withPath(hop('Out', { file })))[0]?.locations[0]?.physicalLocation.artifactLocation.uri;

describe('what code scanning asks for is there', () => {
  test.each(Object.entries({ proven, refuted, unknown, accepted, hostileReport }))('in a report that is %s', (_, report) => {
    expect(resultsOf(report)).toHaveLength(report.findings.length);
  });

  test('every rule is described, whether or not it has a result', () => {
    expect(sarifOf(proven).runs[0].tool.driver.rules.map(({ id }) => id)).toEqual(allRules.map(({ id }) => id));
  });
});

test('a refutation is an error, what is not known a warning', () => {
  expect([...resultsOf(refuted), ...resultsOf(unknown)].map(({ level }) => level)).toEqual(['error', 'warning']);
});

test('a result stands at the last step of its path, and the path is its code flow', () => {
  const [result] = resultsOf(refuted);
  expect(result?.locations.map(({ physicalLocation: { region } }) => region.startLine)).toEqual([7]);
  expect(result?.codeFlows?.[0]?.threadFlows[0]?.locations.map(({ location }) => location.message?.text)).toEqual([
    'Main/Group allows tcp 443 to 0.0.0.0/0',
    'Main/Out routes 0.0.0.0/0 to the internet gateway',
  ]);
});

describe('no result lacks a location', () => {
  test.each<[string, Report]>([
    ['without a path', withPath()],
    ['whose last step is in no file', withPath(hop('Main/Out'), hop('vpc-0abc', { file: '', line: null }))],
    ['none of whose steps is in a file', withPath(hop('vpc-0abc', { file: '', line: null }))],
  ])('one %s', (_, report) => {
    expect(resultsOf(report)[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('cdk.out/Main.template.json');
  });
});

test.each([
  ['relative', 'cdk.out/Main.template.json', 'cdk.out/Main.template.json'],
  ['relative, spelled oddly', './cdk.out/../cdk.out/a.json', 'cdk.out/a.json'],
  ['absolute, inside', join(root, 'cdk.out', 'a.json'), 'cdk.out/a.json'],
  ['with spaces and signs', 'my stacks/a#1?.json', 'my%20stacks/a%231%3F.json'],
  ['outside', '../other/a.json', 'file:///home/other/a.json'],
  ['that starts like a parent', '..a/b.json', '..a/b.json'],
])('a file that is %s is named so that it is found', (_, file, uri) => {
  expect(uriOf(file)).toBe(uri);
});

test('a fingerprint is the finding’s, wherever its lines move', () => {
  const prints = (line: number, id = 'AIRLOCK-NET-001/a/b') =>
    resultsOf({ ...refuted, findings: [finding({ id, path: [hop('Out', { line })] })] })[0]?.partialFingerprints;
  expect(prints(7)).toEqual(prints(700));
  expect(prints(7)).not.toEqual(prints(7, 'AIRLOCK-NET-001/a/c'));
});

test('of more results than are taken, refutations stay, and the rest is counted', () => {
  const open = Array.from({ length: 25_000 }, (_, index) => finding({ id: `open-${index}`, verdict: 'unknown' }));
  const [run] = sarifOf({ ...refuted, findings: [...open, finding({ id: 'last' })] }).runs;
  expect(run.results).toHaveLength(25_000);
  expect(run.results[0]?.properties.findingId).toBe('last');
  expect(run.invocations[0]?.toolExecutionNotifications).toEqual([
    { level: 'warning', message: { text: '1 more findings are left out: code scanning takes 25000' } },
  ]);
});
