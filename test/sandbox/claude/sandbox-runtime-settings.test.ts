import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import * as render from '../../../bin/commands/render';
import { decide } from '../../../lib/policy/decision';
import { EgressPolicy } from '../../../lib/policy/egress-policy';
import type { DestinationInput } from '../../../lib/policy/schema';
import { judgedByName } from '../../../lib/sandbox/claude/judged-by-name';
import { sandboxRuntimeSettings } from '../../../lib/sandbox/claude/sandbox-runtime';
import { airlockHere } from '../../cli/airlock-here';
import { installed } from '../../clients/npm/installed';
import { put, scratchFolder } from '../../runtime/scratch';
import { laptopPolicy } from './laptop';
import { node22 } from './sandboxed';

const folder = scratchFolder();
const workspace = join(folder, 'work');
mkdirSync(workspace);
const policy = put(folder, 'airlock.yaml', laptopPolicy);

const destinations = (...inputs: readonly DestinationInput[]) =>
  EgressPolicy.parse({ version: 1, destinations: [...inputs] }).agent().destinations;

const rendered = (...more: readonly string[]) =>
  airlockHere(render, ['render', 'sandbox-runtime', policy, '--workspace', workspace, ...more]);

describe("sandbox-runtime's own schema", async () => {
  const node = await node22();
  const schema = pathToFileURL(await installed('@anthropic-ai/sandbox-runtime/dist/sandbox/sandbox-config.js')).href;
  const program = `const { SandboxRuntimeConfigSchema } = await import(process.argv[1]);
    console.log(JSON.stringify(SandboxRuntimeConfigSchema.parse(JSON.parse(process.argv[2]))))`;

  /** What it makes of settings: keys that it doesn't know are left out. */
  const read = (settings: object): object =>
    JSON.parse(
      execFileSync(node, ['--input-type=module', '-e', program, schema, JSON.stringify(settings)], {
        encoding: 'utf8',
        stdio: 'pipe',
      }),
    );

  const settings = sandboxRuntimeSettings({
    destinations: destinations({ name: 'mirror', hosts: ['mirror.example.org', '*.mirror.example.org'], access: 'tunnel' }),
    gatewayPort: 8080,
    proxyPort: 3128,
    workspace: '/work',
    keep: ['/project/airlock.yaml'],
    readable: ['/project/ca.pem'],
  });

  test('knows every key of the settings', () => {
    expect(read(settings)).toEqual(settings);
  });

  test('would not know a misspelt one', () => {
    const misspelt = { ...settings, network: { ...settings.network, strictAllowList: true } };
    expect(read(misspelt)).not.toEqual(misspelt);
  });

  test('refuses a value of another kind', () => {
    expect(() => read({ ...settings, filesystem: { ...settings.filesystem, allowWrite: '/work' } })).toThrow(/allowWrite/);
  });
});

describe('the list of domains', () => {
  const tunnel = { name: 'mirror', host: 'mirror.example.org', access: 'tunnel' } as const;
  const judged = { allow: [{ methods: ['GET'], path: '/one' }] } satisfies Partial<DestinationInput>;

  test.each<[what: string, destination: DestinationInput, domains: readonly string[]]>([
    ['an exact host of a tunnel', tunnel, ['mirror.example.org:443']],
    ['each of its ports', { ...tunnel, ports: [443, 8443] }, ['mirror.example.org:443', 'mirror.example.org:8443']],
  ])('has %s', (_what, destination, domains) => {
    expect(judgedByName(destinations(destination))).toEqual(domains);
  });

  test.each<[what: string, destination: DestinationInput]>([
    ['a gateway, which is reached at the proxy', { ...tunnel, ...judged, access: 'gateway' }],
    ['an intercept, whose requests are judged', { ...tunnel, ...judged, access: 'intercept' }],
    ['a wildcard, which is any number of labels there', { name: 'mirror', hosts: ['*.mirror.example.org'], access: 'tunnel' }],
    ['a host that may be at some addresses only', { ...tunnel, upstream: { addresses: ['10.0.0.0/8'] } }],
  ])('leaves out %s', (_what, destination) => {
    expect(judgedByName(destinations(destination))).toEqual([]);
  });

  test('is no wider than the policy', async () => {
    const { network } = JSON.parse((await rendered()).stdout);
    const agent = EgressPolicy.fromFile(policy).agent();
    expect(network.allowedDomains).toEqual(['npm.example.org:443']);
    for (const domain of network.allowedDomains) {
      expect(decide(agent, 'DELETE', `https://${domain}/any/path`).decision).toBe('allow');
    }
  });
});

