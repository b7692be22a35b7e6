import type { ServiceEndpoint } from '../model/service-endpoint';
import { hop } from '../world/hop';
import type { Resource } from '../world/world';
import { eventBuses } from './identity/default-bus';
import type { RoleRequester } from './identity/requester';
import { type Gate, gateOf, mayBy } from './outside-readers/gate';
import { handedOn, handsOn } from './outside-readers/handed-on';
import { type Kept, keptThings } from './outside-readers/kept-things';
import { type Kind, kinds } from './outside-readers/kinds';
import { type Outlet, outlets, outletsIf, type Surroundings } from './outside-readers/outlet';
import { everybodyMay } from './outside-readers/read-by-policy';
import { oneOf } from './policy-language/answer';
import { actionPrefixes } from './policy-language/endpoint-service';
import type { ResourceIndex } from './resource-index';

/** The endpoints, those opened where an agent can write by them what somebody outside reads: its account is this one all the same. */
export function withOutsideReaders(
  index: ResourceIndex,
  endpoints: readonly ServiceEndpoint[],
  agents: readonly RoleRequester[],
  own: Surroundings,
): readonly ServiceEndpoint[] {
  const closed = new Set(endpoints.filter(({ confinement }) => confinement.verdict !== 'open'));
  const reached = Object.entries(kinds).filter(([, kind]) => [...closed].some((endpoint) => carries(endpoint, kind)));
  const handing = [...closed].filter((endpoint) => handsOn(endpoint) !== undefined);
  const kept = keptThings(
    index,
    reached.flatMap(([type]) => thingsOf(index, type)),
    own,
  );
  if (kept.length + handing.length === 0) return endpoints;
  return endpoints.map((endpoint) => (closed.has(endpoint) ? opened(index, endpoint, kept, agents) : endpoint));
}

const carries = ({ service }: ServiceEndpoint, kind: Kind): boolean => actionPrefixes(service)?.includes(kind.service) ?? false;

const thingsOf = (index: ResourceIndex, type: string): readonly Resource[] =>
  type === 'AWS::Events::EventBus' ? eventBuses(index) : index.ofType(type);

function opened(
  index: ResourceIndex,
  endpoint: ServiceEndpoint,
  kept: readonly Kept[],
  agents: readonly RoleRequester[],
): ServiceEndpoint {
  const gate = gateOf(index, endpoint);
  const ways = [
    ...kept.filter(({ kind }) => carries(endpoint, kind)).flatMap((each) => waysOut(each, agents, gate)),
    ...handedOn(endpoint, agents, gate),
  ];
  if (ways.length === 0) return endpoint;
  const certain = ways.filter(({ answer }) => answer === 'yes');
  const telling = certain.length > 0 ? certain : ways;
  return {
    ...endpoint,
    confinement: {
      ...endpoint.confinement,
      verdict: certain.length > 0 ? 'open' : 'unknown',
      reasons: [...telling.map((way) => way.hop), ...endpoint.confinement.reasons],
    },
  };
}

/** How what an agent writes into a thing gets out: by who reads it, or by whom the agent lets read it. */
function waysOut(kept: Kept, agents: readonly RoleRequester[], gate: Gate): readonly Outlet[] {
  const { kind, contents, resource } = kept;
  const writes = kind.writes.map((name) => `${kind.service}:${name}`);
  const shared = agents.flatMap((by) => kind.shares.flatMap((name) => sharing(kept, by, `${kind.service}:${name}`, gate)));
  if (kept.outlets.length + shared.length === 0) return [];
  const byRole = agents.map((by) => mayBy(by, writes, resource, contents, gate).answer);
  return [...outletsIf(oneOf([...byRole, everybodyMay(kept, writes)]), kept.outlets), ...outletsIf(oneOf(byRole), shared)];
}

function sharing({ kind, resource, arn }: Kept, by: RoleRequester, action: string, gate: Gate): readonly Outlet[] {
  const { answer, witnesses } = mayBy(by, [action], resource, kind.itself?.(arn) ?? [arn], gate);
  return outlets(answer, hop(witnesses[0]?.place ?? by.role.place, `lets the agent open ${resource.id} to others, by ${action}`));
}
