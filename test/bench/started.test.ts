import { expect, test } from 'vitest';
import type { Contender, Running } from '../../bench/contender';
import type { Scene } from '../../bench/scene';
import { startAll } from '../../bench/started';

const stopped: string[] = [];
const contender = (name: string, differs: Partial<Contender<Running>> = {}): Contender<Running> => ({
  name,
  lacks: [],
  start: async () => ({ pid: 1, stop: async () => void stopped.push(name) }),
  ...differs,
});
const fails = (message: string) => async () => {
  throw new Error(message);
};
const scene = {} as Scene;

test('what cannot run is left out with its reason, and the others run', async () => {
  const all = [
    contender('nginx'),
    contender('squid', { missing: async () => 'not installed' }),
    contender('haproxy', { start: fails('takes no connections') }),
  ];
  const { running, missing, stop } = await startAll(all, scene, async () => {});
  await stop();
  expect([...running.keys()]).toEqual(['nginx']);
  expect([...missing]).toEqual([
    ['squid', 'not installed'],
    ['haproxy', 'takes no connections'],
  ]);
  expect(stopped.splice(0)).toEqual(['nginx']);
});

test('what does another job is stopped and left out', async () => {
  const { running, missing } = await startAll([contender('nginx')], scene, fails('must refuse'));
  expect([running.size, missing.get('nginx')]).toEqual([0, 'must refuse']);
  expect(stopped.splice(0)).toEqual(['nginx']);
});
