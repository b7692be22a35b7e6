import { X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AuditRecord } from '../../lib/audit/audit-record';
import type { LocalProxy } from '../../lib/runtime/local-proxy';
import { exchange, handshake, openTunnel } from '../envoy/raw-client';
import { claude, host, LocalStage, policyOf } from './local-stage';

const stage = new LocalStage();
const policy = policyOf({ ...claude, access: 'intercept' });
const start = () => stage.start({ policy });

const authorityOf = async ({ gatewayUrl }: LocalProxy): Promise<string> => (await fetch(`${gatewayUrl}/-/ca.pem`)).text();

async function ask(proxy: LocalProxy, path = '/v1/messages') {
  const secure = await handshake(await openTunnel(proxy.proxyPort, `${host}:443`), host, await authorityOf(proxy));
  const request = `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nX-Api-Key: stolen\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`;
  return exchange(secure, request);
}

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

describe('a local proxy', () => {
  test('ends TLS by an authority that it gives to whoever asks, and sends on what the policy allows', async () => {
    const proxy = await start();
    const records: AuditRecord[] = [];
    proxy.on('audit', (record) => records.push(record));
    expect((await ask(proxy)).status).toBe(200);
    expect((await ask(proxy, '/v1/files')).json).toMatchObject({ reason: 'path-not-allowed' });
    expect(stage.model.requests.map(({ headers }) => headers['x-api-key'])).toEqual(['sk-first']);
    await proxy.stop();
    const rows = records.map(({ method, path, reason }) => [method, path, reason].join(' '));
    expect(rows).toEqual(expect.arrayContaining(['POST /v1/messages allowed', 'POST /v1/files path-not-allowed']));
    expect(rows.filter((row) => row === 'CONNECT  allowed')).toHaveLength(2);
  });

  test('keeps keys of certificates to itself, that of the authority nowhere, and none when it has stopped', async () => {
    const proxy = await start();
    const files = filesOf(stage.runtime);
    const holding = files.filter((file) => readFileSync(file, 'utf8').includes('PRIVATE KEY'));
    expect(holding.map((file) => file.split('/').slice(-2).join('/'))).toEqual(['certificates/intercept-claude.json']);
    expect(holding.map((file) => statSync(file).mode & 0o777)).toEqual([0o600]);
    expect(readFileSync(holding[0] ?? '', 'utf8').match(/PRIVATE KEY/g)).toHaveLength(2);
    await proxy.stop();
    expect(filesOf(stage.runtime)).toEqual([]);
  });

  test('makes an authority of its own, for its hosts only', async () => {
    const [one, other] = await Promise.all([authorityOf(await start()), authorityOf(await start())]);
    expect(new X509Certificate(one).ca).toBe(true);
    expect(one).not.toBe(other);
  });

  test('has none to give where nothing is intercepted', async () => {
    const proxy = await stage.start();
    expect((await fetch(`${proxy.gatewayUrl}/-/ca.pem`)).status).toBe(403);
    expect(filesOf(stage.runtime).filter((file) => /certificates\/|ca\.pem$/.test(file))).toEqual([]);
  });
});
