import { describe, expect, test } from 'vitest';
import { isPlain, planOf } from './google/as-plan';
import { constructedInstance, constructedJob } from './google/constructed';
import { changed, judged, judgedInput } from './google/judged';
import { openJobs } from './google/open-jobs';
import { openNames } from './google/open-names';
import { openDoors, openInstances } from './google/open-proxies';
import { openRoles } from './google/open-roles';
import { openSecrets } from './google/open-secrets';
import { allHarmless, openings } from './google/openings';
import type { Change, Opening } from './google/row';
import { type Fixture, Site } from './google/site';
import { unknown } from './google/unknown';

/** What opens other systems and not this one, as something else of the constructs holds. */
const held: ReadonlySet<string> = new Set([
  // egress is closed before rules that say nothing of their priority
  'a rule before it at the default priority',
  // the proxies' network lets nobody else out
  'other hosts of its network, by their tag',
  'other hosts of its network, by its range',
  'a load balancer that leads to another host',
  'another endpoint in the room, whose service reaches the internet',
  // the account has another address
  'a role, its account by its address',
]);

const isHeld = ([sentence]: Opening) => held.has(sentence);

/** An empty zone for all names holds where the response policy doesn't. */
const withoutZone = openNames.map(
  ([sentence, open, by]): Opening => [
    sentence,
    (site) => {
      site.remove('dns_managed_zone.closed');
      open(site);
    },
    by,
  ],
);

const all = [...Object.values({ ...openings, names: withoutZone }).flat(), ...openDoors, ...openJobs];
const ofInstances = [...openInstances, ...openSecrets, ...openRoles];

const systems: readonly (readonly [Fixture, readonly Opening[]])[] = [
  [constructedJob, all],
  [constructedInstance, ofInstances],
];

describe.each(systems.map(([fixture, rows]) => ({ name: fixture.name, fixture, rows })))('$name', ({ fixture, rows }) => {
  test('is sealed, and needs nobody to name its agent and its proxy', () => {
    const { verdict, text, reachesProxy } = judged(new Site(fixture));
    expect(verdict, text).toBe('proven');
    expect(reachesProxy).toBe(true);
  });

  const opened = rows.filter((row) => !isHeld(row)).map(([sentence, open, by = '.opening']) => ({ sentence, open, by }));
  test.each(opened)('is opened by $sentence', ({ open, by }) => {
    const site = changed(fixture, open);
    const { verdict, named, text } = judged(site);
    expect(verdict, text).toBe('refuted');
    const part = typeof by === 'string' ? by : by(site);
    expect(
      named.some((resource) => resource.includes(part)),
      `${part} isn't in ${named}\n${text}`,
    ).toBe(true);
  });

  test.each(rows.filter(isHeld).map(([sentence, open]) => ({ sentence, open })))('holds against $sentence', ({ open }) => {
    const { verdict, text } = judged(changed(fixture, open));
    expect(verdict, text).toBe('proven');
  });
});

describe('names are closed twice: a zone holds where there is', () => {
  const other = /servers?$|foreign server|asks another network$/;
  test.each(openNames.filter(([sentence]) => !other.test(sentence)).map(([sentence, open]) => ({ sentence, open })))(
    '$sentence',
    ({ open }) => {
      const { verdict, text } = judged(changed(constructedJob, open));
      expect(verdict, text).toBe('proven');
    },
  );
});

describe(`${constructedJob.name} stays sealed with`, () => {
  test.each(allHarmless)('%s', (_sentence, change) => {
    const { verdict, text } = judged(changed(constructedJob, change));
    expect(verdict, text).toBe('proven');
  });
});

describe(`${constructedJob.name} is unknown with`, () => {
  test.each(unknown)('%s', (_sentence, change) => {
    const { verdict, text } = judged(changed(constructedJob, change));
    expect(verdict, text).toBe('unknown');
  });
});

const plainRows = (fixture: Fixture, rows: readonly (Opening | Change)[]) =>
  rows.map(([sentence, change]) => [sentence, changed(fixture, change)] as const).filter(([, site]) => isPlain(site));

describe.each(systems.map(([fixture, rows]) => ({ name: fixture.name, fixture, rows })))(
  'a plan of $name, which has labels alone,',
  ({ fixture, rows }) => {
    test('is sealed', () => {
      const { verdict, text, reachesProxy } = judgedInput(planOf(new Site(fixture)), fixture);
      expect(verdict, text).toBe('proven');
      expect(reachesProxy).toBe(true);
    });

    test.each(
      plainRows(
        fixture,
        rows.filter((row) => !isHeld(row)),
      ),
    )('is opened by: %s', (_sentence, site) => {
      const { verdict, text } = judgedInput(planOf(site), fixture);
      expect(verdict, text).toBe('refuted');
    });

    test.each(plainRows(fixture, allHarmless))('stays sealed with: %s', (_sentence, site) => {
      const { verdict, text } = judgedInput(planOf(site), fixture);
      expect(verdict, text).toBe('proven');
    });
  },
);
