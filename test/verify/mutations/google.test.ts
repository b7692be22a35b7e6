import { describe, expect, test } from 'vitest';
import { isPlain, planOf } from './google/as-plan';
import { instancesOneNetwork } from './google/instances-one-network';
import { instancesTwoNetworks } from './google/instances-two-networks';
import { jobTwoNetworks } from './google/job-two-networks';
import { changed, judged, judgedInput } from './google/judged';
import { openJobs } from './google/open-jobs';
import { openDoors, openInstances, openNeighbours } from './google/open-proxies';
import { allHarmless, openings } from './google/openings';
import type { Change, Opening } from './google/row';
import { type Fixture, Site } from './google/site';
import { unknown } from './google/unknown';

const own: Readonly<Record<string, readonly Opening[]>> = {
  [instancesTwoNetworks.name]: [...openDoors, ...openInstances],
  [jobTwoNetworks.name]: [...openDoors, ...openJobs],
  [instancesOneNetwork.name]: [...openNeighbours, ...openInstances],
};

describe.each([instancesTwoNetworks, jobTwoNetworks, instancesOneNetwork])('$name', (fixture) => {
  test('is sealed', () => {
    const { verdict, text, reachesProxy } = judged(new Site(fixture));
    expect(verdict, text).toBe('proven');
    expect(reachesProxy).toBe(true);
  });

  describe.each(Object.entries({ ...openings, 'its own parts': own[fixture.name] ?? [] }))('is opened by %s', (_, rows) => {
    const cases = rows.map(([sentence, open, by = '.opening']) => ({ sentence, open, by }));
    test.each(cases)('$sentence', ({ open, by }) => {
      const site = changed(fixture, open);
      const { verdict, named, text } = judged(site);
      expect(verdict, text).toBe('refuted');
      const part = typeof by === 'string' ? by : by(site);
      expect(
        named.some((resource) => resource.includes(part)),
        `${part} isn't in ${named}\n${text}`,
      ).toBe(true);
    });
  });

  describe('stays sealed with', () => {
    test.each(allHarmless)('%s', (_sentence, change) => {
      const { verdict, text } = judged(changed(fixture, change));
      expect(verdict, text).toBe('proven');
    });
  });

  describe('is unknown with', () => {
    test.each(unknown)('%s', (_sentence, change) => {
      const { verdict, text } = judged(changed(fixture, change));
      expect(verdict, text).toBe('unknown');
    });
  });
});

/** Rows whose changes say nothing that a plan doesn't tell. */
const plainRows = (fixture: Fixture, rows: readonly (Opening | Change)[]) =>
  rows.map(([sentence, change]) => [sentence, changed(fixture, change)] as const).filter(([, site]) => isPlain(site));

describe.each([instancesTwoNetworks, jobTwoNetworks, instancesOneNetwork])('a plan of $name', (fixture) => {
  const opened = [...Object.values(openings).flat(), ...(own[fixture.name] ?? [])];

  test('is sealed', () => {
    const { verdict, text, reachesProxy } = judgedInput(planOf(new Site(fixture)), fixture);
    expect(verdict, text).toBe('proven');
    expect(reachesProxy).toBe(true);
  });

  test.each(plainRows(fixture, opened))('is opened by: %s', (_sentence, site) => {
    const { verdict, text } = judgedInput(planOf(site), fixture);
    expect(verdict, text).toBe('refuted');
  });

  test.each(plainRows(fixture, allHarmless))('stays sealed with: %s', (_sentence, site) => {
    const { verdict, text } = judgedInput(planOf(site), fixture);
    expect(verdict, text).toBe('proven');
  });
});
