import { expect, test } from 'vitest';
import { wholeLimits } from '../../lib/sandbox/limits';

test("without any, limits are the guide's", () => {
  expect(wholeLimits()).toEqual({ memoryMiB: 2048, cpus: 2, processes: 100, tmpMiB: 100, homeMiB: 500 });
});

test('what is left undefined is a default too', () => {
  expect(wholeLimits({ memoryMiB: undefined, cpus: 0.5 })).toMatchObject({ memoryMiB: 2048, cpus: 0.5 });
});

test.each([
  [{ memoryMiB: 0 }, "memoryMiB must be more than 0, got '0'"],
  [{ cpus: -1 }, "cpus must be more than 0, got '-1'"],
  [{ processes: 1.5 }, "processes must be a whole number, got '1.5'"],
  [{ tmpMiB: Number.NaN }, "tmpMiB must be more than 0, got 'NaN'"],
  [{ processes: 15 }, "processes must be 16 or more, as what leads to the proxy needs some of it, got '15'"],
  [{ memoryMiB: 63 }, "memoryMiB must be 64 or more, as what leads to the proxy needs some of it, got '63'"],
  [{ homeMiB: Number.POSITIVE_INFINITY }, "homeMiB must be more than 0, got 'Infinity'"],
])('%o is refused', (limits, message) => {
  expect(() => wholeLimits(limits)).toThrow(message);
});
