import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../lib/verify/report/report';
import { put, scratchFolder } from '../runtime/scratch';
import { openGroup, type Resources, ref, roomNat, roomRoute, sealed } from '../verify/cloudformation/network/airlock';
import { elementsOf } from '../verify/report/markup';
import { sarifLog } from '../verify/report/sarif-log';
import { airlock } from './airlock-process';

const folder = scratchFolder();
const roles = ['--agent', 'Agent', '--proxy', 'Proxy:3128'];
const template = (name: string, resources: Resources, more: object = {}): string =>
  put(folder, `${name}.template.json`, JSON.stringify({ ...more, Resources: resources }, undefined, 1));

const route = roomRoute({ NatGatewayId: ref('RoomNat') });
const leaks: Resources = { ...sealed, ...openGroup, ...roomNat, ...route };
const proven = template('Proven', sealed);
const refuted = template('Refuted', leaks);
const unknown = template('Unknown', {
  ...sealed,
  ...openGroup,
  ...roomRoute({ NatGatewayId: { 'Fn::ImportValue': 'core-nat' } }),
});
const onlyInProduction = template(
  'Sometimes',
  { ...leaks, RoomRoute: { ...(leaks.RoomRoute as object), Condition: 'IsProduction' } as never },
  {
    Parameters: { Stage: { Type: 'String', AllowedValues: ['test', 'prod'] } },
    Conditions: { IsProduction: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
  },
);

const report = async (path: string, ...more: string[]): Promise<Report> =>
  JSON.parse((await airlock(['verify', path, ...roles, '--format', 'json', ...more])).stdout);

describe('verify ends with', () => {
  test.each([
    [0, 'proven', proven],
    [1, 'refuted', refuted],
    [2, 'unknown', unknown],
  ])('%i where it is %s, and says so in its first line', async (expected, verdict, path) => {
    const { status, stdout, stderr } = await airlock(['verify', path, ...roles]);
    expect([status, stderr]).toEqual([expected, '']);
    expect(stdout.split('\n')[0]).toMatch(new RegExp(`^${verdict}: 1 agent, \\d+ findings?$`));
  });

  test('1 where some value of a parameter leaks, naming it, and 0 where it is given another', async () => {
    const parameters = put(folder, 'test.json', '{ "Stage": "test" }');
    const [open, fixed] = await Promise.all([
      airlock(['verify', onlyInProduction, ...roles]),
      airlock(['verify', onlyInProduction, ...roles, '--parameters', parameters]),
    ]);
    expect([open.status, fixed.status]).toEqual([1, 0]);
    expect(open.stdout).toContain('when Stage=prod');
  });
});

describe('verify ends with 3 and one line that says what to do, given', () => {
  const written = (name: string, text: string) => put(folder, name, text);
  const inEmptyFolder = () => {
    const path = join(folder, 'empty-folder');
    mkdirSync(path, { recursive: true });
    return path;
  };
  const hclFolder = () => {
    const path = join(folder, 'hcl');
    mkdirSync(path, { recursive: true });
    put(path, 'main.tf', 'locals {}');
    return path;
  };
  const accepting = (text: string) => [proven, ...roles, '--accept', written('accept.yaml', text)];
  const valid = '{ id: a, because: b, until: 2999-01-01 }';

  test.each<[string, () => readonly string[], RegExp]>([
    ['no path', () => [], /missing required argument 'path'/],
    [
      'a path that is not there',
      () => ['/nonexistent.json', ...roles],
      /^\/nonexistent\.json can't be read: there is no such file or folder$/,
    ],
    ['an empty file', () => [written('empty.json', ''), ...roles], /empty\.json is empty: give a /],
    [
      'a template without resources',
      () => [written('none.json', '{}'), ...roles],
      /none\.json is not a CloudFormation template: it has no 'Resources'/,
    ],
    [
      'a template with no resources in it',
      () => [written('no.json', '{"Resources":{}}'), ...roles],
      /no\.json has no resources: give a /,
    ],
    [
      'JSON that breaks off',
      () => [written('bad.json', '{"Resources": ['), ...roles],
      /bad\.json:1:16: not valid JSON: it breaks off: a value or \] is missing$/,
    ],
    ['a file of HCL', () => [written('main.tf', 'locals {}'), ...roles], /main\.tf is HCL: run terraform plan .* show -json/],
    ['a folder of HCL', () => [hclFolder(), ...roles], /main\.tf is HCL: run terraform plan/],
    ['a plan as Terraform keeps it', () => [written('plan', 'PK\u0003\u0004'), ...roles], /plan is a plan .* show -json/],
    [
      'a picture',
      () => [written('a.png', '\u0089PNG\r\n\u001a\n\u0000\u0000'), ...roles],
      /a\.png is not a CloudFormation template/,
    ],
    ['a list', () => [written('list.json', '[]'), ...roles], /list\.json is not a CloudFormation template/],
    ['a folder of nothing', () => [inEmptyFolder(), ...roles], /is a folder without manifest\.json or \*\.tf\.json: give a /],
    ['no agent', () => [proven, '--proxy', 'Proxy'], /^no agent found: name it with --agent ID/],
    ['no proxy', () => [proven, '--agent', 'Agent'], /^no proxy found: name it with --proxy ID/],
    ['an agent that there is not', () => [proven, '--agent', 'Agnet', '--proxy', 'Proxy'], /'Agnet': did you mean .*Agent/],
    [
      'an agent that runs nothing',
      () => [proven, '--agent', 'Room', '--proxy', 'Proxy'],
      /AWS::EC2::VPC, which runs nothing: name /,
    ],
    [
      'a port that is none',
      () => [proven, '--agent', 'Agent', '--proxy', 'Proxy:0'],
      /^--proxy must have ports from 1 to 65535, got '0'$/,
    ],
    ['a port that is too high', () => [proven, '--agent', 'Agent', '--proxy', 'Proxy:80,65536'], /got '65536'$/],
    ['no id', () => [proven, '--agent', '', '--proxy', 'Proxy'], /^--agent must be ID/],
    ['a format of no kind', () => [proven, ...roles, '--format', 'xml'], /Allowed choices are text, json, html, sarif/],
    ['an unknown option', () => [proven, ...roles, '--agnet', 'x'], /unknown option '--agnet' \(Did you mean --agent\?\)/],
    [
      'acceptances that are no list',
      () => accepting(valid),
      /accept\.yaml must be a list of \{ id, because, until: YYYY-MM-DD \}: it is a map$/,
    ],
    [
      'an acceptance without a reason',
      () => accepting('[{ id: a, until: 2999-01-01 }]'),
      /entry 1 needs because, as your reason in words$/,
    ],
    [
      'an acceptance until some day',
      () => accepting('[{ id: a, because: b, until: soon }]'),
      /entry 1 needs until, as a day such as 2027-01-31$/,
    ],
    ['an acceptance with a key of no kind', () => accepting(`[${valid.replace('}', ', by: me }')}]`), /entry 1 has 'by' too$/],
    ['acceptances that are no YAML', () => accepting('[{'), /^--accept .*accept\.yaml:1:3: not valid YAML: /],
    [
      'acceptances that are not there',
      () => [proven, ...roles, '--accept', '/nonexistent'],
      /^--accept \/nonexistent can't be read/,
    ],
    ['parameters that are not there', () => [proven, ...roles, '--parameters', '/nonexistent'], /^--parameters \/nonexistent/],
    ['an output that can’t be written', () => [proven, ...roles, '--output', '/nonexistent/out'], /\/nonexistent\/out/],
  ])('%s', async (_, args, message) => {
    const { status, stdout, stderr } = await airlock(['verify', ...args()]);
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stderr.trimEnd()).toMatch(message);
  });

  test('an agent’s name that would steer the terminal', async () => {
    const odd = template('Odd', { ...sealed, 'Agent\u001b[2J': sealed.Agent });
    const { status, stderr } = await airlock(['verify', odd, '--agent', 'Agent\u001b[2', '--proxy', 'Proxy']);
    expect(status).toBe(3);
    expect(stderr.trimEnd()).not.toMatch(/\p{Cc}/u);
  });
});

