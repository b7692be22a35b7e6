import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isMapping, type Json, type JsonMapping } from '../../lib/verify/cloudformation/load/json';
import { cloudFormationSystems } from '../../lib/verify/cloudformation/systems';
import { judgeAll } from '../../lib/verify/judge';
import { reportOf } from '../../lib/verify/report/report-of';
import { UnusableInput } from '../../lib/verify/unusable-input';
import { template } from './cloudformation/evaluate/fixture';
import { fargateTwoRooms } from './mutations/aws/fargate-two-rooms';
import { instancesOneRoom } from './mutations/aws/instances-one-room';
import { changed } from './mutations/aws/judged';
import { lambdaOneRoom } from './mutations/aws/lambda-one-room';
import { openGroups } from './mutations/aws/open-groups';
import { type Body, type Fixture, Site } from './mutations/aws/site';

const fixtures = [fargateTwoRooms, instancesOneRoom, lambdaOneRoom];

/** The verdict, or `unusable`; anything else that is thrown is a crash. */
function verdictOf(body: JsonMapping | string, { names, ports }: Fixture): string {
  try {
    const roles = { agents: [{ id: `S/${names.agent}` }], proxies: [{ id: `S/${names.proxy}`, ports }] };
    return reportOf(judgeAll(cloudFormationSystems([template(body)], roles)), [], {}).verdict;
  } catch (error) {
    if (error instanceof UnusableInput) return 'unusable';
    throw error;
  }
}

const bodyOf = (site: Site): JsonMapping => JSON.parse(JSON.stringify(site.body)) as JsonMapping;
const sealed = (fixture: Fixture) => bodyOf(new Site(fixture));

/** Values that stand nowhere in a template that anybody means. */
const odd: readonly Json[] = [
  null,
  true,
  -1,
  1e308,
  '',
  '\u0000',
  '${}',
  '${AWS::Nothing}',
  '{{resolve:ssm}}',
  'arn:::::',
  '10.0.0.0/99',
  '::/0/0',
  [],
  [[]],
  {},
  [null],
  { Ref: 'Nobody' },
  { Ref: [] },
  { Ref: 'AWS::NoValue' },
  { 'Fn::GetAtt': 'Nobody' },
  { 'Fn::GetAtt': ['Agent'] },
  { 'Fn::If': ['Nothing', 1] },
  { 'Fn::If': ['Nothing', { Ref: 'AWS::NoValue' }, {}] },
  { 'Fn::Select': ['x', []] },
  { 'Fn::Select': [99, ['a']] },
  { 'Fn::Split': [] },
  { 'Fn::Join': ['', { Ref: 'Nobody' }] },
  { 'Fn::Sub': ['${x}', null] },
  { 'Fn::Sub': '${Agent.${x}}' },
  { 'Fn::FindInMap': ['PrefixLists', 'x', 'y'] },
  { 'Fn::Cidr': ['10.0.0.0/16', 1e9, 8] },
  { 'Fn::ImportValue': {} },
  { 'Fn::Transform': { Name: 1 } },
  { 'Fn::ForEach::x': [] },
  { 'Fn::Base64': [] },
  { 'Fn::Nothing': 1 },
  { a: 1, 'Fn::If': [] },
];

type Path = readonly (string | number)[];

/** The paths of every value under these resources. */
function pathsIn(body: JsonMapping, isLeft: (resource: string) => boolean): Path[] {
  const found: Path[] = [];
  const walk = (value: Json, path: Path): void => {
    found.push(path);
    const inner = Array.isArray(value) ? [...value.entries()] : isMapping(value) ? Object.entries(value) : [];
    for (const [name, each] of inner) walk(each as Json, [...path, name]);
  };
  for (const [name, resource] of Object.entries(body.Resources as JsonMapping))
    if (!isLeft(name)) walk((resource as JsonMapping).Properties as Json, ['Resources', name, 'Properties']);
  return found;
}

/** A copy in which the value at a path is another one, or gone. */
function replaced(value: Json, [head, ...rest]: Path, by: Json | undefined): Json {
  if (head === undefined) return by as Json;
  const gone = rest.length === 0 && by === undefined;
  if (Array.isArray(value))
    return value.flatMap((each, index) => (index !== head ? [each as Json] : gone ? [] : [replaced(each as Json, rest, by)]));
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) =>
      name !== head ? [[name, each]] : gone ? [] : [[name, replaced(each as Json, rest, by)]],
    ),
  ) as Json;
}

