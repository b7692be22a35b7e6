import { describe, expect, test } from 'vitest';
import { type AgentEnvironmentProps, agentEnvironment } from '../../lib/policy/agent-environment';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { mergePresets } from '../../lib/policy/preset';
import { claude, github, policyOf } from './sample';

const proxy = { proxyHost: 'proxy.internal', gatewayPort: 8080, proxyPort: 3128 };
const environment = (destinations: readonly object[], props: Partial<AgentEnvironmentProps> = {}) =>
  agentEnvironment(EgressPolicy.parse(policyOf(...destinations)), { ...proxy, ...props });

describe('the environment of an agent', () => {
  test('points every client at the proxy, and none at a key', () => {
    expect(environment([{ ...claude, name: 'model' }, github], { caFile: '/etc/airlock/ca.pem' })).toEqual({
      ANTHROPIC_API_KEY: 'airlock-placeholder',
      ANTHROPIC_BASE_URL: 'http://proxy.internal:8080/model',
      CURL_CA_BUNDLE: '/etc/airlock/ca.pem',
      DENO_CERT: '/etc/airlock/ca.pem',
      GIT_SSL_CAINFO: '/etc/airlock/ca.pem',
      HTTPS_PROXY: 'http://proxy.internal:3128',
      HTTP_PROXY: 'http://proxy.internal:3128',
      NODE_EXTRA_CA_CERTS: '/etc/airlock/ca.pem',
      NODE_USE_ENV_PROXY: '1',
      NO_PROXY: 'proxy.internal,localhost,127.0.0.1,169.254.170.2',
      PIP_CERT: '/etc/airlock/ca.pem',
      REQUESTS_CA_BUNDLE: '/etc/airlock/ca.pem',
      SSL_CERT_FILE: '/etc/airlock/ca.pem',
      http_proxy: 'http://proxy.internal:3128',
      https_proxy: 'http://proxy.internal:3128',
      no_proxy: 'proxy.internal,localhost,127.0.0.1,169.254.170.2',
      npm_config_cafile: '/etc/airlock/ca.pem',
    });
  });

  test('is sorted', () => {
    const names = Object.keys(environment([claude], { caFile: '/ca.pem' }));
    expect(names).toEqual([...names].sort());
  });

  test('has no certificate variable without certificates', () => {
    expect(Object.keys(environment([claude])).filter((name) => /CERT|CA_|CAINFO|cafile/.test(name))).toEqual([]);
  });

  test('points Claude Code at Bedrock', () => {
    const policy = EgressPolicy.parse(mergePresets(['bedrock'], { bedrock: { region: 'eu-west-1' } }));
    const variables = agentEnvironment(policy, proxy);
    expect(variables).toMatchObject({
      AWS_REGION: 'eu-west-1',
      ANTHROPIC_BEDROCK_BASE_URL: 'http://proxy.internal:8080/bedrock',
      CLAUDE_CODE_SKIP_BEDROCK_AUTH: '1',
      CLAUDE_CODE_USE_BEDROCK: '1',
    });
    expect(Object.keys(variables).filter((name) => /VERTEX|ANTHROPIC_BASE_URL|API_KEY/.test(name))).toEqual([]);
  });

  test.each(['europe-west1', 'global', 'us'])('points Claude Code at Vertex AI in %s', (region) => {
    const policy = EgressPolicy.parse(mergePresets(['vertex'], { vertex: { region, project: 'acme-agents' } }));
    expect(agentEnvironment(policy, proxy)).toMatchObject({
      ANTHROPIC_VERTEX_BASE_URL: 'http://proxy.internal:8080/vertex/v1',
      ANTHROPIC_VERTEX_PROJECT_ID: 'acme-agents',
      CLAUDE_CODE_SKIP_VERTEX_AUTH: '1',
      CLAUDE_CODE_USE_VERTEX: '1',
      CLOUD_ML_REGION: region,
    });
  });

  test.each<[string, object[], string[]]>([
    ['no model', [github], []],
    ['a model by another host', [{ ...claude, host: 'api.anthropic.com.example.org' }], []],
    ['a host that only looks like Vertex', [{ ...claude, host: 'xaiplatform.googleapis.com' }], []],
    ['the model by intercept', [{ ...claude, access: 'intercept' }], ['ANTHROPIC_API_KEY']],
  ])('has no base URL with %s', (_what, destinations, names) => {
    const variables = environment(destinations);
    expect(Object.keys(variables).filter((name) => /ANTHROPIC|CLAUDE|AWS|CLOUD/.test(name))).toEqual(names);
  });

  test('takes the gateway that answers messages, of several to the model’s host', () => {
    const files = { ...claude, name: 'files', allow: [{ methods: ['GET'], path: '/v1/files' }] };
    expect(environment([files, claude]).ANTHROPIC_BASE_URL).toBe('http://proxy.internal:8080/claude');
  });

  test('is that of the clients asked for', () => {
    expect(
      Object.keys(environment([claude], { caFile: '/ca.pem', clients: ['git'] })).filter((name) => !/proxy/i.test(name)),
    ).toEqual(['GIT_SSL_CAINFO']);
  });

  test('writes an IPv6 address as URLs need it, and bare in NO_PROXY', () => {
    const variables = environment([claude], { proxyHost: 'fd00::1' });
    expect(variables.HTTPS_PROXY).toBe('http://[fd00::1]:3128');
    expect(variables.NO_PROXY).toBe('fd00::1,localhost,127.0.0.1,169.254.170.2');
  });

  test('is that of one agent', () => {
    const policy = EgressPolicy.parse({
      ...policyOf(claude, github),
      agents: { a: { destinations: ['claude'] }, b: { destinations: ['github'] } },
    });
    expect(agentEnvironment(policy, { ...proxy, agent: 'a' }).ANTHROPIC_BASE_URL).toBeDefined();
    expect(agentEnvironment(policy, { ...proxy, agent: 'b' }).ANTHROPIC_BASE_URL).toBeUndefined();
    expect(() => agentEnvironment(policy, proxy)).toThrow('the policy has several agents: name one of a, b');
  });
});