describe('every format', () => {
  test.each<[string, (text: string) => unknown]>([
    ['text', (text) => expect(text).toContain('AIRLOCK-NET-001 refuted: it can reach the internet')],
    ['json', (text) => expect(JSON.parse(text)).toMatchObject({ schemaVersion: 1, verdict: 'refuted' })],
    ['sarif', (text) => expect(sarifLog.parse(JSON.parse(text)).runs[0].results.length).toBeGreaterThan(0)],
    ['html', (text) => expect(elementsOf(text).length).toBeGreaterThan(50)],
  ])('%s is the same in two runs, on standard output and in a file', async (format, holds) => {
    const output = join(folder, `out.${format}`);
    const args = ['verify', refuted, ...roles, '--format', format];
    const [printed, written] = await Promise.all([airlock(args), airlock([...args, '--output', output])]);
    expect([printed.status, written.status, written.stdout, written.stderr]).toEqual([1, 1, '', '']);
    expect(readFileSync(output, 'utf8')).toBe(printed.stdout);
    holds(printed.stdout);
  });

  test('nothing is written where nothing is judged', async () => {
    const output = join(folder, 'nothing.json');
    await airlock(['verify', proven, '--agent', 'Nobody', '--proxy', 'Proxy', '--output', output]);
    expect(existsSync(output)).toBe(false);
  });

  test('a file is replaced whole', async () => {
    const output = put(folder, 'long.txt', 'x'.repeat(1_000_000));
    await airlock(['verify', proven, ...roles, '--output', output]);
    expect(readFileSync(output, 'utf8')).not.toContain('xx');
    expect(readdirSync(folder).filter((name) => name.startsWith('long'))).toEqual(['long.txt']);
  });
});

