import { once } from 'node:events';
import { Construct } from 'constructs';
import { expect, test } from 'vitest';
import { warn } from '../../lib/gcp/warning';
import { stackOf } from './fixture';

test('a warning is seen by whoever runs the app, with or without CDKTF’s command line', async () => {
  const part = new Construct(stackOf(), 'Part');
  const [warned] = await Promise.all([once(process, 'warning'), warn(part, 'something is not known')]);
  expect(warned).toMatchObject([{ name: 'AgentAirlockWarning', message: 'Test/Part: something is not known' }]);
  expect(part.node.metadata).toMatchObject([{ type: '@cdktf/warn', data: 'something is not known' }]);
});
