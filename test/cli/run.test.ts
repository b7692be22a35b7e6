import { readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { StandInModel } from '../../bin/demo/stand-in-model';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { exchange } from '../envoy/raw-client';
import { until } from '../runtime/scratch';
import type { AirlockProcess } from './airlock-process';
import { agentsKey, ask, realKey, Stage } from './airlock-stage';
import { listeningPorts } from './listening-ports';

const stage = new Stage({ key: realKey });
const auditLines = (proxy: AirlockProcess) => proxy.stderr.split('\n').filter((line) => / (allow|deny ) /.test(line));

describe('run', () => {
  test('prints ready, alone, and answers an allowed call with the key that the agent never held', async () => {
    const proxy = await stage.run();
    const answer = await ask(proxy.said('claude'));
    expect([answer.status, ((await answer.json()) as { type: string }).type]).toEqual([200, 'message']);
    expect(proxy.stdout).toBe('ready\n');
    const [seen] = stage.model.requests;
    expect(stage.model.requests).toHaveLength(1);
    expect(seen).toMatchObject({ method: 'POST', path: '/v1/messages', host: 'api.anthropic.com' });
    expect(seen?.headers['x-api-key']).toBe(realKey);
    expect(JSON.stringify(seen)).not.toContain(agentsKey);
  });

  test('shows a line for each request, and warnings, on standard error', async () => {
    const proxy = await stage.run();
    await (await ask(proxy.said('claude'))).text();
    await ask(proxy.said('claude'), { path: '/v1/files?secret=query' });
    await until(
      () => auditLines(proxy).length === 2,
      () => proxy.stderr,
    );
    expect(auditLines(proxy)[0]).toMatch(/ allow default POST api\.anthropic\.com\/v1\/messages 200 \d+ ms$/);
    expect(auditLines(proxy)[1]).toMatch(/ deny {2}default POST api\.anthropic\.com\/v1\/files 403 path-not-allowed \d+ ms$/);
    expect(proxy.stderr).toMatch(/^warning: destination 'mirror': a tunnel /m);
    expect(proxy.stderr).not.toContain('query');
  });

  test('appends JSON records to a file for its owner only, all there when it ends', async () => {
    const log = join(stage.newFolder(), 'audit.jsonl');
    const proxy = await stage.run(['--audit-log', log]);
    await (await ask(proxy.said('claude'))).text();
    await ask(proxy.said('claude'), { path: '/v1/files' });
    await proxy.end();
    const records = readFileSync(log, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records.map(({ decision, reason }) => `${decision} ${reason}`)).toEqual(['allow allowed', 'deny path-not-allowed']);
    expect(statSync(log).mode & 0o777).toBe(0o600);
    expect(auditLines(proxy)).toHaveLength(2);
  });

  test('listens at its sockets alone where it is told so', async () => {
    const folder = stage.newFolder();
    const sockets = ['gateway', 'proxy'].flatMap((name) => [`--${name}-socket`, join(folder, name)]);
    const key = ['--secret', `anthropic-api-key=file:${stage.newKey()}`];
    const args = stage.argsWithoutPorts(...key, '--sockets-only', ...sockets, '--public-ports', '80:81');
    const proxy = await stage.start(args, { XDG_RUNTIME_DIR: stage.newFolder() });
    expect([listeningPorts(proxy.envoy ?? 0), proxy.said('claude')]).toEqual([0, 'http://127.0.0.1:80/claude']);
    const request = 'POST /claude/v1/messages HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}';
    expect((await exchange(connect(join(folder, 'gateway')), request)).status).toBe(200);
    expect((await proxy.end()).status).toBe(0);
  });

  test('serves beside another one, and each ends alone', async () => {
    const proxy = await stage.run();
    const other = await stage.run();
    expect(proxy.said('claude')).not.toBe(other.said('claude'));
    expect((await ask(proxy.said('claude'))).status).toBe(200);
    expect((await ask(other.said('claude'))).status).toBe(200);
    await proxy.end();
    expect((await ask(other.said('claude'))).status).toBe(200);
  });
});

describe('run lets nothing through', () => {
  test.each([
    ['a path outside the policy', '/v1/files'],
    ['a path below an allowed one', '/v1/messages/batches'],
    ['a path that others may read in two ways', '/v1//messages'],
    ['a path that is allowed but for its case', '/v1/Messages'],
    ['an empty path', ''],
  ])('for %s', async (_what, path) => {
    const proxy = await stage.shared();
    const { status } = await ask(proxy.said('claude'), { path });
    expect([400, 403]).toContain(status);
    expect(stage.model.requests).toEqual([]);
  });

  test.each(['api.anthropic.com:443', 'paste.example.org:443', '127.0.0.1:22', '[::1]:443', 'mirror.example.org:22'])(
    'by CONNECT to %s',
    async (authority) => {
      const proxy = await stage.shared();
      expect(await connectStatus(proxy.said('HTTPS_PROXY'), authority)).toBe(403);
      expect(stage.model.requests).toEqual([]);
    },
  );

  test('to an upstream that another authority vouches for: it is not even sent a request', async () => {
    const impostor = await StandInModel.start({ authority: await CertificateAuthority.create({ name: 'stage' }) });
    const args = stage.args('--secret', `anthropic-api-key=file:${stage.newKey()}`);
    const elsewhere = args.map((arg) => arg.replace(/=127\.0\.0\.1:\d+$/, `=127.0.0.1:${impostor.port}`));
    const deceived = await stage.start(elsewhere, { XDG_RUNTIME_DIR: stage.newFolder() });
    expect((await ask(deceived.said('claude'))).status).toBe(503);
    expect(impostor.connections).toBeGreaterThan(0);
    expect(impostor.requests).toEqual([]);
    await impostor.close();
  });
});

/** The status that the proxy answers a CONNECT request with. */
function connectStatus(proxy: string, authority: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(proxy).port), '127.0.0.1');
    socket.once('error', reject);
    socket.once('data', (answer) => {
      resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(answer.toString())?.[1]));
      socket.destroy();
    });
    socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
  });
}
