import type { DestinationInput } from '../policy/schema';
import { grouped } from './grouped';
import type { Site } from './site';
import {
  agentsOf,
  leftOut,
  namesOf,
  portsUnlessDefault,
  problemOf,
  type Suggested,
  type SuggestedDestination,
} from './suggested-destination';

/** The smallest tunnels for what was seen of hosts that were only tunnelled to: these ports of these hosts, by these agents. */
export function suggestTunnels(sites: readonly Site[]): Suggested {
  const problems = sites.map((site) => ({ site, problem: problemOf(tunnel(site)) }));
  const fit = problems.flatMap(({ site, problem }) => (problem ? [] : [site]));
  return {
    destinations: sharing(withAllPorts(fit)),
    leftOut: problems.flatMap(({ site, problem }) => (problem ? leftOut(site.requests, problem) : [])),
  };
}

type Ported = Site & { readonly ports: number[] };

/** One for each host and set of agents, with all ports that they used. */
function withAllPorts(sites: readonly Site[]): Ported[] {
  return grouped(sites, ({ host, requests }) => [host, agentsOf(requests)]).map((alike) => ({
    ...(alike[0] as Site),
    ports: alike.map(({ port }) => port).sort((a, b) => a - b),
    requests: alike.flatMap(({ requests }) => requests),
  }));
}

/** Hosts with the same ports, agents and addresses share a destination, if they had one. */
function sharing(hosts: readonly Ported[]): SuggestedDestination[] {
  return grouped(hosts, (each) => [namesOf(each)[0], each.ports, agentsOf(each.requests), each.known?.upstream]).map((alike) => {
    const [first] = alike as [Ported];
    const requests = alike.flatMap((each) => each.requests);
    const where = { host: undefined, hosts: alike.map(({ host }) => host), ...portsUnlessDefault(first.ports) };
    return { destination: { ...tunnel(first), ...where }, agents: agentsOf(requests), requests, names: namesOf(first) };
  });
}

function tunnel({ host, port, known }: Site): Omit<DestinationInput, 'name'> {
  const addresses = known?.upstream?.addresses;
  return { host, access: 'tunnel', ...portsUnlessDefault([port]), ...(addresses && { upstream: { addresses } }) };
}
