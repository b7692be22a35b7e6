// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../lib/verify/terraform/load/json';
import type { LoadedTerraform } from '../../lib/verify/terraform/load/loaded-terraform';
import { UnusableInput } from '../../lib/verify/unusable-input';
import { planOf } from './mutations/google/as-plan';
import { instancesOneNetwork } from './mutations/google/instances-one-network';
import { instancesTwoNetworks } from './mutations/google/instances-two-networks';
import { jobTwoNetworks } from './mutations/google/job-two-networks';
import { judgedInput } from './mutations/google/judged';
import { everything, everywhere } from './mutations/google/rooms';
import { type Fixture, Site } from './mutations/google/site';
import { egress, wayOut } from './mutations/google/ways';
import { configured } from './terraform/evaluate/worlds-of';

const fixtures = [instancesTwoNetworks, jobTwoNetworks, instancesOneNetwork];

/** The verdict, or `unusable`; anything else that is thrown is a crash. */
function verdictOf(input: LoadedTerraform, fixture: Fixture): string {
  try {
    return judgedInput(input, fixture).verdict;
  } catch (error) {
    if (error instanceof UnusableInput && !error.message.includes('\n')) return 'unusable';
    throw error;
  }
}

/** Values that stand nowhere in a configuration that anybody means. */
const odd: readonly unknown[] = [
  null,
  true,
  false,
  -1,
  0,
  1e308,
  '',
  '\u0000',
  '${',
  '${}',
  '%{',
  '%{ for x in y }',
  '$${x}',
  '${nothing}',
  '${var.nobody}',
  '${local.nobody}',
  '${google_compute_network.nobody.id}',
  '${google_compute_network.room}',
  '${google_compute_network.room[0].id}',
  '${google_compute_network.room.*.id}',
  '${data.google_compute_network.x.id}',
  '${module.nobody.x}',
  '${each.value}',
  '${count.index}',
  '${self.id}',
  '${path.module}',
  '${file("x")}',
  '${cidrhost("10.0.0.0/99", 1e9)}',
  '${tonumber("x")}',
  '${[for x in []: x]}',
  '${{}}',
  '${null}',
  '${true}',
  'projects//global/networks/',
  'https://www.googleapis.com/compute/v1/projects',
  'serviceAccount:',
  '10.0.0.0/99',
  '::/0/0',
  '0.0.0.0/0',
  'all',
  '65536',
  '9-1',
  'constructor',
  '__proto__',
  [],
  [[]],
  [null],
  [{}],
  {},
  { dynamic: {} },
  { for_each: '${toset(["a"])}' },
  { '//': null },
];

type Path = readonly (string | number)[];

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The paths of every value in a document, but for those below one that is left alone. */
function pathsIn(document: unknown, isLeft: (path: Path) => boolean): Path[] {
  const found: Path[] = [];
  const walk = (value: unknown, path: Path): void => {
    if (isLeft(path)) return;
    if (path.length > 0) found.push(path);
    const inner = Array.isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : [];
    for (const [name, each] of inner) walk(each, [...path, name]);
  };
  walk(document, []);
  return found;
}

/** A copy in which the value at a path is another one, or gone. */
function replaced(value: unknown, [head, ...rest]: Path, by: unknown): unknown {
  if (head === undefined) return by;
  const gone = rest.length === 0 && by === undefined;
  const inside = (each: unknown) => (gone ? [] : [replaced(each, rest, by)]);
  if (Array.isArray(value)) return value.flatMap((each, index) => (index === head ? inside(each) : [each]));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([name, each]): [string, unknown][] =>
    name === head ? inside(each).map((made) => [name, made]) : [[name, each]],
  );
  return Object.fromEntries(entries);
}

/** Runs with a document in which some values outside of what is left alone are replaced or taken away. */
function mangling(document: object, isLeft: (path: Path) => boolean, runs: number, hold: (mangled: object) => void): void {
  const whole = JSON.parse(JSON.stringify(document)) as object;
  const change = fc.record({
    path: fc.constantFrom(...pathsIn(whole, isLeft)),
    by: fc.option(fc.constantFrom(...odd), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      hold(changes.reduce<unknown>((made, { path, by }) => replaced(made, path, by), whole) as object);
    }),
    { seed: 20_260_101, numRuns: runs },
  );
}

/** Whether a path is of one of these resources, `TYPE.NAME` without `google_`, or holds one. */
const ofResources = (names: readonly string[]) => {
  const left = new Set(names.map((name) => `google_${name}`));
  return ([root, type, name]: Path) => {
    if (root === 'provider') return true;
    if (root !== 'resource') return false;
    return name === undefined
      ? type === undefined || [...left].some((each) => each.startsWith(`${type}.`))
      : left.has(`${type}.${name}`);
  };
};

/** What an agent runs on and goes out by, with egress that is open. */
function opened(fixture: Fixture): { site: Site; left: string[] } {
  const site = new Site(fixture);
  wayOut(site);
  egress({ priority: 1, destination_ranges: everywhere, allow: everything })(site);
  const { agent, network, subnet, proxy } = fixture.names;
  const added = Object.keys(site.body).filter((name) => !(name in fixture.body()));
  return { site, left: [...added, agent, network, subnet, proxy] };
}

const planDocument = (site: Site): object => (planOf(site) as Extract<LoadedTerraform, { kind: 'plan' }>).document;
const asPlan = (document: object): LoadedTerraform => ({
  kind: 'plan',
  name: 'plan',
  file: 'plan.json',
  document: document as JsonObject,
});

describe.each(fixtures)('$name, mangled', (fixture) => {
  test('never crashes where values are replaced by odd ones or taken away', () => {
    mangling(
      new Site(fixture).document(),
      () => false,
      50,
      (mangled) => {
        expect(['proven', 'unknown', 'refuted', 'unusable']).toContain(verdictOf(configured(mangled), fixture));
      },
    );
  });

  test('never crashes as a plan', () => {
    mangling(
      planDocument(new Site(fixture)),
      () => false,
      50,
      (mangled) => {
        expect(['proven', 'unknown', 'refuted', 'unusable']).toContain(verdictOf(asPlan(mangled), fixture));
      },
    );
  });

  test('is never proven while a key in the agent is left alone', () => {
    const site = new Site(fixture);
    fixture.give(site, 'ANTHROPIC_API_KEY', 'sk-ant-api03-0a1b2c3d4e5f6g7h8i9j0a1b2c3d4e5f');
    mangling(site.document(), ofResources([fixture.names.agent]), 40, (mangled) => {
      expect(verdictOf(configured(mangled), fixture)).not.toBe('proven');
    });
  });

  test('is never proven while a rule that lets everything out, and its way, are left alone', () => {
    const { site, left } = opened(fixture);
    mangling(site.document(), ofResources(left), 40, (mangled) => {
      expect(verdictOf(configured(mangled), fixture), JSON.stringify(mangled)).not.toBe('proven');
    });
  });

  test('is never proven while its role is left alone', () => {
    const site = new Site(fixture);
    const { account, agent } = fixture.names;
    fixture.identity(site, `\${google_${account}.email}`);
    const member = `serviceAccount:\${google_${account}.email}`;
    site.add('project_iam_member.opening', { project: 'own-project', role: 'roles/editor', member });
    mangling(site.document(), ofResources([agent, account, 'project_iam_member.opening']), 40, (mangled) => {
      expect(verdictOf(configured(mangled), fixture), JSON.stringify(mangled)).not.toBe('proven');
    });
  });
});
