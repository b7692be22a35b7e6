import { describe, expect, test } from 'vitest';
import { nearest } from '../../lib/policy/spelling';

describe('a mistyped word', () => {
  test.each([
    ['hots', ['hosts', 'host', 'name'], ['hosts', 'host']],
    ['agnets', ['agents', 'allow'], ['agents']],
    ['Destination', ['destinations', 'version'], ['destinations']],
    ['upsteram', ['upstream', 'ports'], ['upstream']],
  ])('%s is near to what was meant', (typed, words, meant) => {
    expect(nearest(typed, words)).toEqual(meant);
  });

  test.each([
    ['bedrock', ['claude', 'github']],
    ['x', ['ca', 'host']],
    ['', ['host']],
    ['verify', ['version']],
  ])('%s is near to nothing', (typed, words) => {
    expect(nearest(typed, words)).toEqual([]);
  });
});
