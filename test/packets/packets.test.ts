import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aws } from './aws/cloud';
import { atOdds, type Cloud, caught, documentedExits, mistakenOf, type Tried, tryAll } from './cloud';
import { differences } from './comparison';
import { exitsOf, openness } from './exit';
import { found } from './found';
import { google } from './google/cloud';
import { judge } from './judge';
import { plantedReports } from './planted-reports';
import { WireRoom, whyNoPackets } from './wire-room';

// The judge against packets: random small systems are laid as network namespaces, and what the agent's packets reach must be what the
// judge says. That the harness would notice is shown by systems known by hand, and by judges with planted errors.

/** How many topologies are tried on each cloud, and the first one's seed: a failure names the seed that repeats it. */
const count = Number(process.env.AIRLOCK_TOPOLOGIES ?? 200);
const first = Number(process.env.AIRLOCK_FIRST_SEED ?? 1);
// what shows rarely needs all of them
const tooFew = count < 200;
const reason = whyNoPackets();

if (reason) {
  process.stderr.write(`${2 * count} topologies not tried with packets: ${reason}\n`);
  test.skip(`${2 * count} topologies not tried with packets: ${reason}`, () => {});
} else {
  compare(aws);
  compare(google);
}

function compare<T>(cloud: Cloud<T>): void {
  describe(`on ${cloud.name}`, () => {
    let rooms: readonly WireRoom[] = [];
    let known: readonly Tried<T>[] = [];
    let tried: readonly Tried<T>[] = [];
    beforeAll(async () => {
      // most of a topology's time is waiting for packets that don't come
      rooms = Array.from({ length: 4 }, () => new WireRoom());
      known = await tryAll(cloud, new Map(cloud.known.map(({ name, topology }) => [name, topology])), rooms);
      tried = await tryAll(cloud, randomTopologies(cloud), rooms);
    });
    afterAll(() => Promise.all(rooms.map((room) => room.close())));

    test.each(cloud.known.map(({ name, reaches }) => [name, reaches] as const))('by hand and by packets: %s', (name, reaches) => {
      const one = found(known, ({ label }) => label === name);
      expect([...one.seen.reached].sort()).toEqual([...reaches].sort());
      expect(differences(one.seen, documentedExits(cloud, one.topology, one.seen))).toEqual([]);
    });

    test('enough topologies are sealed, and enough are not', () => {
      const kinds = tried.map(({ seen }) => openness(seen.reached));
      expect(kinds.filter((kind) => kind === 'sealed').length).toBeGreaterThan(count / 3);
      expect(kinds.filter((kind) => kind === 'leak').length).toBeGreaterThan(count / 10);
    });

    test(`the documentation agrees with packets on ${count} topologies`, () => {
      expect(atOdds(tried, (topology, seen) => documentedExits(cloud, topology, seen))).toEqual([]);
    });

    const planted = cloud.planted.map(({ error, mistaken }) => [error, mistaken] as const);

    test.skipIf(tooFew).each(planted)('packets catch one who %s', (_, mistaken) => {
      const taken = mistakenOf(cloud, tried, mistaken);
      expect(caught(taken, (topology, seen) => documentedExits(cloud, topology, seen))).toBeDefined();
    });

    test.skipIf(tooFew).each(plantedReports.map(({ error, mistaken }) => [error, mistaken] as const))(
      'packets catch one who %s',
      (_, mistaken) => {
        expect(caught(tried, (_, { reached, hosts }) => mistaken(exitsOf(reached, hosts)))).toBeDefined();
      },
    );

    test(`the judge agrees with packets on ${count} topologies, and on those known by hand`, () => {
      expect(atOdds([...known, ...tried], (topology) => judge(cloud.deployment(topology)))).toEqual([]);
    });

    test.skipIf(tooFew).each(planted)('packets catch the judge that %s', (_, mistaken) => {
      const taken = mistakenOf(cloud, tried, mistaken);
      expect(caught(taken, (topology) => judge(cloud.deployment(topology)))).toBeDefined();
    });
  });
}

function randomTopologies<T>(cloud: Cloud<T>): ReadonlyMap<string, T> {
  const seeds = Array.from({ length: count }, (_, index) => first + index);
  return new Map(seeds.map((seed) => [`seed ${seed}`, cloud.random(seed)]));
}
