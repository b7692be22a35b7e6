import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verify } from '../../lib/verify/verify';
import { assertions } from './assertions';
import { stacks } from './stacks';
import { stubMissing } from './stub-provider';
import { TerraformFolder } from './terraform-folder';

const missing = stubMissing();
const reason = missing ? `: ${missing}` : '';

describe.skipIf(missing).each(stacks)(`$name${reason}`, ({ configuration, variables, verdict }) => {
  let folder: TerraformFolder;

  beforeAll(async () => {
    folder = await TerraformFolder.of(configuration);
    folder.give(variables);
    expect(await folder.run('init')).toMatchObject({ status: 0 });
  });

  afterAll(() => folder?.remove());

  function judged(file: string): { verdict: string; refuted: readonly string[] } {
    const { verdict: whole, findings } = verify({ paths: [folder.path(file)], agents: [], proxies: [] });
    return { verdict: whole, refuted: findings.filter((each) => each.verdict === 'refuted').map(({ rule }) => rule) };
  }

  test('is valid to Terraform', async () => {
    expect(await folder.run('validate')).toEqual({ status: 0, output: 'Success! The configuration is valid.\n\n' });
  });

  test(`is ${verdict}, and so is its plan, without a word of who is who`, async () => {
    folder.write('plan.json', await folder.plan());
    const configured = judged('cdk.tf.json');
    expect(configured.verdict).toBe(verdict);
    expect(judged('plan.json')).toEqual(configured);
  });

  test('leads where it was meant to, once it is made', async () => {
    folder.write('meant.tftest.json', assertions(configuration));
    expect((await folder.run('test')).output).toContain('Success! 1 passed, 0 failed.');
  });

  test('is made as a whole', async () => {
    const resources = Object.values(configuration.resource ?? {}).flatMap((byName) => Object.keys(byName));
    const { output } = await folder.run('apply', '-auto-approve');
    expect(output).toContain(`Apply complete! Resources: ${resources.length} added, 0 changed, 0 destroyed.`);
  });

  test('is stable: a second plan is empty', async () => {
    const { status, output } = await folder.run('plan', '-detailed-exitcode');
    expect(output).toContain('No changes.');
    expect(status).toBe(0);
  });

  test('is taken away as a whole', async () => {
    expect((await folder.run('destroy', '-auto-approve')).output).toContain('Destroy complete!');
    expect((await folder.run('state', 'list')).output).toBe('');
  });
});
