import type { Agent } from '../../policy/agent';
import type { Destination } from '../../policy/destination';
import type { EgressPolicy } from '../../policy/egress-policy';
import { ambiguousPathRegex, pathRegex } from '../../policy/path-pattern';
import type { HttpAdmission } from './admission';
import { type Excess, isGuarded, isReporting, unguarded, whileReporting } from './excess';
import { candidates, example } from './path-example';
import { placeholder } from './placeholder';
import { matchesAll } from './regex';
import { credentialsOf } from './upstream-credential';

/** How a forwarded request goes beyond a policy, if it does or may. */
export function httpExcess(policy: EgressPolicy, agent: Agent, admission: HttpAdmission): Excess | undefined {
  const { host, port, methods, path, addresses, credentials, until } = admission;
  const at = port === 443 ? host : `${host}:${port}`;
  const named = agent.destinations.filter(
    ({ access, hosts, ports }) => access !== 'tunnel' && ports.includes(port) && hosts.some(({ text }) => text === host),
  );
  if (named.length === 0)
    return { what: `requests to ${at}`, sure: isTaken(admission, methods, example(path)) && !at.includes(placeholder) };
  if (!named.some((destination) => isGuarded(destination, addresses))) return unguarded(host);
  const isReported = isReporting(policy, until) && credentials.length === 0 && admission.headers.length === 0;
  const given = named.filter((destination) => credentials.every((each) => credentialsOf(destination).includes(each)));
  const whole = given.filter((destination) => isReported || setsHeaders(destination, admission));
  const asked = [whole, given, named].find((some) => some.length > 0) ?? [];
  const excess = isReported ? reportedExcess(asked, admission) : ruleExcess(asked, admission);
  if (excess) return { ...excess, what: excess.what.replace('@', at) + whileReporting(until) };
  if (whole.length > 0) return undefined;
  return { what: `requests to ${at} with other credentials or headers than the policy gives them`, sure: false };
}

/** Report mode lifts the rules on methods and paths; TRACE and paths that can be read in several ways stay refused. */
function reportedExcess(named: readonly Destination[], admission: HttpAdmission): Excess | undefined {
  const { path, methods } = admission;
  if (methods === 'any' && !isWithoutTrace(admission)) return traceExcess(admission);
  return isUnambiguous(named, admission) ? undefined : { what: `GET @${example(path, '..')}`, sure: false };
}

function ruleExcess(named: readonly Destination[], admission: HttpAdmission): Excess | undefined {
  const { methods } = admission;
  for (const method of methods === 'any' ? anyMethods : methods) {
    const excess = methodExcess(named, admission, method);
    if (excess) return { ...excess, what: `${method} @${excess.what}` };
  }
  return methods === 'any' && !isWithoutTrace(admission) ? traceExcess(admission) : undefined;
}

// TRACE shows an agent what the upstream received, credential included
const isWithoutTrace = ({ deniedMethods }: HttpAdmission): boolean => deniedMethods.includes('TRACE');

const traceExcess = ({ path, takes }: HttpAdmission): Excess => ({
  what: `TRACE @${example(path)}`,
  sure: takes('TRACE', example(path)) === true,
});

const isTaken = ({ takes }: HttpAdmission, methods: HttpAdmission['methods'], path: string): boolean =>
  (methods === 'any' ? ['GET'] : methods).some((method) => takes(method, path) === true);

/** Whether a request is given the headers that a destination has, and no others. */
function setsHeaders({ headers }: Destination, { headers: set }: HttpAdmission): boolean {
  const isMeant = set.every(({ name, value }) => headers[name.toLowerCase()]?.replaceAll('%', '%%') === value);
  return isMeant && Object.keys(headers).every((wanted) => set.some(({ name }) => name.toLowerCase() === wanted));
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
