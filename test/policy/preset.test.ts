import { describe, expect, test } from 'vitest';
import { decide } from '../../lib/policy/decision';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { mergePresets, type PresetName, type PresetOptions, preset, presetNames } from '../../lib/policy/preset';

const options: PresetOptions = {
  bedrock: { region: 'eu-west-1' },
  vertex: { region: 'europe-west1', project: 'acme-agents' },
  gitFetch: { owner: 'acme' },
  npmRead: { registry: 'https://npm.example.com/' },
  pipRead: { registry: 'https://python.example.com/root/simple/', files: 'https://files.example.com/' },
};
const everything = EgressPolicy.parse(mergePresets(presetNames, options));
const ask = (method: string, url: string) => decide(everything.agent(), method, url).reason;

describe('all presets together', () => {
  test('are a usable policy without a tunnel, and nothing to warn of', () => {
    expect(everything.warnings).toEqual([]);
    expect(everything.destinations.map(({ name, access }) => `${name}: ${access}`)).toEqual([
      'claude: gateway',
      'bedrock: gateway',
      'vertex: gateway',
      'git-fetch: intercept',
      'npm-read: intercept',
      'pip-read: intercept',
      'pip-files: intercept',
    ]);
    expect(everything.destinations.filter(({ allow }) => allow === 'any')).toEqual([]);
  });

  test('give a reason for each host', () => {
    const reasons = presetNames.flatMap((name) => preset(name, options)).map(({ because }) => because);
    expect(new Set(reasons).size).toBe(7);
  });

  const vertex = 'https://europe-west1-aiplatform.googleapis.com/v1/projects';
  test.each([
    ['POST', 'https://api.anthropic.com/v1/messages'],
    ['POST', 'https://api.anthropic.com/v1/messages/count_tokens'],
    ['POST', 'https://bedrock-runtime.eu-west-1.amazonaws.com/model/anthropic.claude-sonnet-4-5-v1%3A0/invoke'],
    ['POST', 'https://bedrock-runtime.eu-west-1.amazonaws.com/model/a/invoke-with-response-stream'],
    ['POST', 'https://bedrock-runtime.eu-west-1.amazonaws.com/model/a/converse'],
    [
      'POST',
      'https://bedrock-runtime.eu-west-1.amazonaws.com/model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A1%3Ainference-profile%2Feu.a/converse-stream',
    ],
    [
      'POST',
      `${vertex}/acme-agents/locations/europe-west1/publishers/anthropic/models/claude-sonnet-4@20250514:streamRawPredict`,
    ],
    ['POST', `${vertex}/acme-agents/locations/europe-west1/publishers/anthropic/models/claude-sonnet-4@20250514:rawPredict`],
    ['POST', `${vertex}/acme-agents/locations/europe-west1/publishers/anthropic/models/count-tokens:rawPredict`],
    ['GET', 'https://github.com/acme/tool.git/info/refs?service=git-upload-pack'],
    ['POST', 'https://github.com/acme/tool.git/git-upload-pack'],
    ['GET', 'https://npm.example.com/@scope%2fname'],
    ['GET', 'https://npm.example.com/left-pad/-/left-pad-1.3.0.tgz'],
    ['GET', 'https://python.example.com/root/simple/requests/'],
    ['GET', 'https://python.example.com/root/packages/requests-2.whl'],
    ['HEAD', 'https://files.example.com/packages/requests-2.whl'],
  ])('allow %s %s', (method, url) => {
    expect(ask(method, url)).toBe('allowed');
  });

  test.each([
    ['POST', 'https://api.anthropic.com/v1/files'],
    ['POST', 'https://api.anthropic.com/v1/messages/batches'],
    ['GET', 'https://api.anthropic.com/v1/organizations/api_keys'],
    ['CONNECT', 'api.anthropic.com:443'],
    ['GET', 'https://bedrock-runtime.eu-west-1.amazonaws.com/model/a/invoke'],
    ['POST', 'https://bedrock-runtime.eu-west-1.amazonaws.com/model/a/b/invoke'],
    ['POST', 'https://bedrock-runtime.eu-west-1.amazonaws.com/guardrail/x/version/1/apply'],
    ['POST', 'https://bedrock-runtime.us-east-1.amazonaws.com/model/a/invoke'],
    ['POST', `${vertex}/evil/locations/europe-west1/publishers/anthropic/models/claude:rawPredict`],
    ['POST', `${vertex}/acme-agents/locations/europe-west1/publishers/google/models/gemini:rawPredict`],
    ['POST', `${vertex}/acme-agents/locations/europe-west1/publishers/anthropic/models/claude:predict`],
    ['POST', 'https://github.com/acme/tool.git/git-receive-pack'],
    ['GET', 'https://github.com/evil/tool.git/info/refs'],
    ['POST', 'https://github.com/acme/../evil/tool.git/git-upload-pack'],
    ['PUT', 'https://npm.example.com/left-pad'],
    ['POST', 'https://npm.example.com/-/npm/v1/security/advisories/bulk'],
    ['POST', 'https://python.example.com/root/'],
    ['GET', 'https://python.example.com/other/simple/requests/'],
    ['PUT', 'https://files.example.com/packages/x'],
  ])('deny %s %s', (method, url) => {
    expect(ask(method, url)).not.toBe('allowed');
  });
});

