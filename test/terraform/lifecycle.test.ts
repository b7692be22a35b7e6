import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stacks } from './stacks';
import { stubMissing } from './stub-provider';
import { TerraformFolder } from './terraform-folder';

const missing = stubMissing();
const named = (name: string): string => (missing ? `${name}: ${missing}` : name);

describe.skipIf(missing).each(stacks)(named('Terraform takes $name and'), ({ configuration, variables }) => {
  let folder: TerraformFolder;

  beforeAll(async () => {
    folder = await TerraformFolder.of(configuration());
    folder.give(variables);
    expect(await folder.run('init')).toMatchObject({ status: 0 });
  });

  afterAll(() => folder?.remove());

  test('finds it valid', async () => {
    expect(await folder.run('validate')).toEqual({ status: 0, output: 'Success! The configuration is valid.\n\n' });
  });

  test('makes it all', async () => {
    const resources = Object.values(configuration().resource ?? {}).flatMap((byName) => Object.keys(byName));
    const { output } = await folder.run('apply', '-auto-approve');
    expect(output).toContain(`Apply complete! Resources: ${resources.length} added, 0 changed, 0 destroyed.`);
  });

  test('has nothing left to do', async () => {
    const { status, output } = await folder.run('plan', '-detailed-exitcode');
    expect(output).toContain('No changes.');
    expect(status).toBe(0);
  });

  test('takes it all away', async () => {
    expect((await folder.run('destroy', '-auto-approve')).output).toContain('Destroy complete!');
    expect((await folder.run('state', 'list')).output).toBe('');
  });
});
