import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseRole } from '../../bin/parse-role';
import { verify } from '../../lib/verify/verify';
import { stubMissing } from './stub-provider';
import { TerraformFolder } from './terraform-folder';

const folder = join(__dirname, '../verify/blind/cases');
const missing = stubMissing();

interface Case {
  readonly args: readonly string[];
  readonly paths: readonly string[];
  readonly expect: string;
}

const read = (...path: readonly string[]) => JSON.parse(readFileSync(join(folder, ...path), 'utf8'));

/** Systems that are whole configurations of Google Cloud: Terraform takes none that lacks a module or a resource. */
const cases = readdirSync(folder).flatMap((id) => {
  const { args, paths, expect }: Case = read(id, 'case.json');
  const [path = ''] = paths;
  const isWhole = path.endsWith('.tf.json') && expect !== 'unusable' && !('module' in read(id, path));
  return isWhole ? [{ id, args, configuration: read(id, path), expected: expect }] : [];
});

const rolesOf = (args: readonly string[], option: string) =>
  args.flatMap((arg, index) => (arg === option ? [parseRole(args[index + 1] ?? '', option)] : []));

describe.skipIf(missing)(`the plan of a configuration is judged as the configuration is${missing ? `: ${missing}` : ''}`, () => {
  test.each(cases)('$id: $expected', async ({ args, configuration, expected }) => {
    const terraform = await TerraformFolder.of(configuration);
    try {
      expect(await terraform.run('init')).toMatchObject({ status: 0 });
      const plan = await terraform.plan();
      terraform.write('plan.json', plan);
      const roles = { agents: rolesOf(args, '--agent'), proxies: rolesOf(args, '--proxy') };
      expect(verify({ paths: [terraform.path('plan.json')], ...roles }).verdict).toBe(expected);
    } finally {
      terraform.remove();
    }
  });
});
