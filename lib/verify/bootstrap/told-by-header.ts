import { admissions } from './admissions';
import { envoyConfig } from './envoy-config';

/** Whether a configuration tells several agents apart by what a PROXY protocol header says of who connects: their address, or their endpoint. */
export const tellsApartByHeader = (bootstrap: string): boolean =>
  /filters\.listener\.proxy_protocol\./.test(bootstrap) && agentsIn(bootstrap) > 1;

/** Worlds that differ elsewhere have the same configuration. */
const known = new Map<string, number>();

function agentsIn(bootstrap: string): number {
  const count = known.get(bootstrap) ?? countedAgents(bootstrap);
  known.set(bootstrap, count);
  return count;
}

function countedAgents(bootstrap: string): number {
  const found = admissions(envoyConfig(bootstrap) ?? {}).flatMap((each) => ('agent' in each ? [each.agent] : []));
  return new Set(found).size;
}
