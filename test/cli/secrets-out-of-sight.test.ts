import { readdirSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { put, until } from '../runtime/scratch';
import { filesWith } from './airlock-process';
import { ask, realKey, Stage } from './airlock-stage';

const stage = new Stage({ key: realKey });

describe('the secret', () => {
  test.each(['file', 'env'] as const)(
    "from %s is in no process's arguments, not in Envoy's environment, and in no output",
    async (kind) => {
      const runtime = stage.newFolder();
      const log = join(stage.newFolder(), 'audit.jsonl');
      const source = kind === 'env' ? 'env:REAL_KEY' : `file:${stage.newKey()}`;
      const args = stage.args('--audit-log', log, '--secret', `anthropic-api-key=${source}`);
      const proxy = await stage.start(args, { XDG_RUNTIME_DIR: runtime, ...(kind === 'env' && { REAL_KEY: realKey }) });
      const envoy = proxy.envoy ?? 0;
      for (const path of ['/v1/messages', '/v1/files', `/v1/messages?key=${realKey}`]) await ask(proxy.said('claude'), { path });
      await until(
        () => proxy.stderr.split(' default ').length === 4,
        () => proxy.stderr,
      );
      expect(stage.model.requests).toHaveLength(2);
      expect(readFileSync(`/proc/${envoy}/environ`, 'utf8')).toBe('');
      for (const pid of [proxy.pid, envoy]) expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).not.toContain(realKey);
      const { stdout, stderr } = await proxy.end();
      expect(stdout + stderr + readFileSync(log, 'utf8')).not.toContain(realKey);
      expect(filesWith(runtime, realKey)).toEqual([]);
    },
  );

  test('lies in files and below a folder that only its owner can open, and not in the configuration', async () => {
    const runtime = stage.newFolder();
    await stage.run([], { runtime });
    const [name = ''] = readdirSync(runtime);
    const folder = join(runtime, name);
    expect(filesWith(runtime, realKey)).toEqual([join(folder, 'secrets', 'anthropic-api-key.json')]);
    const paths = [folder, ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path))];
    for (const path of paths) expect([path, statSync(path).mode & 0o077]).toEqual([path, 0]);
  });

  test("is not told by Envoy's admin socket, which takes no one else's connections", async () => {
    const runtime = stage.newFolder();
    await stage.run([], { runtime });
    const socketPath = join(runtime, readdirSync(runtime)[0] ?? '', 'admin.sock');
    expect(statSync(socketPath).mode & 0o777).toBe(0o600);
    const dump = await text(socketPath, '/config_dump?include_eds');
    expect(dump).toContain('credential_injector');
    expect(dump).not.toContain(realKey);
  });

  test.each([
    ['in place of a source', `anthropic-api-key=${realKey}`],
    ['alone', realKey],
    ['after a scheme that there is not', `anthropic-api-key=literal:${realKey}`],
  ])('is not repeated when somebody writes it %s', async (_what, value) => {
    const proxy = stage.start(stage.args('--secret', value), { XDG_RUNTIME_DIR: stage.newFolder() });
    const said = await proxy.then(String, (error: Error) => error.message);
    expect(said).toContain('--secret');
    expect(said).not.toContain(realKey);
  });

  test('is not repeated when its file holds what cannot be used', async () => {
    const key = put(stage.folder, 'odd', `${realKey}\nsecond line`);
    const said = await stage.run([], { key }).then(String, (error: Error) => error.message);
    expect(said).toContain('it must be one line of printable ASCII');
    expect(said).not.toContain(realKey);
  });
});

function text(socketPath: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, path }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve(body));
    });
    call.on('error', reject).end();
  });
}
