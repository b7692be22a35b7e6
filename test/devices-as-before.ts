import { statSync } from 'node:fs';
import { afterAll, expect } from 'vitest';

const devices = ['null', 'zero', 'full', 'random', 'urandom', 'tty'].map((name) => `/dev/${name}`);

/** Whose the machine's devices are, and their modes; everything on it depends on them. */
const found = () =>
  devices.map((path) => {
    const { uid, gid, mode } = statSync(path, { throwIfNoEntry: false }) ?? {};
    return { path, uid, gid, mode };
  });

const before = found();
// attacks are tried by root: where one succeeds, its test must not be the last that works on this machine
afterAll(() => expect(found()).toEqual(before));
