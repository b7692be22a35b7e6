import { expect, test, vi } from 'vitest';
import { googleCredentials } from '../../lib/runtime/secrets/google-credentials';
import { claude, policyOf } from './local-stage';

vi.mock('google-auth-library', () => {
  throw new Error("Cannot find package 'google-auth-library'");
});

test('a policy that needs a Google token is refused where google-auth-library is not installed', async () => {
  const agent = policyOf({ ...claude, name: 'vertex', credential: { type: 'google-access-token' } }).agent();
  await expect(googleCredentials(agent, {})).rejects.toMatchObject({
    name: 'StartError',
    problems: ["destination 'vertex' needs the package google-auth-library: npm install google-auth-library"],
  });
});

test('one that needs none is not', async () => {
  expect(await googleCredentials(policyOf(claude).agent(), {})).toEqual([]);
});
