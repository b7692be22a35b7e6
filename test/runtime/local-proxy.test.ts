import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AuditRecord } from '../../lib/audit/audit-record';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { LocalProxy } from '../../lib/runtime/local-proxy';
import { claude, LocalStage, policyOf, secret, statusOf } from './local-stage';
import { put, until } from './scratch';

const stage = new LocalStage();
const internal = { ...claude, name: 'internal', upstream: { ca: 'corp-ca' } };
const several = () =>
  EgressPolicy.parse({
    version: 1,
    destinations: [claude, { ...claude, name: 'batches', allow: [{ methods: ['POST'], path: '/v1/messages/batches' }] }],
    agents: { reviewer: { destinations: ['claude'] }, batcher: { destinations: ['batches'] } },
  });

describe('a local proxy', () => {
  test('hands over every audit record before it has stopped', async () => {
    const proxy = await stage.start();
    const records: AuditRecord[] = [];
    proxy.on('audit', (record) => records.push(record));
    await Promise.all(Array.from({ length: 20 }, () => statusOf(proxy)));
    expect(await statusOf(proxy, '/nothing')).toBe(403);
    await proxy.stop();
    expect(records).toHaveLength(21);
    expect(records.at(-1)).toMatchObject({ v: 1, agent: 'default', decision: 'deny', reason: 'no-such-gateway', status: 403 });
  });

  test('serves the agent that it was asked for, and not what only others may', async () => {
    const proxy = await stage.start({ policy: several(), agent: 'reviewer' });
    expect(await statusOf(proxy)).toBe(200);
    expect(await statusOf(proxy, '/batches/v1/messages/batches')).toBe(403);
    expect(stage.model.requests).toHaveLength(1);
  });

  test('takes a secret from a variable, once', async () => {
    process.env.STAGE_KEY = 'sk-variable';
    const proxy = await stage.start({ secrets: { [secret]: { kind: 'environment', variable: 'STAGE_KEY' } } });
    delete process.env.STAGE_KEY;
    expect(await statusOf(proxy)).toBe(200);
    expect(stage.model.requests[0]?.headers['x-api-key']).toBe('sk-variable');
  });

  test('verifies an upstream with the authority that the policy names, not with the public ones', async () => {
    const secrets = { ...stage.options().secrets, 'corp-ca': { kind: 'file', path: stage.ca } as const };
    const proxy = await stage.start({ policy: policyOf(internal), secrets, upstreamCa: undefined });
    expect(await statusOf(proxy, '/internal/v1/messages')).toBe(200);
    const { certificate } = await CertificateAuthority.create({ name: 'stage' });
    const other = { kind: 'file', path: put(stage.folder, 'other.pem', certificate) } as const;
    const deceived = await stage.start({ policy: policyOf(internal), secrets: { ...secrets, 'corp-ca': other } });
    expect(await statusOf(deceived, '/internal/v1/messages')).toBe(503);
    expect(stage.model.requests).toHaveLength(1);
  });

  test('verifies with --upstream-ca where the named authority has no source', async () => {
    const proxy = await stage.start({ policy: policyOf(internal) });
    expect(await statusOf(proxy, '/internal/v1/messages')).toBe(200);
  });

  test('takes addresses for hosts that the policy does not have', async () => {
    const resolve = [
      ...(stage.options().resolve ?? []),
      { host: 'other.example.com', port: 443, address: '::1', addressPort: 9 },
    ];
    expect(await statusOf(await stage.start({ resolve }))).toBe(200);
  });

  test('says that Envoy has ended, and removes its secrets', async () => {
    const proxy = await stage.start();
    const said = once(proxy, 'exit');
    const [folder] = readdirSync(stage.runtime);
    process.kill(envoyOf(join(stage.runtime, folder ?? '')), 'SIGKILL');
    expect(await said).toEqual(['Envoy ended by SIGKILL']);
    expect(readdirSync(stage.runtime)).toEqual([]);
  });

  test('may be stopped twice', async () => {
    const proxy = await stage.start();
    await Promise.all([proxy.stop(), proxy.stop({ now: true })]);
    await proxy.stop();
    expect(readdirSync(stage.runtime)).toEqual([]);
  });

  test('that is given up while it starts leaves nothing', async () => {
    const given = new AbortController();
    const start = LocalProxy.start(stage.options(), { signal: given.signal });
    const rejected = expect(start).rejects.toThrow('aborted');
    await until(
      () => readdirSync(stage.runtime).length > 0,
      () => 'nothing was begun',
    );
    given.abort();
    await rejected;
    expect(readdirSync(stage.runtime)).toEqual([]);
  });
});

/** Process id of the Envoy that works in a private folder. */
function envoyOf(folder: string): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return Number(pids.find((pid) => commandLine(pid).includes(`${folder}/bootstrap.json`)));
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
