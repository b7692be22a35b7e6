import { grouped } from '../../indexing/grouped';
import type { Doubt } from '../../world/doubt';
import { type Hop, hop } from '../../world/hop';
import type { Value } from '../../world/value';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import type { Use } from '../workloads/service-account';
import { scopesAllow } from './access-scopes';
import { isDenied } from './denies';
import type { Target } from './grant-target';
import { type IamGrant, iamGrants } from './iam-grants';
import { membership } from './member';
import { type RoleContents, roleContents } from './role-permissions';

/** A role that an account has, for certain or perhaps. */
export interface HeldRole {
  readonly account: string;
  readonly scopes: Use['scopes'];
  readonly contents: RoleContents;
  readonly on: Target;
  readonly hop: Hop;
  /** Whether everybody has it, so that it gives the account nothing that strangers don't have. */
  readonly isPublic: boolean;
  readonly doubt?: Doubt;
}

/** The roles that an account has on anything. */
export const heldRoles = (index: ResourceIndex, { account, scopes }: Pick<Use, 'account' | 'scopes'>): HeldRole[] =>
  grantsFor(index, account).flatMap((grant) => {
    const member = memberOf(index, account, grant);
    if (member === false) return [];
    const doubt = grant.doubt ?? (member === true ? undefined : member);
    const role = index.keyOf(grant.role, 'google_project_iam_custom_role', 'google_organization_iam_custom_role') ?? 'roles';
    const why = hop(grant.place, `gives ${role} on ${grant.on.key} to ${account}`);
    return [
      {
        account,
        scopes,
        contents: roleContents(index, grant.role, grant.place),
        on: grant.on,
        hop: why,
        isPublic: grant.members.some(isEverybody),
        ...(doubt && { doubt }),
      },
    ];
  });

/** The grants that may name an account: those that name it alone, and those whose members aren't all accounts of the inputs. */
const grantsFor = (index: ResourceIndex, account: string): readonly IamGrant[] => {
  const { named, others } = sorted(index);
  return [...(named.get(account) ?? []), ...others];
};

/** Grants by the accounts of the inputs that they name, where they name nobody else, so that many accounts are judged in linear time. */
const sorted = oncePerIndex((index) => {
  const isPlain = ({ accounts }: { readonly accounts: readonly (string | undefined)[] }) =>
    accounts.length > 0 && accounts.every((account) => account !== undefined);
  const all = iamGrants(index).map((grant) => ({ grant, accounts: grant.members.map((member) => accountOf(index, member)) }));
  const plain = all.filter(isPlain);
  const pairs = plain.flatMap(({ grant, accounts }) => [...new Set(accounts)].map((account) => ({ grant, account })));
  const groups = grouped(pairs, ({ account }) => account);
  return {
    named: new Map([...groups].map(([account, each]) => [account, each.map(({ grant }) => grant)])),
    others: all.filter((each) => !isPlain(each)).map(({ grant }) => grant),
  };
});

const accountOf = (index: ResourceIndex, member: Value): string | undefined => index.idOf(member, 'google_service_account');

const isEverybody = (member: Value): boolean => member === 'allUsers' || member === 'allAuthenticatedUsers';

/** Whether an account is among a grant's members; a policy that can't be read may name anyone. */
function memberOf(index: ResourceIndex, account: string, { role, members, doubt }: IamGrant): ReturnType<typeof membership> {
  if (role === undefined && members.length === 0 && doubt) return doubt;
  const answers = members.map((member) => membership(index, account, member));
  return answers.find((answer) => answer === true) ?? answers.find((answer) => answer !== false) ?? false;
}

/** Something that a role allows. */
export interface Permitted {
  readonly permission: string;
  readonly role: HeldRole;
  readonly doubt?: Doubt;
}

/** Which of some permissions a role allows, unless a scope or a denial closes them. */
export function permitted(index: ResourceIndex, role: HeldRole, permissions: readonly string[]): Permitted[] {
  const { contents, on } = role;
  if ('doubt' in contents) return [];
  const held = permissions.filter(
    (each) => contents.has(each) && (on.level === 'hierarchy' || on.prefixes.some((prefix) => each.startsWith(prefix))),
  );
  return held.flatMap((permission) => {
    const allowed = scopesAllow(index, role.scopes, permission);
    const denied = isDenied(index, role.account, permission, on.key);
    if (allowed === false || denied === true) return [];
    const doubt = role.doubt ?? limits(role, allowed, denied);
    return [{ permission, role, ...(doubt && { doubt }) }];
  });
}

function limits({ account, hop: place }: HeldRole, allowed: boolean | undefined, denied: boolean | undefined): Doubt | undefined {
  if (denied === undefined) return { reason: `whether a deny policy is for ${account}`, place };
  return allowed === undefined ? { reason: `what the access scopes of ${account} open isn't known`, place } : undefined;
}
