import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { LocalProxy } from '../../lib/runtime/local-proxy';
import { awsCredentials } from '../../lib/runtime/secrets/aws-credentials';
import { claude, LocalStage, policyOf } from './local-stage';
import { put, scratchFolder, until } from './scratch';

const folder = scratchFolder();
const bedrock = {
  ...claude,
  name: 'bedrock',
  credential: { type: 'aws-sigv4', service: 'bedrock', region: 'eu-west-1' },
} as const;
const policy = policyOf(bedrock);
const keys = (id: string) => `aws_access_key_id = ${id}\naws_secret_access_key=secret-of-${id}\n`;
const two = `# a comment\n[default]\n${keys('AKIDDEFAULT')}\n[work]\r\n${keys('AKIDWORK')}aws_session_token\t=\tsession\nregion = eu-west-1\n`;
let count = 0;
const file = (text: string) => {
  count += 1;
  return { AWS_SHARED_CREDENTIALS_FILE: put(folder, `credentials-${count}`, text) };
};
const variables = { AWS_ACCESS_KEY_ID: 'AKIDVARIABLE', AWS_SECRET_ACCESS_KEY: 'secret-of-variable' };

/** What Envoy would read with these variables. */
const read = async (environment: NodeJS.ProcessEnv) => (await awsCredentials(policy.agent(), environment))[0]?.document;

describe('requests to AWS are signed with', () => {
  test.each([
    ['the variables', variables, 'AKIDVARIABLE'],
    ['the variables before a file', { ...file(two), ...variables }, 'AKIDVARIABLE'],
    ['the default profile of a file', file(two), 'AKIDDEFAULT'],
    ['the profile that AWS_PROFILE names', { ...file(two), AWS_PROFILE: 'work' }, 'AKIDWORK'],
    ['the last word on a key', file(`[default]\n${keys('AKIDOLD')}[default]\n${keys('AKIDNEW')}`), 'AKIDNEW'],
  ])('%s', async (_what, environment, id) => {
    expect(await read(environment)).toContain(`[default]\naws_access_key_id=${id}\naws_secret_access_key=secret-of-`);
  });

  test('a session token where there is one', async () => {
    expect(await read({ ...file(two), AWS_PROFILE: 'work' })).toContain('\naws_session_token=session\n');
    expect(await read({ ...variables, AWS_SESSION_TOKEN: 'session' })).toContain('\naws_session_token=session\n');
    expect(await read(file(two))).not.toContain('session');
  });
});

test('a policy that signs nothing needs no credentials', async () => {
  expect(await awsCredentials(policyOf(claude).agent(), {})).toEqual([]);
});

describe('one line says what to set where there', () => {
  const rows: [string, NodeJS.ProcessEnv, string][] = [
    [
      'is nothing',
      { AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials' },
      "/nonexistent/credentials can't be used: there is no such file",
    ],
    ['is half of the variables', { AWS_ACCESS_KEY_ID: 'AKID' }, 'AWS_SECRET_ACCESS_KEY is not set'],
    ['is the other half', { AWS_SECRET_ACCESS_KEY: 's' }, 'AWS_ACCESS_KEY_ID is not set'],
    ['is half, and a file', { ...file(two), AWS_ACCESS_KEY_ID: 'AKID' }, 'AWS_SECRET_ACCESS_KEY is not set'],
    ['is another profile', { ...file(two), AWS_PROFILE: 'home' }, "it has no profile 'home'"],
    ['is a profile of another case', { ...file(two), AWS_PROFILE: 'Work' }, "it has no profile 'Work'"],
    [
      'is a profile for a role',
      file('[default]\nrole_arn = arn:aws:iam::1:role/x\n'),
      "profile 'default' has no aws_access_key_id",
    ],
    ['is an id alone', file('[default]\naws_access_key_id = AKID\n'), "profile 'default' has no aws_secret_access_key"],
    ['is an empty key', file('[default]\naws_access_key_id =\naws_secret_access_key = s\n'), 'has no aws_access_key_id'],
    ['are keys before any profile', file(keys('AKID')), "it has no profile 'default'"],
    [
      'is a key with a remark',
      file('[default]\naws_access_key_id = AKID # mine\naws_secret_access_key = s\n'),
      'aws_access_key_id must be printable ASCII without spaces',
    ],
    [
      'is a key with a line end',
      { ...variables, AWS_SECRET_ACCESS_KEY: 'a\naws_session_token=b' },
      'aws_secret_access_key must be printable ASCII without spaces',
    ],
  ];
  test.each(rows)('%s', async (_what, environment, why) => {
    const start = "destination 'bedrock' needs AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or ";
    const error: Error = await read(environment).then(
      () => new Error('it was taken'),
      (problem) => problem,
    );
    expect([error.name, error.message.startsWith(start)]).toEqual(['StartError', true]);
    expect(error.message).toContain(why);
    expect(error.message).not.toMatch(/\n|secret-of-/);
  });
});

describe('a proxy whose policy signs', () => {
  const stage = new LocalStage();
  const inherited = { ...process.env };
  afterEach(() => {
    for (const name of ['AWS_SHARED_CREDENTIALS_FILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) {
      delete process.env[name];
      if (inherited[name] !== undefined) process.env[name] = inherited[name];
    }
  });

  /** The id of the key that a request is signed with now, or the status of its refusal. */
  async function signer(proxy: LocalProxy): Promise<string | undefined> {
    stage.model.requests.length = 0;
    const response = await fetch(`${proxy.gatewayUrl}/bedrock/v1/messages`, { method: 'POST', body: '{}' });
    await response.text();
    if (response.status !== 200) return `${response.status} ${stage.model.requests.length}`;
    return /Credential=([^/]*)/.exec(stage.model.requests[0]?.headers.authorization ?? '')?.[1];
  }

  const becomes = (proxy: LocalProxy, id: string) =>
    until(
      async () => (await signer(proxy)) === id,
      () => `the signer is not ${id}`,
    );

  test('follows the file: another key, no file, and a key again', async () => {
    const own = join(folder, 'own');
    mkdirSync(own);
    const path = put(own, 'credentials', `[default]\n${keys('AKIDFIRST')}`);
    process.env.AWS_SHARED_CREDENTIALS_FILE = path;
    const proxy = await stage.start({ policy, secrets: {} });
    const said: string[] = [];
    proxy.on('log', (line) => said.push(line));
    await becomes(proxy, 'AKIDFIRST');
    renameSync(put(own, 'fresh', `[default]\n${keys('AKIDSECOND')}`), path);
    await becomes(proxy, 'AKIDSECOND');
    rmSync(path);
    await becomes(proxy, '401 0');
    put(own, 'credentials', `[default]\n${keys('AKIDTHIRD')}`);
    await becomes(proxy, 'AKIDTHIRD');
    expect(said).toEqual([
      'the key for AWS was replaced',
      expect.stringMatching(/^the key for AWS was withdrawn, requests that need it get a 401: .*there is no such file$/),
      'the key for AWS is back',
    ]);
  });

  test('signs with variables', async () => {
    Object.assign(process.env, variables);
    const proxy = await stage.start({ policy, secrets: {} });
    await becomes(proxy, 'AKIDVARIABLE');
  });

  test('does not start without credentials', async () => {
    process.env.AWS_SHARED_CREDENTIALS_FILE = '/nonexistent/credentials';
    await expect(LocalProxy.start(stage.options({ policy, secrets: {} }))).rejects.toThrow('needs AWS credentials');
  });
});
