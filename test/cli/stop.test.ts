import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { until } from '../runtime/scratch';
import { AirlockProcess, filesWith, isRunning } from './airlock-process';
import { ask, closed, realKey, Stage } from './airlock-stage';
import { rest } from './streamed-answer';

const stage = new Stage({ key: realKey, pause: () => pause(100) });

describe.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const)('%s', (signal) => {
  test('ends the proxy with status 0 and leaves no process, no folder and no secret', async () => {
    const runtime = stage.newFolder();
    const proxy = await stage.run([], { runtime });
    const envoy = proxy.envoy ?? 0;
    expect(filesWith(runtime, realKey)).toHaveLength(1);
    expect(isRunning(envoy)).toBe(true);
    const { status } = await proxy.end(signal);
    expect([status, isRunning(envoy), readdirSync(runtime)]).toEqual([0, false, []]);
  });
});

test.each(['SIGUSR1', 'SIGUSR2'] as const)('%s neither ends the proxy nor opens a debugger', async (signal) => {
  const runtime = stage.newFolder();
  const proxy = await stage.run([], { runtime });
  proxy.signal(signal);
  await pause(300);
  expect((await ask(proxy.said('claude'))).status).toBe(200);
  const { status, stderr } = await proxy.end();
  expect([status, readdirSync(runtime)]).toEqual([0, []]);
  expect(stderr).not.toContain('Debugger');
});

describe('while it ends', () => {
  test('an answer that is being streamed comes to its end, and its audit line is shown', async () => {
    const proxy = await stage.run();
    const answer = await ask(proxy.said('claude'), { stream: true });
    const ended = proxy.end();
    expect(await rest(answer)).toMatchObject({ isWhole: true });
    expect(await ended).toMatchObject({ status: 0, stderr: expect.stringMatching(/ allow .*\/v1\/messages 200 /) });
  });

  test('no new connection is taken', async () => {
    const proxy = await stage.run();
    const answer = await ask(proxy.said('claude'), { stream: true });
    const ended = proxy.end();
    await closed(proxy);
    expect(await rest(answer)).toMatchObject({ isWhole: true });
    await ended;
  });

  test('a second signal cuts what is being served', async () => {
    const runtime = stage.newFolder();
    const proxy = await stage.run([], { runtime });
    const answer = await ask(proxy.said('claude'), { stream: true });
    proxy.signal('SIGINT');
    await until(
      () => proxy.stderr.includes('stopping'),
      () => proxy.stderr,
    );
    const ended = proxy.end('SIGINT');
    expect((await rest(answer)).isWhole).toBe(false);
    expect([(await ended).status, readdirSync(runtime)]).toEqual([0, []]);
  });
});

describe('a proxy that is killed', () => {
  test('leaves no Envoy, and the next one removes its secrets', async () => {
    const runtime = stage.newFolder();
    const proxy = await stage.run([], { runtime });
    const envoy = proxy.envoy ?? 0;
    await proxy.end('SIGKILL');
    await until(
      () => !isRunning(envoy),
      () => `Envoy ${envoy} still runs`,
    );
    expect(filesWith(runtime, realKey)).toHaveLength(1);
    const next = await stage.run([], { runtime });
    expect(filesWith(runtime, realKey)).toHaveLength(1);
    await next.end();
    expect(readdirSync(runtime)).toEqual([]);
  });

  test('has its folder left alone while another one runs', async () => {
    const runtime = stage.newFolder();
    const [one] = await Promise.all([stage.run([], { runtime }), stage.run([], { runtime })]);
    expect(readdirSync(runtime)).toHaveLength(2);
    await one.end();
    expect(readdirSync(runtime)).toHaveLength(1);
  });
});

test('an Envoy that ends by itself ends the proxy with status 1 and a line', async () => {
  const runtime = stage.newFolder();
  const proxy = await stage.run([], { runtime });
  process.kill(proxy.envoy ?? 0, 'SIGKILL');
  const { status, stderr } = await proxy.ended();
  expect([status, readdirSync(runtime)]).toEqual([1, []]);
  expect(stderr).toMatch(/^Envoy ended by SIGKILL$/m);
});

test.each([100, 300, 400, 450, 500, 550, 600, 700])('a signal %i ms after the start leaves nothing', async (ms) => {
  const runtime = stage.newFolder();
  const args = stage.args('--secret', `anthropic-api-key=file:${stage.newKey()}`);
  const proxy = new AirlockProcess(args, { XDG_RUNTIME_DIR: runtime });
  await pause(ms);
  const { stderr } = await proxy.end();
  expect(stderr).not.toContain('Error');
  expect(readdirSync(runtime)).toEqual([]);
});
