import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { EgressPolicy } from '../../../lib/policy/egress-policy';
import { CertificateAuthority } from '../../../lib/runtime/certificates/certificate-authority';
import { findEnvoy } from '../../../lib/runtime/envoy/envoy-binary';
import { agentContainer } from '../../../lib/sandbox/docker/agent-container';
import { composeFile } from '../../../lib/sandbox/docker/compose-file';
import { serviceSettings } from '../../../lib/sandbox/docker/compose-service';
import { hardening } from '../../../lib/sandbox/docker/hardening';
import { leafDocuments, proxyBootstrap, proxyFiles } from '../../../lib/sandbox/docker/proxy-bootstrap';
import { secretsScript } from '../../../lib/sandbox/docker/secrets-script';
import { put, scratchFolder } from '../../runtime/scratch';
import { intercepting, policy } from './policy';

// of the Compose Specification's repository, whose licence is beside it; its own name of the draft is one that readers don't know
const schema = z.fromJSONSchema({
  ...JSON.parse(readFileSync(join(__dirname, 'compose-spec.json'), 'utf8')),
  $schema: 'http://json-schema.org/draft-07/schema#',
});
const masks = { files: ['.env'], folders: ['.aws'] };
const workspace = { folder: '/home/me/$work: a', mode: 'ro', masks } as const;
const folder = scratchFolder();

function composed(used = policy, command: readonly string[] = ['claude', '-p', 'it costs $5']) {
  const container = agentContainer({ policy: used, agent: 'default', image: 'agent:1', workspace });
  return parse(composeFile({ policy: used, agent: 'default', container, command }));
}

describe('compose.yaml', () => {
  test.each([
    ['a gateway', policy],
    ['an intercepted host', intercepting],
  ])('is what the Compose Specification takes, with %s', (_, used) => {
    expect(schema.safeParse(composed(used)).error?.issues).toBeUndefined();
  });

  test('whose schema refuses what it doesn’t know', () => {
    const file = composed();
    file.services.agent.privilege = true;
    expect(schema.safeParse(file).success).toBe(false);
  });

  test('gives the agent every option of docker run', () => {
    const { agent } = composed().services;
    expect(agent).toMatchObject({
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges', 'seccomp=seccomp.json'],
      read_only: true,
      tmpfs: [
        '/tmp:rw,noexec,nosuid,nodev,size=100m,mode=1777,uid=1000,gid=1000',
        '/home/agent:rw,noexec,nosuid,nodev,size=500m,mode=0700,uid=1000,gid=1000',
      ],
      network_mode: 'none',
      mem_limit: '2048m',
      memswap_limit: '2048m',
      cpus: 2,
      pids_limit: 100,
      user: '1000:1000',
      ipc: 'private',
      cgroup: 'private',
      runtime: 'runc',
      init: true,
      hostname: 'agent',
      working_dir: '/workspace',
      ulimits: { core: { soft: 0, hard: 0 }, nofile: { soft: 16_384, hard: 16_384 } },
      pull_policy: 'never',
      logging: { driver: 'none' },
      labels: ['agent-airlock=agent'],
    });
    const keys = Object.keys(serviceSettings(hardening({ hasWorkspace: true })));
    expect(keys.filter((key) => !(key in agent))).toEqual([]);
  });

  test('gives the agent the sockets, the workspace with nothing sensitive, and nothing else', () => {
    const { volumes } = composed().services.agent;
    const found = volumes.map(({ type, source, target, read_only }: Record<string, unknown>) => [
      type,
      source,
      target,
      read_only,
    ]);
    expect(found).toEqual([
      ['volume', 'sockets', '/run/airlock/sockets', true],
      ['bind', './bridge.cjs', '/run/airlock/bridge.cjs', true],
      ['bind', '/home/me/$$work: a', '/workspace', true],
      ['bind', './hidden', '/workspace/.env', true],
      ['tmpfs', undefined, '/workspace/.aws', true],
    ]);
    expect(composed().services.agent).not.toHaveProperty('secrets');
    expect(composed().services.agent).not.toHaveProperty('networks');
  });

  test('keeps Compose from reading variables in what is the agent’s', () => {
    expect(composed().services.agent.command).toEqual(['claude', '-p', 'it costs $$5']);
  });

  test('gives the proxy alone a network, and nothing to write to but the sockets’ folder', () => {
    const { proxy } = composed().services;
    expect(proxy).toMatchObject({
      networks: ['egress'],
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges'],
    });
    expect(proxy.volumes).toEqual([{ type: 'volume', source: 'sockets', target: '/run/airlock/sockets' }]);
    expect(proxy).not.toHaveProperty('ports');
    expect(proxy).not.toHaveProperty('environment');
  });

  test('starts nothing without an image for the proxy', () => {
    expect(composed().services.proxy.image).toMatch(/^\$\{AIRLOCK_PROXY_IMAGE:\?.+\}$/);
  });

  test('holds no secret, only where one is', () => {
    expect(composed(intercepting).secrets).toEqual({
      'anthropic-api-key.json': { file: './secrets/anthropic-api-key.json' },
      'intercept-claude.json': { file: './intercept-claude.json' },
      'claude.pem': { file: './certificates/claude.pem' },
      'claude.key': { file: './certificates/claude.key' },
    });
  });
});

