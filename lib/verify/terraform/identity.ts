import type { Capability, Identity } from '../model/identity';
import type { Interface } from '../model/interface';
import type { Workload } from '../model/workload';
import { hop } from '../world/hop';
import { isFullAccess } from './identity/access-scopes';
import { actingAs } from './identity/acting-as';
import { type Boundary, boundaryOf } from './identity/boundary';
import { carriedOut } from './identity/carried-out';
import { defaultEditor } from './identity/default-account';
import { loggedOut } from './identity/logged-out';
import { type HeldRole, heldRoles } from './identity/permission-grant';
import { rowCapabilities } from './identity/row-capabilities';
import type { ResourceIndex } from './resource-index';
import { appEngineAccount, computeAccount, type Use } from './workloads/service-account';

/** A workload, with the accounts that its code can use. */
export interface AccountUser {
  readonly workload: Workload;
  readonly uses: readonly Use[];
}

/** Whose identities are judged, and what they must not reach. */
export interface IdentityContext {
  readonly agents: readonly AccountUser[];
  readonly proxies: readonly AccountUser[];
  readonly workloads: readonly Workload[];
  readonly interfaces: readonly Interface[];
}

/** What an identity is called: by its account, and by the workload too where scopes limit its token. */
export const identityId = (index: ResourceIndex, owner: string, { account, scopes }: Use): string =>
  isFullAccess(index, scopes) ? account : `${account} with the access scopes of ${owner}`;

/** The identities of the agents, and those of the proxies that others have, too; nobody else's are judged. */
export function identities(index: ResourceIndex, { agents, proxies, workloads, interfaces }: IdentityContext): Identity[] {
  const boundary = boundaryOf(
    index,
    agents.map(({ workload }) => workload),
    proxies.map(({ workload }) => workload),
    workloads,
    interfaces,
  );
  const others = new Set(
    workloads.filter((each) => !proxies.some(({ workload }) => workload.id === each.id)).flatMap((each) => each.identities),
  );
  const shared = proxies.map(({ workload, uses }) => ({
    workload,
    uses: uses.filter((use) => others.has(identityId(index, workload.id, use))),
  }));
  const all = [...agents, ...shared].flatMap(({ workload, uses }) =>
    uses.map((use) => [identityId(index, workload.id, use), use] as const),
  );
  return [...new Map(all)].map(([id, use]) => {
    const users = agents.filter(({ workload }) => workload.identities.includes(id)).map(({ workload }) => workload);
    return identity(index, { id, use, users }, boundary);
  });
}

/** An identity, with the agents' workloads that have it. */
interface Held {
  readonly id: string;
  readonly use: Use;
  readonly users: readonly Workload[];
}

function identity(index: ResourceIndex, { id, use, users }: Held, boundary: Boundary): Identity {
  const roles = heldRoles(index, use);
  const capabilities = [
    ...foreign(index, use),
    ...defaultEditor(index, use),
    ...roles.flatMap(unknownRole),
    ...roles.flatMap((role) => rowCapabilities(index, role, boundary)),
    ...actingAs(index, roles),
    ...carriedOut(index, roles),
    ...loggedOut(index, roles, users),
  ];
  return { id, place: index.get(use.account)?.place ?? use.place, capabilities };
}

/** What a role holds that isn't known may be anything. */
const unknownRole = ({ contents, hop: why }: HeldRole): Capability[] =>
  'doubt' in contents ? [{ kind: 'read-credential', what: 'do what a role allows', path: [why], doubt: contents.doubt }] : [];

/** An account that the inputs don't make may have roles that they don't show. */
function foreign(index: ResourceIndex, { account, place }: Use): Capability[] {
  if (index.get(account) || account === computeAccount || account === appEngineAccount) return [];
  const doubt = { reason: `what '${account}' may do isn't in the inputs`, place };
  return [{ kind: 'read-credential', what: 'do what its roles allow', path: [hop(place, `uses '${account}'`)], doubt }];
}
