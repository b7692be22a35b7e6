import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { StandInModel } from '../../../bin/demo/stand-in-model';
import { accessTokenName } from '../../../lib/envoy/credentials/google';
import { agentEnvironment } from '../../../lib/policy/agent-environment';
import { bedrock } from '../../../lib/policy/presets/bedrock';
import { vertex } from '../../../lib/policy/presets/vertex';
import { CertificateAuthority } from '../../../lib/runtime/certificates/certificate-authority';
import { policyOf } from '../policies';
import { type RunningEnvoy, startEnvoy } from '../running-envoy';
import { AwsCredentialsFile } from './aws-credentials-file';
import { expectedAuthorization } from './expected-authorization';

const keys = { accessKeyId: 'AKIDFIRST', secretAccessKey: 'first-secret-key', sessionToken: 'first-session-token' };
const file = new AwsCredentialsFile(keys);
const presets = [...bedrock({ region: 'eu-west-1' }), ...vertex({ region: 'europe-west1', project: 'acme-agents' })];
const destinations = presets.map(({ destination }) => destination);
const hosts = destinations.map(({ host }) => String(host));
const parts = ['event: one\n\n', 'event: two\n\n'];
let held: Promise<unknown> | undefined;
let model: StandInModel;
let envoy: RunningEnvoy;
let variables: Record<string, string>;

beforeAll(async () => {
  const authority = await CertificateAuthority.create({ name: 'stage' });
  const script = () => ({ status: 200, headers: { 'content-type': 'text/event-stream' }, parts });
  model = await StandInModel.start({ authority, hosts, pause: () => held, script });
  const resolve = hosts.map((host) => ({ host, port: 443, address: '127.0.0.1', addressPort: model.port }));
  envoy = await startEnvoy(policyOf(destinations), {
    ca: authority.certificate,
    secrets: { [accessTokenName('vertex')]: 'ya29.token' },
    props: { resolve, awsCredentials: { kind: 'file', file: file.path } },
  });
  variables = agentEnvironment(envoy.policy, { proxyHost: '127.0.0.1', gatewayPort: envoy.gateway, proxyPort: envoy.proxy });
});
afterEach(() => {
  held = undefined;
  model.requests.length = 0;
});
afterAll(async () => {
  await envoy?.stop();
  await model?.close();
});

const body = JSON.stringify({ anthropic_version: 'x', max_tokens: 1, messages: [{ role: 'user', content: 'é' }] });
const arn = encodeURIComponent('arn:aws:bedrock:eu-west-1:123456789012:application-inference-profile/abc');

