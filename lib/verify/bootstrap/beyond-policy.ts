import type { Agent } from '../../policy/agent';
import type { Destination } from '../../policy/destination';
import type { EgressPolicy } from '../../policy/egress-policy';
import { hostCovers } from '../../policy/host-pattern';
import { ambiguousPathRegex, pathRegex } from '../../policy/path-pattern';
import { AddressSet } from '../traffic/address-set';
import { publicAddresses } from '../traffic/public-addresses';
import type { Admission, ConnectAdmission, HttpAdmission, PathMatch } from './admission';
import { placeholder } from './find-bootstraps';
import { matchesAll } from './regex';

/** What an admission passes beyond a policy. `sure`: the request in `what` passes; otherwise it can't be told. */
export interface Excess {
  readonly what: string;
  readonly sure: boolean;
}

/** How an admission goes beyond a policy, if it does or may. */
export function excessOf(policy: EgressPolicy, admission: Admission): Excess | undefined {
  if (admission.kind === 'unclear') return { what: admission.what, sure: false };
  const agent = agentOf(policy, admission.agent);
  if (!agent) return { what: `what it lets '${admission.agent}' do, who isn't an agent of the policy`, sure: false };
  return admission.kind === 'connect' ? connectExcess(agent, admission) : httpExcess(agent, admission);
}

/** The only agent, or the one that the configuration names. */
const agentOf = ({ agents }: EgressPolicy, name: string): Agent | undefined =>
  agents.length === 1 ? agents[0] : agents.find((agent) => agent.name === name);

function connectExcess({ destinations }: Agent, { host, port, addresses }: ConnectAdmission): Excess | undefined {
  const what = `CONNECT ${host.replace(/^\*\*\.?/, 'any.name.')}:${port}`;
  const pattern = { text: host, wildcard: host.startsWith('*.') };
  // a policy's wildcard is one label
  const isOne = !host.startsWith('**');
  const allowed = destinations.filter(
    ({ access, hosts, ports }) =>
      isOne && access === 'tunnel' && ports.includes(port) && hosts.some((outer) => hostCovers(outer, pattern)),
  );
  if (allowed.length === 0) return { what, sure: !host.includes(placeholder) };
  return allowed.some((destination) => isGuarded(destination, addresses)) ? undefined : unguarded(host);
}

const unguarded = (host: string): Excess => ({ what: `${host} at addresses that the policy doesn't allow`, sure: false });

function isGuarded({ addresses: blocks }: Destination, addresses: AddressSet | undefined): boolean {
  const allowed = blocks.length > 0 ? AddressSet.of(...blocks) : publicAddresses;
  return addresses !== undefined && allowed.covers(addresses);
}

function httpExcess(agent: Agent, admission: HttpAdmission): Excess | undefined {
  const { host, port, methods, path, addresses } = admission;
  const at = port === 443 ? host : `${host}:${port}`;
  const named = agent.destinations.filter(
    ({ access, hosts, ports }) => access !== 'tunnel' && ports.includes(port) && hosts.some(({ text }) => text === host),
  );
  if (named.length === 0)
    return { what: `requests to ${at}`, sure: isTaken(admission, methods, example(path)) && !at.includes(placeholder) };
  if (!named.some((destination) => isGuarded(destination, addresses))) return unguarded(host);
  const headers = headerExcess(named, admission);
  if (headers) return headers;
  for (const method of methods === 'any' ? anyMethods : methods) {
    const excess = methodExcess(named, admission, method);
    if (excess) return { ...excess, what: `${method} ${at}${excess.what}` };
  }
  return undefined;
}

const isTaken = ({ takes }: HttpAdmission, methods: HttpAdmission['methods'], path: string): boolean =>
  (methods === 'any' ? ['GET'] : methods).some((method) => takes(method, path) === true);

function headerExcess(named: readonly Destination[], { headers, host }: HttpAdmission): Excess | undefined {
  const other = headers.find(
    ({ name, value }) => !named.some((each) => each.headers[name.toLowerCase()]?.replaceAll('%', '%%') === value),
  );
  return other && { what: `the header '${other.name}' to ${host}, which the policy doesn't set`, sure: false };
}

// a method that no policy lists stands for all the others
const anyMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND'];

const rulesFor = ({ allow }: Destination, method: string): string[] =>
  allow === 'any'
    ? ['^/.*$', '^.*$']
    : allow.filter(({ methods }) => methods.includes(method)).map(({ path }) => pathRegex(path));

/** Equal expressions match the same; otherwise a path that passes and isn't allowed is looked for. */
function methodExcess(named: readonly Destination[], admission: HttpAdmission, method: string): Excess | undefined {
  const { path, takes } = admission;
  const allowed = named.flatMap((destination) => rulesFor(destination, method));
  const outside = (candidate: string) => !allowed.some((regex) => matchesAll(regex, candidate)) || isRefused(named, candidate);
  const passing = candidates(path).filter((candidate) => outside(candidate) && takes(method, candidate) !== false);
  const sure = passing.find((candidate) => takes(method, candidate) === true);
  if (sure !== undefined) return { what: sure, sure: true };
  const equal = path.kind === 'exact' ? !outside(path.path) : path.kind === 'regex' && allowed.includes(path.regex);
  return equal && isUnambiguous(named, admission) && passing.length === 0 ? undefined : { what: example(path), sure: false };
}

/** Whether a path is one that the policy refuses as upstreams may read it in several ways. */
const isRefused = (named: readonly Destination[], path: string): boolean =>
  named.every(({ encodedSlash }) => matchesAll(ambiguousPathRegex(encodedSlash), path) === true);

/** Whether ambiguous paths are answered before, or the match takes a single path. */
function isUnambiguous(named: readonly Destination[], { path, denied }: HttpAdmission): boolean {
  if (path.kind === 'exact' || (path.kind === 'regex' && isLiteral(path.regex))) return true;
  const guards = named.flatMap(({ encodedSlash }) => [ambiguousPathRegex(encodedSlash), ambiguousPathRegex('refuse')]);
  return denied.some((regex) => guards.includes(regex));
}

const isLiteral = (regex: string): boolean => /^\^(?:[\w/~:@!&'=;,%-]|\\.)*\$$/.test(regex);

function candidates(path: PathMatch): string[] {
  const base = example(path);
  if (path.kind === 'exact') return [base];
  const near = [
    base,
    `${base}x`,
    `${base}/x`,
    `${base}/x/y`,
    `${base}/../x`,
    example(path, '..'),
    example(path, 'a%2Fb'),
    example(path, 'x/y'),
  ];
  return [...new Set([...near, '/', '/x', '/x/y/z'])].filter((candidate) => matches(path, candidate));
}

/** A path that the match may take: the literal start of it. */
function example(path: PathMatch, filling = 'x'): string {
  if (path.kind === 'exact') return path.path;
  if (path.kind === 'prefix') return path.prefix || '/';
  const literal = path.regex.replace(/^\^|\$$/g, '').replace(/\(\?:\/\.\*\)\?/g, '');
  return literal.replace(/\[\^\/\][+*]|\.[+*]/g, () => filling).replace(/\\(.)/g, '$1') || '/';
}

function matches(path: PathMatch, candidate: string): boolean {
  if (path.kind === 'exact') return candidate === path.path;
  if (path.kind === 'prefix') return candidate.startsWith(path.prefix);
  return matchesAll(path.regex, candidate) === true;
}
