import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import * as render from '../../../bin/commands/render';
import { EgressPolicy } from '../../../lib/policy/egress-policy';
import { managedSettings } from '../../../lib/sandbox/claude/managed-settings';
import { airlockHere } from '../../cli/airlock-here';
import { installed } from '../../clients/npm/installed';
import { put, scratchFolder } from '../../runtime/scratch';
import { laptopPolicy } from './laptop';

const folder = scratchFolder();
const policy = put(folder, 'airlock.yaml', laptopPolicy);
const caFile = join(folder, 'ca.pem');
const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'claude-code.md'), 'utf8');

const rendered = (...more: readonly string[]) =>
  airlockHere(render, ['render', 'claude-settings', policy, '--ca-file', caFile, ...more]);

const settings = managedSettings({
  destinations: EgressPolicy.parse({
    version: 1,
    destinations: [{ name: 'mirror', host: 'mirror.example.org', access: 'tunnel' }],
  }).agent().destinations,
  gatewayPort: 8080,
  proxyPort: 3128,
  environment: {},
});

/** The keys of settings, those of variables left out: `sandbox.network.httpProxyPort`. */
const keysOf = (value: object, above = ''): readonly string[] =>
  Object.entries(value).flatMap(([key, inner]) => {
    const path = above === '' ? key : `${above}.${key}`;
    const isPart = typeof inner === 'object' && !Array.isArray(inner) && key !== 'env';
    return isPart ? keysOf(inner, path) : [path];
  });

describe('each key of the managed settings', async () => {
  let program: Buffer;

  beforeAll(async () => {
    program = readFileSync(await installed(`@anthropic-ai/claude-code-linux-${process.arch}/claude`));
  });

  test.each(keysOf(settings))('%s is one that Claude Code knows, and is on the page', (path) => {
    expect(program.includes(path.split('.').at(-1) ?? '')).toBe(true);
    expect(page).toContain(`\`${path}\``);
  });

  test.each(['strictAllowList', 'blockReadOutsideWorkingDirectories', 'failIfNotAvailable'])(
    'is not misspelt, as %s would be',
    (key) => {
      expect(program.includes(key)).toBe(false);
    },
  );
});

describe('render claude-settings', () => {
  test('points Claude Code at the proxy, with no secret', async () => {
    const { status, stdout } = await rendered('--gateway-port', '1080', '--proxy-port', '3129');
    const { env, sandbox } = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(env).toMatchObject({
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:1080/claude',
      ANTHROPIC_API_KEY: 'airlock-placeholder',
      HTTPS_PROXY: 'http://127.0.0.1:3129',
      NODE_EXTRA_CA_CERTS: caFile,
    });
    expect(sandbox.network).toMatchObject({ httpProxyPort: 3129, socksProxyPort: 1080 });
  });

  test('lets pages be fetched of hosts of which something may be got, and of no gateway', async () => {
    const { permissions } = JSON.parse((await rendered()).stdout);
    expect(permissions.allow).toEqual(['WebFetch(domain:api.example.org)', 'WebFetch(domain:npm.example.org)']);
  });

  test('turns on nothing that weakens the sandbox', async () => {
    const { sandbox } = JSON.parse((await rendered()).stdout);
    const on = keysOf(sandbox).filter((path) => path.split('.').reduce((part, key) => part[key], sandbox) === true);
    expect(on).toEqual([
      ...['enabled', 'failIfUnavailable', 'autoAllowBashIfSandboxed'],
      ...['network.allowManagedDomainsOnly', 'network.strictAllowlist'],
    ]);
  });

  test.each([
    ['where it goes', /it belongs to root as \/etc\/claude-code\/managed-settings.json/],
    ['how the proxy is started', /agent-airlock run POLICY --gateway-port 8080 --proxy-port 3128/],
    ['which version it needs', /Claude Code before 2\.1\.332 doesn't start with it/],
    ['where gateways are in the sandbox', /find the gateways at port 1080 on Linux/],
    ['what only the proxy holds', /'site' is intercepted: its methods, paths and credential are the proxy's alone/],
  ])('says %s', async (_what, note) => {
    expect((await rendered()).stderr).toMatch(note);
  });

  test('says nothing of another port where it is the same in and out of the sandbox', async () => {
    expect((await rendered('--gateway-port', '1080')).stderr).not.toMatch(/find the gateways/);
  });

  test('refuses a proxy elsewhere', async () => {
    const { status, stdout, stderr } = await rendered('--proxy-host', '10.0.0.1');
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toContain('--proxy-host must be 127.0.0.1 for claude-settings');
  });

  test('refuses to leave out what the agent must trust', async () => {
    const { status, stdout, stderr } = await airlockHere(render, ['render', 'claude-settings', policy]);
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toContain("--ca-file must name what the agent trusts, as 'site' is intercepted");
  });

  test('refuses options that are for others', async () => {
    const { status, stderr } = await rendered('--workspace', folder);
    expect(status).toBe(3);
    expect(stderr).toMatch(/^--workspace is for .* only: remove it/m);
  });
});
