import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, inject, test } from 'vitest';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { findEnvoy } from '../../lib/runtime/envoy/envoy-binary';
import { notAsAsked } from './as-asked';
import { airlockOf } from './checks/airlock';
import { checks } from './checks/promises';
import { onlyRecordedProperties } from './only-recorded';
import { onlyOf } from './world';

const world = inject('world');
const policy = EgressPolicy.fromFile('examples/aws-fargate-claude/airlock.yaml');

test('the stack is complete, and no resource failed on the way', () => {
  const stack = onlyOf(world, 'AWS::CloudFormation::Stack', { StackName: world.stack });
  expect(stack.StackStatus).toBe('CREATE_COMPLETE');
  expect(world.recorded.filter(({ error }) => error)).toEqual([]);
});

test('every resource of the template is in the account, as the template has it', () => {
  expect(notAsAsked(world)).toEqual([]);
});

describe('in the account', () => {
  test.each(Object.entries(checks))('%s', (_, check) => {
    expect(check(world, airlockOf(world), policy)).toEqual([]);
  });
});

describe('what is listed as only recorded', () => {
  test.each(onlyRecordedProperties)('$type $property would be missed', ({ type, property }) => {
    expect(
      notAsAsked(
        world,
        onlyRecordedProperties.filter((one) => one.type !== type || one.property !== property),
      ),
    ).not.toEqual([]);
  });
});

describe('the real Envoy, run as the deployed task runs it,', () => {
  const [container] = airlockOf(world).proxyTask.containerDefinitions;
  const env = Object.fromEntries(container.secrets.map(({ name }: { name: string }) => [name, 'a placeholder']));
  const validate = async (command: readonly string[]) =>
    promisify(execFile)(await findEnvoy(), [...command, '--mode', 'validate'], { env });

  test('accepts its configuration', async () => {
    await expect(validate(container.command)).resolves.toBeDefined();
  });

  test('would refuse a broken one', async () => {
    const broken = container.command.map((text: string) => text.replace('static_resources', 'static_things'));
    await expect(validate(broken)).rejects.toThrow('static_things');
  });
});
