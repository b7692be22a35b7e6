import { expect, test } from 'vitest';
import { interleaved } from '../../bench/interleaved';

const conditions = { progress: () => {}, signal: new AbortController().signal, rounds: 3 };

/** Contenders whose n-th turns fail; the others give their turn's number. */
function run(failing: Readonly<Record<string, readonly number[]>>) {
  const turns = new Map<string, number>();
  const measure = async (name: string) => {
    const turn = (turns.get(name) ?? 0) + 1;
    turns.set(name, turn);
    if (failing[name]?.includes(turn)) throw new Error(`turn ${turn} failed`);
    return turn;
  };
  return interleaved({ ...conditions, running: new Map(Object.keys(failing).map((name) => [name, name])), measure });
}

test('a contender that fails once is asked again', async () => {
  const { rounds, failed } = await run({ nginx: [], squid: [2] });
  expect([rounds.get('nginx'), rounds.get('squid'), failed.size]).toEqual([[1, 2, 3], [1, 3, 4], 0]);
});

test('one that fails twice running is left out with its reason, and the others go on', async () => {
  const { rounds, failed } = await run({ nginx: [], squid: [2, 3] });
  expect([...rounds.keys()]).toEqual(['nginx']);
  expect(rounds.get('nginx')).toEqual([1, 2, 3]);
  expect([...failed]).toEqual([['squid', 'turn 3 failed']]);
});

test('an interrupted run ends', async () => {
  const props = { ...conditions, signal: AbortSignal.abort(new Error('ended by SIGINT')), measure: async () => 1 };
  await expect(interleaved({ ...props, running: new Map([['nginx', 1]]) })).rejects.toThrow('ended by SIGINT');
});
