import { checkPolicy } from '../policy/check';
import type { DestinationInput } from '../policy/schema';
import { grouped } from './grouped';
import type { LeftOut, SeenRequest } from './seen-request';
import type { Site } from './site';

/** A destination of a suggested policy, not named yet, and what of the log it stands for. */
export interface SuggestedDestination {
  readonly destination: Omit<DestinationInput, 'name'>;
  /** The agents that use it, sorted. */
  readonly agents: readonly string[];
  readonly requests: readonly SeenRequest[];
  /** What it could be called, best first. */
  readonly names: readonly string[];
}

/** What is suggested for some sites; what no policy could say is left out. */
export interface Suggested {
  readonly destinations: readonly SuggestedDestination[];
  readonly leftOut: readonly LeftOut[];
}

/** What was seen of one kind by the same agents: a rule, or a tunnel. */
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

/** The smallest tunnels for what was seen of hosts that were only tunnelled to: these ports of these hosts, by these agents. */
export function suggestTunnels(sites: readonly Site[]): Suggested {
  const problems = sites.map((site) => ({ site, problem: problemOf(tunnel(site)) }));
  const fit = problems.flatMap(({ site, problem }) => (problem ? [] : [site]));
  const byHost = grouped(fit, (site) => [site.host, agentsOf(site.requests)]).map((alike) => ({
    ...(alike[0] as Site),
    ports: alike.map(({ port }) => port).sort((a, b) => a - b),
    requests: alike.flatMap(({ requests }) => requests),
  }));
  const shared = grouped(byHost, (site) => [namesOf(site)[0], site.ports, agentsOf(site.requests), site.known?.upstream]);
  return {
    destinations: shared.map((alike) => {
      const [first] = alike as [(typeof alike)[0]];
      const hosts = alike.map(({ host }) => host);
      const requests = alike.flatMap((site) => site.requests);
      return {
        destination: { ...tunnel(first), host: undefined, hosts, ...portsUnlessDefault(first.ports) },
        agents: agentsOf(requests),
        requests,
        names: namesOf(first),
      };
    }),
    leftOut: problems.flatMap(({ site, problem }) => (problem ? leftOut(site.requests, problem) : [])),
  };
}

function withRules(site: Site, { agents, requests }: Use): SuggestedDestination {
  const rules = grouped(requests, ({ path }) => path).map((alike) => ({
    methods: [...new Set(alike.map(({ method }) => method))].sort(),
    path: alike[0]?.path ?? '/',
  }));
  const allow = rules.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { destination: { ...base(site, requests), allow }, agents, requests, names: namesOf(site) };
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

const agentsOf = (requests: readonly SeenRequest[]): string[] => [...new Set(requests.map(({ agent }) => agent))].sort();

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
    ...(known?.credential && { credential: known.credential }),
    ...(known?.headers && { headers: known.headers }),
    ...(Object.keys(upstream).length > 0 && { upstream }),
    ...(holdsSlash && { encodedSlash: 'allow' as const }),
  };
}

function tunnel({ host, port, known }: Site): Omit<DestinationInput, 'name'> {
  const addresses = known?.upstream?.addresses;
  return { host, access: 'tunnel', ...portsUnlessDefault([port]), ...(addresses && { upstream: { addresses } }) };
}

const portsUnlessDefault = (ports: number[]) => (ports.length === 1 && ports[0] === 443 ? {} : { ports });

function requestProblem(site: Site, request: SeenRequest): string | undefined {
  const { method, path } = request;
  if (path === undefined) return site.access === 'gateway' ? 'the host is a gateway, which has no tunnel' : undefined;
  return problemOf({ ...base(site, [request]), allow: [{ methods: [method], path }] });
}

/** Why a policy can't have a destination. */
function problemOf(destination: Omit<DestinationInput, 'name'>): string | undefined {
  const checked = checkPolicy({ version: 1, destinations: [{ name: 'suggested', ...destination }] });
  return checked.document ? undefined : checked.issues[0]?.message.replace("destination 'suggested': ", '');
}

const leftOut = (requests: readonly SeenRequest[], why: string): LeftOut[] =>
  requests.map(({ agent, method, host, port, path = '', times }) => ({
    what: `${agent}: ${method} ${host}${port === 443 ? '' : `:${port}`}${path}`,
    why,
    times,
  }));

function namesOf({ known, requests, host }: Site): string[] {
  const recorded = requests.flatMap(({ destination }) => destination ?? []);
  return [...(known ? [known.name] : []), ...recorded, host.replace(/[^a-z0-9]+/g, '-')];
}
