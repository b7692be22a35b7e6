import { expect, test } from 'vitest';
import { type Change, type Look, SecretState } from '../../lib/runtime/secret-state';

const gone = { problem: 'there is no such file' };
const withdrawn = { value: '', because: 'was withdrawn, requests that need it get a 401: there is no such file' };

/** Takes a look, and accepts what it changes. */
function seen(state: SecretState, look: Look, now: number): Change | undefined {
  const change = state.look(look, now);
  if (change) state.accept(change);
  return change;
}

/** What each of several looks, 250 ms apart, changes about the secret `old`; `-` for nothing. */
function changes(...looks: readonly Look[]): string[] {
  const state = new SecretState('old');
  return looks.map((look, index) => seen(state, look, index * 250)?.value ?? '-');
}

test('a new value is in force when it was seen twice', () => {
  expect(changes({ value: 'new' }, { value: 'new' }, { value: 'new' })).toEqual(['-', 'new', '-']);
});

test('a value that is half-written when it is seen never is', () => {
  expect(changes({ value: 'ne' }, { value: 'new' }, { value: 'new' })).toEqual(['-', '-', 'new']);
});

test('a value that flickers between two never settles', () => {
  expect(changes({ value: 'a' }, { value: 'b' }, { value: 'a' }, { value: 'b' })).toEqual(['-', '-', '-', '-']);
});

test('the same value again changes nothing', () => {
  expect(changes({ value: 'old' }, { value: 'old' })).toEqual(['-', '-']);
});

test('a file that is gone for less than two seconds changes nothing', () => {
  expect(changes(...Array(8).fill(gone), { value: 'old' }, { value: 'old' })).toEqual(Array(10).fill('-'));
});

test('a file that is gone for two seconds is withdrawn, once', () => {
  expect(changes(...Array(11).fill(gone))).toEqual([...Array(8).fill('-'), '', '-', '-']);
});

test('the two seconds begin anew when the file was there in between', () => {
  expect(changes(...Array(7).fill(gone), { value: 'old' }, ...Array(7).fill(gone))).toEqual(Array(15).fill('-'));
});

test('a withdrawn secret that comes back, even unchanged, is in force again', () => {
  const state = new SecretState('old');
  seen(state, gone, 0);
  expect(seen(state, gone, 2000)).toEqual(withdrawn);
  expect(seen(state, { value: 'old' }, 2250)).toBeUndefined();
  expect(seen(state, { value: 'old' }, 2500)).toEqual({ value: 'old', because: 'is back' });
});

test('a replaced secret is withdrawn too, and why is said', () => {
  const state = new SecretState('old');
  seen(state, { value: 'new' }, 0);
  expect(seen(state, { value: 'new' }, 250)).toEqual({ value: 'new', because: 'was replaced' });
  seen(state, gone, 500);
  expect(seen(state, gone, 2500)).toEqual(withdrawn);
});

test('what could not be handed on is proposed again', () => {
  const state = new SecretState('old');
  state.look(gone, 0);
  expect([state.look(gone, 2000), state.look(gone, 2250)]).toEqual([withdrawn, withdrawn]);
});
