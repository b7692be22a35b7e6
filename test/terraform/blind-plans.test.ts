import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseRole } from '../../bin/parse-role';
import { verify } from '../../lib/verify/verify';
import { stubMissing } from './stub-provider';
import { TerraformFolder } from './terraform-folder';

const folder = join(__dirname, '../verify/blind/cases');
const missing = stubMissing();

/** Systems that are whole configurations of Google Cloud, one file each; the others lack a part, and Terraform would not take them. */
const cases = readdirSync(folder).flatMap((id) => {
  const { args, paths, expect } = JSON.parse(readFileSync(join(folder, id, 'case.json'), 'utf8')) as Case;
  const [path = ''] = paths;
  return path.endsWith('.tf.json') && expect !== 'unusable' ? [{ id, args, path: join(folder, id, path), expected: expect }] : [];
});

interface Case {
  readonly args: readonly string[];
  readonly paths: readonly string[];
  readonly expect: string;
}

const rolesOf = (args: readonly string[], option: string) =>
  args.flatMap((arg, index) => (arg === option ? [parseRole(args[index + 1] ?? '', option)] : []));

describe.skipIf(missing)(`the plan of a configuration is judged as the configuration is${missing ? `: ${missing}` : ''}`, () => {
  test.each(cases)('$id: $expected', async ({ args, path, expected }) => {
    const terraform = await TerraformFolder.of(JSON.parse(readFileSync(path, 'utf8')));
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
