import { expect, test } from 'vitest';
import { FollowedState, type Look, type Step } from '../../lib/runtime/followed-state';

const gone = { problem: 'there is no such file' };
const withdrawn = { document: '', because: 'was withdrawn, requests that need it get a 401: there is no such file' };

/** Takes a look, and accepts what it changes. */
function seen(state: FollowedState, look: Look, now: number): Step | undefined {
  const step = state.look(look, now);
  if (step && 'document' in step) state.accept(step.document);
  return step;
}

/** What each of several looks, 250 ms apart, changes about the document `old`; `-` for nothing. */
function changes(...looks: readonly Look[]): string[] {
  const state = new FollowedState('old', '');
  return looks.map((look, index) => {
    const step = seen(state, look, index * 250);
    return step && 'document' in step ? step.document : '-';
  });
}

test('a new document is in force when it was seen twice', () => {
  expect(changes({ document: 'new' }, { document: 'new' }, { document: 'new' })).toEqual(['-', 'new', '-']);
});

test('a document that is half-written when it is seen never is', () => {
  expect(changes({ document: 'ne' }, { document: 'new' }, { document: 'new' })).toEqual(['-', '-', 'new']);
});

test('a document that flickers between two never settles', () => {
  expect(changes({ document: 'a' }, { document: 'b' }, { document: 'a' }, { document: 'b' })).toEqual(['-', '-', '-', '-']);
});

test('the same document again changes nothing', () => {
  expect(changes({ document: 'old' }, { document: 'old' })).toEqual(['-', '-']);
});

test('a file that is gone for less than two seconds changes nothing', () => {
  expect(changes(...Array(8).fill(gone), { document: 'old' }, { document: 'old' })).toEqual(Array(10).fill('-'));
});

test('a file that is gone for two seconds is withdrawn, once', () => {
  expect(changes(...Array(11).fill(gone))).toEqual([...Array(8).fill('-'), '', '-', '-']);
});

test('the two seconds begin anew when the file was there in between', () => {
  expect(changes(...Array(7).fill(gone), { document: 'old' }, ...Array(7).fill(gone))).toEqual(Array(15).fill('-'));
});

test('a withdrawn secret that comes back, even unchanged, is in force again', () => {
  const state = new FollowedState('old', '');
  seen(state, gone, 0);
  expect(seen(state, gone, 2000)).toEqual(withdrawn);
  expect(seen(state, { document: 'old' }, 2250)).toBeUndefined();
  expect(seen(state, { document: 'old' }, 2500)).toEqual({ document: 'old', because: 'is back' });
});

test('a replaced secret is withdrawn too, and why is said', () => {
  const state = new FollowedState('old', '');
  seen(state, { document: 'new' }, 0);
  expect(seen(state, { document: 'new' }, 250)).toEqual({ document: 'new', because: 'was replaced' });
  seen(state, gone, 500);
  expect(seen(state, gone, 2500)).toEqual(withdrawn);
});

test('what could not be handed on is proposed again', () => {
  const state = new FollowedState('old', '');
  state.look(gone, 0);
  expect([state.look(gone, 2000), state.look(gone, 2250)]).toEqual([withdrawn, withdrawn]);
});

test('without a document for withdrawal the last good one stays, and that is said once', () => {
  const state = new FollowedState('old');
  const complaint = 'there is no such file; the last good one stays in force';
  expect([0, 2000, 2250].map((now) => seen(state, gone, now))).toEqual([undefined, { complaint }, undefined]);
});