/** What Claude Code sends, with a key of the agent's own; `base` is the variable that it reads. */
const ask = (base: string, path: string) =>
  fetch(`${variables[base]}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': 'mine', authorization: 'Bearer mine', 'anthropic-beta': 'a' },
    body,
  });

describe('Claude Code on Bedrock', () => {
  test.each([
    '/model/eu.anthropic.claude-sonnet-4-5-20250929-v1:0/invoke-with-response-stream',
    '/model/eu.anthropic.claude-sonnet-4-5-20250929-v1%3A0/invoke',
    `/model/${arn}/invoke-with-response-stream`,
    '/model/anthropic.claude-3-5-haiku-20241022-v1:0/count-tokens',
  ])('POST %s is signed by the proxy’s key', async (path) => {
    const response = await ask('ANTHROPIC_BEDROCK_BASE_URL', path);
    expect([response.status, await response.text()]).toEqual([200, parts.join('')]);
    const [seen] = model.requests;
    if (!seen) throw new Error('nothing was forwarded');
    const { host, headers, ...rest } = seen;
    expect([host, rest.path]).toEqual(['bedrock-runtime.eu-west-1.amazonaws.com', path]);
    const asSeen = {
      ...rest,
      url: path,
      serverName: host,
      headers: { ...headers, host },
      body: Buffer.from(seen.body).toString('latin1'),
    };
    expect(headers.authorization).toBe(await expectedAuthorization(asSeen, { ...keys, service: 'bedrock', region: 'eu-west-1' }));
    expect(JSON.stringify(seen)).not.toContain('mine');
  });

  test('is told to leave authentication to the proxy', () => {
    expect(variables).toMatchObject({
      ...{ CLAUDE_CODE_USE_BEDROCK: '1', CLAUDE_CODE_SKIP_BEDROCK_AUTH: '1', AWS_REGION: 'eu-west-1' },
    });
  });
});

describe('Claude Code on Vertex', () => {
  const models = '/projects/acme-agents/locations/europe-west1/publishers/anthropic/models';

  test.each(['claude-sonnet-4-5@20250929:streamRawPredict', 'claude-sonnet-4-5@20250929:rawPredict', 'count-tokens:rawPredict'])(
    'POST …/%s brings the proxy’s access token',
    async (operation) => {
      const response = await ask('ANTHROPIC_VERTEX_BASE_URL', `${models}/${operation}`);
      expect([response.status, await response.text()]).toEqual([200, parts.join('')]);
      expect(model.requests).toMatchObject([
        {
          host: 'europe-west1-aiplatform.googleapis.com',
          path: `/v1${models}/${operation}`,
          headers: { authorization: 'Bearer ya29.token' },
        },
      ]);
      expect(JSON.stringify(model.requests)).not.toContain('mine');
    },
  );

  test('is told to leave authentication to the proxy, and which project and region it has', () => {
    expect(variables).toMatchObject({
      ...{ CLAUDE_CODE_USE_VERTEX: '1', CLAUDE_CODE_SKIP_VERTEX_AUTH: '1' },
      ...{ ANTHROPIC_VERTEX_PROJECT_ID: 'acme-agents', CLOUD_ML_REGION: 'europe-west1' },
    });
  });
});

test.each([
  ['ANTHROPIC_BEDROCK_BASE_URL', '/model/anthropic.claude-x-v1:0/invoke-with-response-stream'],
  [
    'ANTHROPIC_VERTEX_BASE_URL',
    '/projects/acme-agents/locations/europe-west1/publishers/anthropic/models/claude-x:streamRawPredict',
  ],
])('the start of a streamed answer arrives by %s before its end is sent', async (base, path) => {
  held = new Promise(() => undefined);
  const response = await ask(base, path);
  const reader = response.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  expect(Buffer.from(value ?? []).toString()).toBe(parts[0]);
  await reader?.cancel();
});

describe('what Claude Code does not need is denied, and reaches nobody', () => {
  const vertexModels = '/publishers/anthropic/models/claude-x:streamRawPredict';
  test.each([
    ['ANTHROPIC_BEDROCK_BASE_URL', '/model/anthropic.claude-x-v1:0', 403],
    ['ANTHROPIC_BEDROCK_BASE_URL', '/model/a/b/invoke', 403],
    ['ANTHROPIC_BEDROCK_BASE_URL', '/model/a%2F..%2Fb/invoke', 400],
    ['ANTHROPIC_BEDROCK_BASE_URL', '/async-invoke', 403],
    ['ANTHROPIC_BEDROCK_BASE_URL', '/guardrail/g/version/1/apply', 403],
    ['ANTHROPIC_VERTEX_BASE_URL', `/projects/another/locations/europe-west1${vertexModels}`, 403],
    ['ANTHROPIC_VERTEX_BASE_URL', `/projects/acme-agents/locations/us-east5${vertexModels}`, 403],
    [
      'ANTHROPIC_VERTEX_BASE_URL',
      '/projects/acme-agents/locations/europe-west1/publishers/google/models/g:streamGenerateContent',
      403,
    ],
    ['ANTHROPIC_VERTEX_BASE_URL', '/projects/acme-agents/locations/europe-west1/publishers/anthropic/models/claude-x', 403],
    ['ANTHROPIC_VERTEX_BASE_URL', '/projects/acme-agents/locations/europe-west1/endpoints', 403],
  ])('%s %s: %i', async (base, path, status) => {
    expect((await ask(base, path)).status).toBe(status);
    expect(model.requests).toEqual([]);
  });
});
