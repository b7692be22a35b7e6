import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { reaping } from '../../../lib/sandbox/bridge/reaping';
import { BridgeStage, everything } from './bridge-stage';

const own = ['unshare', ...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']), '--pid', '--fork', '--mount-proc'];
const first = [...own, '--kill-child'];
const reason = spawnSync('unshare', [...first.slice(1), 'true']).status === 0 ? undefined : 'no process namespace can be had';
const stage = new BridgeStage();

describe.skipIf(reason)(`as the first process of a container${reason ? `: ${reason}` : ''}`, () => {
  test('the bridge refuses to run, as it would reap nothing', async () => {
    await stage.proxy((socket) => void socket.pipe(socket));
    const { status, stderr } = await stage.start([...first, ...stage.words(), 'echo', 'ran']).ended();
    expect([status, stderr]).toEqual([3, expect.stringContaining('must be an init')]);
  });

  test('a shell reaps what others leave, and the bridge works under it', async () => {
    await stage.proxy((socket) => void socket.pipe(socket));
    const orphans =
      'for n in 1 2 3; do (sleep 0.1 &); done; sleep 1; while ps -eo stat | grep -q Z; do sleep 0.1; done; echo ready; cat; exit 9';
    const bridge = await stage.start([...first, ...reaping([...stage.words(), 'sh', '-c', orphans])]).ready();
    expect(await everything(stage.client().end('hello'))).toBe('hello');
    bridge.child.stdin?.end('in\n');
    expect(await bridge.ended()).toMatchObject({ status: 9, stdout: 'ready\nin\n' });
  });

  test.each(['TERM', 'HUP', 'INT', 'QUIT'])('a shell hands on SIG%s', async (signal) => {
    await stage.proxy((socket) => void socket.pipe(socket));
    const got = `process.on('SIG${signal}', () => { console.log('got it'); process.exit(5) }); setTimeout(() => 0, 20000); console.log('ready')`;
    // the second process of the namespace tells the first one
    const words = reaping([
      ...stage.words(),
      process.execPath,
      '-e',
      `${got}; require('child_process').execSync('kill -${signal} 1')`,
    ]);
    expect(await stage.start([...first, ...words]).ended()).toMatchObject({ status: 5, stdout: 'ready\ngot it\n' });
  });
});
