import { harmless } from './harmless';
import { harmlessGrants } from './harmless-grants';
import { openApis } from './open-apis';
import { openConnections } from './open-connections';
import { openFirewalls } from './open-firewalls';
import { openNames } from './open-names';
import { openProxies } from './open-proxies';
import { openRoles } from './open-roles';
import { openRoutes } from './open-routes';
import { openSecrets } from './open-secrets';
import type { Change, Opening } from './row';

/** What opens any sealed system, by what it changes. */
export const openings: Readonly<Record<string, readonly Opening[]>> = {
  routes: openRoutes,
  'other networks': openConnections,
  'firewall rules': openFirewalls,
  names: openNames,
  "Google's APIs": openApis,
  'its account': openRoles,
  'what it is given': openSecrets,
  "the proxy's rules": openProxies,
};

/** What opens none. */
export const allHarmless: readonly Change[] = [...harmless, ...harmlessGrants];