test('the report has its version, its inputs with their hashes, and lines where the template says it', async () => {
  const { schemaVersion, inputs, findings, agents, coverage } = await report(refuted);
  expect([schemaVersion, inputs.map(({ path }) => path)]).toEqual([1, [refuted]]);
  expect(inputs[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(agents).toEqual([{ id: 'Refuted/Agent', verdict: 'refuted' }]);
  expect(coverage.unmodelled).toEqual([]);
  const lines = readFileSync(refuted, 'utf8').split('\n');
  for (const { line, pointer } of findings.flatMap(({ path }) => path)) {
    const resource = pointer.split('/')[2];
    expect(lines.findIndex((text) => text.includes(`"${resource}": {`)) + 1).toBeLessThanOrEqual(line ?? 0);
  }
});

describe('an accepted finding', () => {
  const accept = async (until: string, more = '') => {
    const ids = (await report(refuted)).findings.map(({ id }) => id);
    const list = ids.map((id) => ({ id: `${id}${more}`, because: 'a test network', until }));
    return put(folder, `accept-${until}${more}.json`, JSON.stringify(list));
  };

  test('is listed, and the verdict is that of the rest', async () => {
    const { status, stdout } = await airlock(['verify', refuted, ...roles, '--accept', await accept('2999-12-31')]);
    expect(status).toBe(0);
    expect(stdout.split('\n')[0]).toMatch(/^proven, with \d accepted: 1 agent, 0 findings$/);
    expect(stdout).toContain('until 2999-12-31: a test network');
  });

  test.each([
    ['has expired', '2020-01-01', '', 'it expired on 2020-01-01'],
    ['is another', '2999-12-31', '-other', 'no finding has this id'],
  ])('has no effect if it %s, and the report says so', async (_, until, more, why) => {
    const { status, stdout } = await airlock(['verify', refuted, ...roles, '--accept', await accept(until, more)]);
    expect(status).toBe(1);
    expect(stdout).toContain(why);
  });
});

describe('diff', () => {
  test.each<[string, string, string, number, string]>([
    ['opens a way out', proven, refuted, 1, 'it opens a way out\n'],
    ['closes it', refuted, proven, 0, 'it opens no way out\n'],
    ['changes nothing', refuted, refuted, 0, 'nothing opens or closes\n'],
    ['makes it hang on what is not known', proven, unknown, 0, 'it opens no way out\n'],
  ])('of what %s', async (_, before, after, expected, last) => {
    const { status, stdout, stderr } = await airlock(['diff', before, after, ...roles]);
    expect([status, stderr]).toEqual([expected, '']);
    expect(stdout.endsWith(last)).toBe(true);
  });

  test('says what opens', async () => {
    const { stdout } = await airlock(['diff', proven, refuted, ...roles]);
    expect(stdout).toMatch(/^\+ leak Refuted\/Agent: ipv4 .* to Refuted\/RoomPublicRoute every public IPv4 address$/m);
    expect(stdout).toMatch(/^\+ AIRLOCK-NET-001 refuted Refuted\/Agent: it can reach the internet/m);
  });

  test('ends with 0 for a way out that is accepted', async () => {
    const ids = (await report(refuted)).findings.map(({ id }) => id);
    const list = ids.map((id) => ({ id, because: 'a test network', until: '2999-12-31' }));
    const file = put(folder, 'accept-diff.json', JSON.stringify(list));
    expect((await airlock(['diff', proven, refuted, ...roles, '--accept', file])).status).toBe(0);
  });

  test.each([
    ['one file', [proven], /missing required argument 'new'/],
    ['a file that is not there', [proven, '/nonexistent.json', ...roles], /^\/nonexistent\.json can't be read/],
  ])('ends with 3 and one line, given %s', async (_, args, message) => {
    const { status, stdout, stderr } = await airlock(['diff', ...args]);
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr.trimEnd()).toMatch(message);
  });
});