describe('render sandbox-runtime', () => {
  test('says by which options the proxy refuses secrets in what is read', async () => {
    const other = join(folder, 'read only');
    mkdirSync(other);
    expect((await rendered('--ro', other)).stderr).toMatch(
      new RegExp(`^the proxy must be running: .* --agent-sees ${workspace} --agent-sees '${other}'$`, 'm'),
    );
  });

  test('turns on nothing that weakens the sandbox', async () => {
    const { status, stdout } = await rendered();
    const { network, filesystem, ...rest } = JSON.parse(stdout);
    expect(status).toBe(0);
    const weakening = { ...network, ...filesystem, ...rest };
    expect(Object.keys(weakening).filter((key) => weakening[key] === true)).toEqual(['strictAllowlist']);
  });

  test('keeps the policy and the settings themselves from being changed', async () => {
    const { status } = await rendered('--output', join(workspace, 'srt.json'));
    const again = await rendered('--output', join(workspace, 'srt.json'));
    expect([status, again.status]).toEqual([0, 0]);
    const { filesystem } = JSON.parse(readFileSync(join(workspace, 'srt.json'), 'utf8'));
    expect(filesystem.denyWrite).toEqual([policy, join(workspace, 'srt.json')]);
  });

  test.each([
    ['a gateway', /'claude' is a gateway: its host is in no list/],
    ['an intercept', /'site' is intercepted: its methods, paths and credential are the proxy's alone/],
    ['a tunnel', /'mirror' is a tunnel: its hosts and ports are in allowedDomains too/],
    ['how the proxy is started', /agent-airlock run POLICY --gateway-port 8080 --proxy-port 3128/],
    ['where it is in the sandbox', /render env POLICY --agent default --gateway-port 1080 --proxy-port 3128/],
  ])('says plainly what it cannot hold: %s', async (_what, note) => {
    expect((await rendered()).stderr).toMatch(note);
  });

  test.each([
    [
      'limits',
      'limits: { requestsPerMinute: 5, connections: 2 }',
      /limits \(connections, requestsPerMinute\) are the proxy's alone/,
    ],
    ['a report', 'enforcement: { report: { until: 2999-01-01 } }', /until 2999-01-01 the proxy lets pass/],
  ])('and of %s', async (_what, line, note) => {
    const other = put(folder, 'other.yaml', `${laptopPolicy}${line}\n`);
    const { stderr } = await airlockHere(render, ['render', 'sandbox-runtime', other, '--workspace', workspace]);
    expect(stderr).toMatch(note);
  });

  test.each([
    ['a proxy elsewhere', ['--proxy-host', 'proxy.corp.example'], /--proxy-host must be 127.0.0.1 for sandbox-runtime/],
    ['a home folder as workspace', ['--workspace', homedir()], /--workspace: what an agent is given must not be or hold/],
    ['the whole machine as workspace', ['--workspace', '/'], /--workspace: what an agent is given must not/],
    ['a workspace that is not there', ['--workspace', join(folder, 'nowhere')], /--workspace: .* must be there/],
    ['a home folder to be read', ['--ro', homedir()], /--ro: what an agent is given must not be or hold/],
    ['a folder of keys to be read', ['--ro', join(homedir(), '.ssh', '..', '..')], /--ro: what an agent is given must/],
  ])('refuses %s', async (_what, more, message) => {
    const { status, stdout, stderr } = await rendered(...more);
    expect(status).toBe(3);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
  });

  test.each(['[a]', 'a*', 'a?', '{a}'])("refuses a workspace whose path is read as a pattern: '%s'", async (name) => {
    mkdirSync(join(folder, name), { recursive: true });
    const { status, stderr } = await rendered('--workspace', join(folder, name));
    expect(status).toBe(3);
    expect(stderr).toContain('which are read as patterns: move it, got');
  });

  test('takes options that are for it only', async () => {
    const { status, stderr } = await airlockHere(render, ['render', 'env', policy, '--ro', workspace]);
    expect(status).toBe(3);
    expect(stderr).toContain('--ro is for sandbox-runtime only: remove it');
  });
});