describe('a preset is refused', () => {
  test.each<[PresetName, PresetOptions, string]>([
    ['nope' as PresetName, {}, "preset must be one of claude, bedrock, vertex, git-fetch, npm-read, pip-read, got 'nope'"],
    ['bedrock', {}, "preset 'bedrock' needs region"],
    ['vertex', {}, "preset 'vertex' needs region and project"],
    ['git-fetch', {}, "preset 'git-fetch' needs owner"],
    ['npm-read', {}, "preset 'npm-read' needs registry"],
    ['pip-read', {}, "preset 'pip-read' needs registry"],
    [
      'bedrock',
      { bedrock: { region: 'eu-west-1.evil.example' } },
      "region must be an AWS region such as eu-west-1, got 'eu-west-1.evil.example'",
    ],
    ['bedrock', { bedrock: { region: '' } }, "region must be an AWS region such as eu-west-1, got ''"],
    [
      'vertex',
      { vertex: { region: 'eu-west-1', project: 'acme-agents' } },
      "region must be a Google Cloud region such as europe-west1, got 'eu-west-1'",
    ],
    [
      'vertex',
      { vertex: { region: 'global', project: '*' } },
      "project must be a Google Cloud project id such as acme-agents, got '*'",
    ],
    ['git-fetch', { gitFetch: { owner: '*' } }, "owner must be a user or organisation such as acme, got '*'"],
    ['git-fetch', { gitFetch: { owner: '..' } }, "owner must be a user or organisation such as acme, got '..'"],
    ['git-fetch', { gitFetch: { owner: 'acme/tool' } }, "owner must be a user or organisation such as acme, got 'acme/tool'"],
    [
      'npm-read',
      { npmRead: { registry: 'http://npm.example.com/' } },
      "registry must be an https URL without query such as https://packages.example.com/npm/, got 'http://npm.example.com/'",
    ],
    [
      'pip-read',
      { pipRead: { registry: 'simple' } },
      "registry must be an https URL without query such as https://packages.example.com/npm/, got 'simple'",
    ],
    [
      'npm-read',
      { npmRead: { registry: 'https://npm.example.com/?token=x' } },
      "registry must be an https URL without query such as https://packages.example.com/npm/, got 'https://npm.example.com/?token=x'",
    ],
  ])('%s with %j', (name, given, message) => {
    expect(() => preset(name, given)).toThrow(message);
  });

  test('whose registry holds a password, which is not shown', () => {
    const registry = 'https://user:hunter2@npm.example.com/';
    expect(() => preset('npm-read', { npmRead: { registry } })).toThrow(
      /^registry must be a URL without user and password: give it a credential in the policy$/,
    );
  });
});

describe('a preset', () => {
  const [hostOf] = [(name: PresetName, given: PresetOptions) => preset(name, given)[0]?.destination.host];

  test('knows the hosts of other partitions and locations', () => {
    const vertexHost = (region: string) => hostOf('vertex', { vertex: { region, project: 'acme-agents' } });
    expect(hostOf('bedrock', { bedrock: { region: 'cn-north-1' } })).toBe('bedrock-runtime.cn-north-1.amazonaws.com.cn');
    expect(hostOf('bedrock', { bedrock: { region: 'us-gov-west-1' } })).toBe('bedrock-runtime.us-gov-west-1.amazonaws.com');
    expect(['global', 'eu'].map(vertexHost)).toEqual(['aiplatform.googleapis.com', 'aiplatform.eu.rep.googleapis.com']);
  });

  test('keeps a registry’s port and path, and takes a private one’s addresses', () => {
    const [{ destination } = { destination: {} }] = preset('npm-read', {
      npmRead: { registry: 'https://npm.corp.internal:8443/api/npm/', addresses: ['10.0.0.0/8'] },
    });
    expect(destination).toMatchObject({
      host: 'npm.corp.internal',
      ports: [8443],
      upstream: { addresses: ['10.0.0.0/8'] },
      allow: [{ path: '/api/npm/**' }],
    });
  });

  test('is merged once, however often it is named', () => {
    expect(mergePresets(['claude', 'claude']).destinations).toHaveLength(1);
  });
});
