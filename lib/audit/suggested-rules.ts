import { portsOf } from '../policy/destination-of';
import type { Credential, DestinationInput } from '../policy/schema';
import { grouped } from './grouped';
import type { SeenRequest } from './seen-request';
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

/** What the same agents asked. */
interface Use {
  readonly agents: readonly string[];
  readonly requests: readonly SeenRequest[];
}

/** The smallest destinations for what was seen of a host whose requests the proxy sees: these methods on these paths. */
export function suggestRules(site: Site): Suggested {
  const refused = problemOf({ ...base(site), allow: [{ methods: ['GET'], path: '/' }] });
  if (refused) return { destinations: [], leftOut: leftOut(site.requests, refused) };
  const problems = site.requests.map((request) => ({ request, problem: requestProblem(site, request) }));
  const fit = problems.flatMap(({ request, problem }) => (problem || request.path === undefined ? [] : [request]));
  const connected = agentsOf(fit);
  const unused = site.requests.filter(({ path, agent }) => path === undefined && !connected.includes(agent));
  return {
    destinations: usesOf(site, fit).map((use) => withRules(site, use)),
    leftOut: [
      ...problems.flatMap(({ request, problem }) => (problem ? leftOut([request], problem) : [])),
      ...(site.access === 'intercept' ? leftOut(unused, 'no request was seen inside the connection') : []),
    ],
  };
}

function withRules(site: Site, { agents, requests }: Use): SuggestedDestination {
  const rules = grouped(requests, ({ path }) => path).map((alike) => ({
    methods: [...new Set(alike.map(({ method }) => method))].sort(),
    path: alike[0]?.path ?? '/',
  }));
  const allow = rules.sort((a, b) => (a.path < b.path ? -1 : 1));
  const { host, access, ...more } = base(site, requests);
  return { destination: { host, access, allow, ...more }, agents, requests, names: namesOf(site) };
}

/** One group for each set of agents that used the same, what most agents use first; a gateway can't be divided, as its name is in its URL. */
function usesOf({ access }: Site, requests: readonly SeenRequest[]): Use[] {
  if (access === 'gateway') return requests.length > 0 ? [{ agents: agentsOf(requests), requests }] : [];
  const kinds = grouped(requests, ({ method, path }) => [method, path]).map((alike) => ({
    agents: agentsOf(alike),
    requests: alike,
  }));
  const uses = grouped(kinds, ({ agents }) => agents).map((alike) => ({
    agents: alike[0]?.agents ?? [],
    requests: alike.flatMap((kind) => kind.requests),
  }));
  return uses.sort((a, b) => b.agents.length - a.agents.length);
}

/** All of a destination but its rules: where it is, and what a policy at hand adds to it. */
function base(
  { host, port, access, known }: Site,
  requests: readonly SeenRequest[] = [],
): Omit<DestinationInput, 'name' | 'allow'> {
  const upstream = { ...known?.upstream, ...(access === 'gateway' && port !== 443 && { port }) };
  const holdsSlash = requests.some(({ path }) => /%2f/i.test(path ?? ''));
  return {
    host,
    access,
    ...(access === 'intercept' && portsUnlessDefault([port])),
    // a credential goes to no port that the policy doesn't have
    ...(known?.credential && portsOf(known).includes(port) && { credential: asWritten(known.credential) }),
    ...(known?.headers && { headers: known.headers }),
    ...(Object.keys(upstream).length > 0 && { upstream }),
    ...(holdsSlash && { encodedSlash: 'allow' as const }),
  };
}

/** Without the empty prefix, which is the default. */
function asWritten(credential: Credential): DestinationInput['credential'] {
  return credential.type === 'header' && credential.prefix === '' ? { ...credential, prefix: undefined } : credential;
}

function requestProblem(site: Site, request: SeenRequest): string | undefined {
  const { method, path } = request;
  if (path === undefined) return site.access === 'gateway' ? 'the host is a gateway, which has no tunnel' : undefined;
  return problemOf({ ...base(site, [request]), allow: [{ methods: [method], path }] });
}
