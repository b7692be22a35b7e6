import { describe, expect, test } from 'vitest';
import { exampleApp } from './aws/example-app';
import { fargateTwoRooms } from './aws/fargate-two-rooms';
import { harmlessNetworks, harmlessWhereStarted } from './aws/harmless-networks';
import { harmlessPolicies } from './aws/harmless-policies';
import { instancesOneRoom } from './aws/instances-one-room';
import { changed, judged } from './aws/judged';
import { lambdaOneRoom } from './aws/lambda-one-room';
import { openEndpoints } from './aws/open-endpoints';
import { openGroups } from './aws/open-groups';
import { openNames } from './aws/open-names';
import { openDirectProxies, openDoors, openInstances, openProxies, openPublicProxies, openTasks } from './aws/open-proxies';
import { openHosts, openRoles, openServices } from './aws/open-roles';
import { openRoutes } from './aws/open-routes';
import { openSecrets } from './aws/open-secrets';
import type { Opening } from './aws/row';
import { type Fixture, Site } from './aws/site';
import { unknown } from './aws/unknown';

const openings = {
  routes: openRoutes,
  groups: openGroups,
  'endpoint policies': openEndpoints,
  names: openNames,
  'its role': openRoles,
  'what it is given': openSecrets,
  "the proxy's rules": openProxies,
};

const own: Readonly<Record<string, readonly Opening[]>> = {
  [fargateTwoRooms.name]: [...openDoors, ...openTasks, ...openServices],
  [instancesOneRoom.name]: [...openPublicProxies, ...openDirectProxies, ...openInstances, ...openHosts],
  [lambdaOneRoom.name]: [...openPublicProxies, ...openDirectProxies, ...openServices],
};

interface Openings {
  readonly what: string;
  readonly rows: readonly Opening[];
}

const openingsOf = ({ name }: Fixture): Openings[] =>
  [...Object.entries(openings).map(([what, rows]) => ({ what, rows })), { what: 'its own parts', rows: own[name] ?? [] }].filter(
    ({ rows }) => rows.length > 0,
  );

const harmlessOf = ({ name }: Fixture) => [
  ...harmlessNetworks,
  ...harmlessPolicies,
  ...(name in own ? harmlessWhereStarted : []),
];

describe.each([fargateTwoRooms, instancesOneRoom, lambdaOneRoom, exampleApp()])('$name', (fixture) => {
  test('is sealed', () => {
    const { verdict, text } = judged(new Site(fixture));
    expect(verdict, text).toBe('proven');
  });

  describe.each(openingsOf(fixture))('is opened by $what', ({ rows }) => {
    test.each(rows.map(([sentence, open, by = 'Opening']) => ({ sentence, open, by })))('$sentence', ({ open, by }) => {
      const site = changed(fixture, open);
      const { verdict, named, text } = judged(site);
      expect(verdict, text).toBe('refuted');
      expect(named, text).toContain(typeof by === 'string' ? by : by(site));
    });
  });

  describe('stays sealed with', () => {
    test.each(harmlessOf(fixture))('%s', (_sentence, change) => {
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