const seed = { seed: 20_260_101 };

/** Runs with a body in which some values outside the resources that are left alone are replaced or taken away. */
function mangling(body: JsonMapping, left: ReadonlySet<string>, runs: number, hold: (mangled: JsonMapping) => void): void {
  const paths = pathsIn(body, (name) => left.has(name));
  const change = fc.record({ path: fc.constantFrom(...paths), by: fc.option(fc.constantFrom(...odd), { nil: undefined }) });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      hold(changes.reduce<Json>((made, { path, by }) => replaced(made, path, by), body) as JsonMapping);
    }),
    { ...seed, numRuns: runs },
  );
}

describe.each(fixtures)('$name, mangled', (fixture) => {
  test('never crashes where values are replaced by odd ones or taken away', () => {
    mangling(sealed(fixture), new Set(), 40, (mangled) => {
      expect(['proven', 'unknown', 'refuted', 'unusable']).toContain(verdictOf(mangled, fixture));
    });
  });

  test('is never proven while a key in the agent is left alone', () => {
    const site = new Site(fixture);
    const holder = fixture.give(site, 'ANTHROPIC_API_KEY', 'sk-ant-api03-0a1b2c3d4e5f6g7h8i9j0a1b2c3d4e5f');
    mangling(bodyOf(site), new Set([holder, fixture.names.agent]), 40, (mangled) => {
      expect(verdictOf(mangled, fixture)).not.toBe('proven');
    });
  });

  test('is never proven while an open group and its route are left alone', () => {
    const rule = openGroups.find(([sentence]) => sentence === "the group's own list open");
    if (!rule) throw new Error('no such row');
    const site = changed(fixture, rule[1]);
    const added = Object.keys(site.body.Resources).filter((name) => !(name in fixture.body().Resources));
    const { agent, vpc, subnets, tables, group } = fixture.names;
    const path = [...added, agent, vpc, ...subnets, ...tables, group, 'TableAAtSubnet', 'TableBAtSubnet'];
    const runs = ['AgentTask', 'AgentTemplate', 'Cluster', 'Gateway', 'GatewayAtVpc'];
    mangling(bodyOf(site), new Set([...path, ...runs]), 40, (mangled) => {
      expect(verdictOf(mangled, fixture)).not.toBe('proven');
    });
  });
});

describe('text', () => {
  const leaky = (): Body => {
    const site = new Site(instancesOneRoom);
    instancesOneRoom.give(site, 'KEY', 'sk-ant-api03-0a1b2c3d4e5f6g7h8i9j0a1b2c3d4e5f');
    return site.body;
  };
  const text = JSON.stringify(leaky(), undefined, 1);
  /** The agent and its launch template, with the key in it, are left alone. */
  const [begin, end] = [text.indexOf('"AgentTemplate": {'), text.indexOf('"Gateway": {')];
  const cut = fc.record({
    at: fc.oneof(fc.nat(begin - 50), fc.integer({ min: end, max: text.length - 1 })),
    length: fc.nat(40),
    by: fc.oneof(fc.constant(''), fc.constantFrom(...'{}[]":,&*!|>%@`\t\n\u0000'), fc.string({ maxLength: 8 })),
  });
  const mangled = (changes: readonly { at: number; length: number; by: string }[]) =>
    changes
      .toSorted((a, b) => b.at - a.at)
      .reduce((made, { at, length, by }) => made.slice(0, at) + by + made.slice(at + length), text);

  test('that is cut anywhere else never crashes and is never proven', () => {
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 3 }), (changes) => {
        expect(verdictOf(mangled(changes), instancesOneRoom)).not.toBe('proven');
      }),
      { ...seed, numRuns: 150 },
    );
  });

  test.each([
    '',
    ' ',
    'null',
    '[]',
    '""',
    '{}',
    '{"Resources":{}}',
    '{"Resources":[]}',
    '{"Resources":{"A":1}}',
    'a: &a [*a]',
    '--- \n---\n',
    '\ufeff{}',
    '%YAML 9.9\n---\n',
  ])('such as %j is unusable', (content) => {
    expect(verdictOf(content, instancesOneRoom)).toBe('unusable');
  });
});
