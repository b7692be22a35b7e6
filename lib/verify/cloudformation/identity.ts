import type { Capability, Identity } from '../model/identity';
import type { Workload } from '../model/workload';
import type { Place } from '../world/place';
import { assumedRoles } from './identity/assumed-roles';
import { type ProxyParts, proxyParts } from './identity/boundary';
import { calledCode } from './identity/called-code';
import { capabilitiesFrom } from './identity/grant';
import { tableGrants } from './identity/grants';
import { proxyFiles } from './identity/proxy-files';
import { readParameters } from './identity/read-parameters';
import { type RoleRequester, roleRequester } from './identity/requester';
import { runTasks } from './identity/run-tasks';
import { sessionFacts } from './identity/session-facts';
import type { Statement } from './policy-language/statement';
import type { ResourceIndex } from './resource-index';

/** Whose identities are judged, and what they must not reach. */
export interface IdentityContext {
  readonly agents: readonly Workload[];
  readonly proxies: readonly Workload[];
  readonly workloads: readonly Workload[];
  /** Code that carries nothing out, whoever calls it. */
  readonly harmless: ReadonlySet<string>;
}

/** Whether code carries nothing out, whoever calls it or sends it something: where it stands, and by its identities. */
export function harmlessness(index: ResourceIndex, context: IdentityContext): (id: string) => boolean {
  const proxies = proxyParts(index, context.proxies, context.workloads);
  const byId = new Map(context.workloads.map((workload) => [workload.id, workload]));
  const powerless = new Map<string, boolean>();
  const isPowerless = ({ identities: keys, place }: Workload): boolean =>
    keys.every((key) => {
      const known = powerless.get(key) ?? identity(index, key, place, [], proxies, () => true).capabilities.length === 0;
      powerless.set(key, known);
      return known;
    });
  return (id) => {
    const called = context.harmless.has(id) ? byId.get(id) : undefined;
    return called !== undefined && isPowerless(called);
  };
}

/** The identities of the agents, and those of the proxies that others have, too; more are judged only as far as an agent may call what has them. */
export function identities(index: ResourceIndex, context: IdentityContext, isHarmless: (id: string) => boolean): Identity[] {
  const proxies = proxyParts(index, context.proxies, context.workloads);
  const others = new Set(context.workloads.filter((each) => !context.proxies.includes(each)).flatMap((each) => each.identities));
  const shared = context.proxies.map(({ identities: keys, place }) => ({
    identities: keys.filter((key) => others.has(key)),
    place,
  }));
  const users = new Map(
    [...shared, ...context.agents].flatMap(({ identities: keys, place }) => keys.map((key) => [key, place] as const)),
  );
  return [...users].map(([key, place]) => identity(index, key, place, usersOf(context.agents, key), proxies, isHarmless));
}

const usersOf = (workloads: readonly Workload[], key: string): Workload[] =>
  workloads.filter(({ identities: keys }) => keys.includes(key));

/** The agents' roles that the inputs make. */
export function agentRequesters(index: ResourceIndex, agents: readonly Workload[]): readonly RoleRequester[] {
  const keys = new Set(agents.flatMap(({ identities: each }) => each));
  const roles = [...keys].flatMap((key) => index.get(key) ?? []).filter(({ type }) => type === 'AWS::IAM::Role');
  return roles.map((role) => roleRequester(index, role, sessionFacts(index, role, usersOf(agents, role.id))));
}

/** What the agents' roles say, together; undefined if one of them isn't in the inputs. */
export function agentStatements(
  agents: readonly Workload[],
  requesters: readonly RoleRequester[],
): readonly Statement[] | undefined {
  const keys = new Set(agents.flatMap(({ identities: each }) => each));
  return requesters.length < keys.size ? undefined : requesters.flatMap(({ policies }) => policies.identity);
}

function identity(
  index: ResourceIndex,
  key: string,
  user: Place,
  users: readonly Workload[],
  proxies: ProxyParts,
  isHarmless: (id: string) => boolean,
): Identity {
  const role = index.get(key);
  if (role?.type !== 'AWS::IAM::Role') return foreignIdentity(key, user);
  const by = roleRequester(index, role, sessionFacts(index, role, users));
  const opaque = by.policies.boundary ? [] : by.policies.identity.filter(isOpaque);
  const known = { ...by, policies: { ...by.policies, identity: by.policies.identity.filter((each) => !opaque.includes(each)) } };
  const grants = [
    tableGrants(known, proxies),
    assumedRoles(known),
    readParameters(known),
    runTasks(known),
    calledCode(known, isHarmless),
    proxyFiles(known, proxies),
  ];
  return { id: key, place: role.place, capabilities: [...opaqueCapabilities(opaque), ...capabilitiesFrom(grants.flat())] };
}

/** Whether a statement may allow anything, as its policy isn't known: it is told once, not for everything that it may allow. */
const isOpaque = ({ effect, actions, doubt }: Statement): boolean =>
  effect === 'Allow' &&
  doubt !== undefined &&
  !actions.not &&
  actions.patterns.some((pattern) => pattern.length === 1 && pattern[0]?.kind === 'many');

const opaqueCapabilities = (statements: readonly Statement[]): Capability[] =>
  statements.map(({ place, doubt }) => ({
    kind: 'read-credential',
    what: 'do whatever a policy allows that is not known',
    path: [{ ...place, why: doubt?.reason ?? 'is not known' }],
    ...(doubt && { doubt }),
  }));

function foreignIdentity(key: string, place: Place): Identity {
  const doubt = { reason: `what '${key}' allows isn't in the inputs`, place };
  return {
    id: key,
    place,
    capabilities: [
      { kind: 'read-credential', what: 'do what its policies allow', path: [{ ...place, why: `uses '${key}'` }], doubt },
    ],
  };
}