describe('the proxy’s configuration', () => {
  let envoy: string;
  beforeAll(async () => {
    envoy = await findEnvoy();
  });

  /** The files as the containers have them, with each place inside put into a folder. */
  async function mounted(used: EgressPolicy): Promise<string> {
    const inside = join(folder, used === policy ? 'gateway' : 'intercept');
    mkdirSync(inside);
    const here = (text: string) => text.replaceAll('/run/secrets', inside).replaceAll('/etc/envoy/authorities', inside);
    const authority = await CertificateAuthority.create({ name: 'boundary' });
    const { certificate, key } = await authority.issue({ hosts: ['api.anthropic.com'] });
    put(inside, 'secrets.sh', secretsScript(['anthropic-api-key'], process.getuid?.() ?? 0));
    execFileSync('sh', [join(inside, 'secrets.sh')], { env: { PATH: process.env.PATH, ANTHROPIC_API_KEY: 'sk-1' } });
    const contents: Record<string, string> = {
      'anthropic-api-key.json': readFileSync(join(inside, 'secrets/anthropic-api-key.json'), 'utf8'),
      'authority-ca': authority.certificate,
      'claude.pem': certificate,
      'claude.key': key,
      ...leafDocuments(used, 'default'),
    };
    for (const { name, target } of proxyFiles(used, 'default')) writeFileSync(here(target), here(contents[name] ?? ''));
    return put(inside, 'proxy.json', here(JSON.stringify(proxyBootstrap(used, 'default'))));
  }

  test.each([
    ['a gateway', policy],
    ['an intercepted host', intercepting],
  ])('is one that Envoy takes, with %s', async (_, used) => {
    const file = await mounted(used);
    const { status, stderr } = spawnSync(envoy, ['--mode', 'validate', '--config-path', file], { encoding: 'utf8' });
    expect([status, status === 0 ? '' : stderr]).toEqual([0, '']);
  });

  test('listens on its own loopback and its sockets alone', () => {
    const text = JSON.stringify(proxyBootstrap(intercepting, 'default'));
    const addresses = [...text.matchAll(/"address":"([\d.:]+)","port_value":(\d+)/g)].map(([, address]) => address);
    expect(new Set(addresses)).toEqual(new Set(['127.0.0.1']));
    expect(text).toContain('/run/airlock/sockets/proxy.sock');
    expect(text).not.toContain('"admin"');
  });

  test('is none for a token that must be kept fresh', () => {
    const google = EgressPolicy.parse({
      version: 1,
      destinations: [
        {
          name: 'vertex',
          host: 'a-aiplatform.googleapis.com',
          access: 'gateway',
          allow: 'any',
          credential: { type: 'google-access-token' },
        },
      ],
    });
    expect(() => proxyBootstrap(google, 'default')).toThrow(
      "destination 'vertex' needs a token that is kept fresh: 'render docker'",
    );
  });
});

describe('the script for secrets', () => {
  const run = (value: string | undefined) => {
    const place = join(folder, `secrets-${Math.random()}`);
    mkdirSync(place);
    const script = put(place, 'secrets.sh', secretsScript(['anthropic-api-key'], process.getuid?.() ?? 0));
    const env = { PATH: process.env.PATH, ...(value !== undefined && { ANTHROPIC_API_KEY: value }) };
    const { status, stderr } = spawnSync('sh', [script], { env, encoding: 'utf8' });
    return { status, stderr, file: join(place, 'secrets', 'anthropic-api-key.json') };
  };

  test('writes a file for its user alone', () => {
    const { status, file } = run('sk-real%s');
    expect([status, statSync(file).mode & 0o777]).toEqual([0, 0o600]);
    expect(JSON.parse(readFileSync(file, 'utf8')).resources[0].generic_secret.secret).toEqual({ inline_string: 'sk-real%s' });
  });

  test.each([undefined, '', 'two\nlines', 'quo"te', 'back\\slash', 'tab\there', 'ü'])(
    'refuses %j, and tells nothing of it',
    (value) => {
      const { status, stderr } = run(value);
      expect(status).toBe(3);
      expect(stderr).toMatch(/^ANTHROPIC_API_KEY must /);
      if (value) expect(stderr).not.toContain(value);
    },
  );
});
