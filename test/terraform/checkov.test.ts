import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pythonTool } from '../python/tools';
import { changedResource, pathOf } from './changed-resource';
import { type Suppression, suppressions } from './checkov-suppressions';
import type { Arguments, Configuration } from './schema/derived-schema';
import { everythingChosen, stacks } from './stacks';
import { withoutNetwork } from './terraform-folder';

const folder = mkdtempSync(join(tmpdir(), 'airlock-checkov-'));

/** What makes a stack worse, and the check that must fail then. */
const breaks: readonly (readonly [name: string, type: string, change: (resource: Arguments) => void, check: string])[] = [
  ['a firewall that lets SSH in from anywhere', 'compute_firewall', openSsh, 'CKV_GCP_2'],
  ['an archive that anybody may read', 'storage_bucket', (bucket) => delete bucket.public_access_prevention, 'CKV_GCP_114'],
  [
    'an archive with rights on single objects',
    'storage_bucket',
    (bucket) => delete bucket.uniform_bucket_level_access,
    'CKV_GCP_29',
  ],
  [
    'an account that owns the project',
    'project_iam_member',
    (grant) => Object.assign(grant, { role: 'roles/owner' }),
    'CKV_GCP_117',
  ],
];

function openSsh(rule: Arguments): void {
  Object.assign(rule, {
    direction: 'INGRESS',
    allow: [{ protocol: 'tcp', ports: ['22'] }],
    source_ranges: ['0.0.0.0/0'],
    deny: undefined,
  });
}

const checked: readonly (readonly [name: string, configuration: Configuration])[] = [
  ...stacks.map(({ name, configuration }) => [name, configuration] as const),
  ...breaks.map(
    ([name, type, change]) => [name, changedResource(everythingChosen.configuration, `google_${type}`, change)] as const,
  ),
];

/** A check that failed, and the path of the construct that it failed for. */
interface Failure {
  readonly check: string;
  readonly path: string;
}

let failures: ReadonlyMap<string, readonly Failure[]>;

beforeAll(async () => {
  for (const [index, [, configuration]] of checked.entries()) {
    mkdirSync(join(folder, `${index}`));
    writeFileSync(join(folder, `${index}`, 'cdk.tf.json'), JSON.stringify(configuration, null, 2));
  }
  const { results } = await checkov();
  failures = new Map(
    checked.map(([name, configuration], index) => [name, failuresOf(results.failed_checks, index, configuration)]),
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

interface Report {
  readonly results: { readonly failed_checks: readonly Failed[] };
}
interface Failed {
  readonly check_id: string;
  readonly file_path: string;
  /** `resource.NAME` */
  readonly resource: string;
}

async function checkov(): Promise<Report> {
  const tool = await pythonTool('checkov', join(__dirname, 'requirements.txt'));
  const options = [
    '--directory',
    '.',
    '--framework',
    'terraform_json',
    '--output',
    'json',
    '--compact',
    '--quiet',
    '--skip-download',
  ];
  const [program = '', ...args] = [...withoutNetwork, tool, ...options];
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd: folder, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (stdout === '') reject(new Error(`checkov said nothing: ${stderr || error?.message}`));
      else resolve(JSON.parse(stdout));
    });
  });
}

const failuresOf = (failed: readonly Failed[], index: number, configuration: Configuration): Failure[] =>
  failed
    .filter(({ file_path: file }) => file === `/${index}/cdk.tf.json`)
    .map(({ check_id: check, resource }) => ({ check, path: pathOf(configuration, resource.replace(/^resource\./, '')) }));

const suppresses =
  ({ check, path }: Failure) =>
  ({ check: other, paths }: Suppression): boolean =>
    check === other && paths.test(path);

test.each(stacks)('checkov has nothing against $name but what is answered', ({ name }) => {
  expect(failures.get(name)?.filter((failure) => !suppressions.some(suppresses(failure)))).toEqual([]);
});

test.each(suppressions)('$check still fails for $paths', (suppression) => {
  const all = stacks.flatMap(({ name }) => failures.get(name) ?? []);
  expect(all.filter((failure) => suppresses(failure)(suppression))).not.toEqual([]);
});

test.each(breaks)('checkov would tell of %s', (name, _type, _change, check) => {
  expect(failures.get(name)?.map((failure) => failure.check)).toContain(check);
});
