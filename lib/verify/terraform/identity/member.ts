import type { Doubt } from '../../world/doubt';
import { AnyOf, Reference, Text, Unresolved, type Value } from '../../world/value';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import { appEngineAccount, computeAccount, defaultAccountIn } from '../workloads/service-account';

/** Whether a member of a policy is an account: for certain, not at all, or not to be told. */
export type Membership = boolean | Doubt;

/** Asks whether members are the account of a key. */
export function membership(index: ResourceIndex, account: string, member: Value): Membership {
  const made = index.idOf(member, 'google_service_account');
  if (made !== undefined) return made === account;
  if (defaultAccountIn(member) !== undefined && isServiceAccount(index, member)) return defaultAccountIn(member) === account;
  if (member instanceof Reference) return followed(index, account, member);
  if (member instanceof AnyOf) return variable(account, member);
  if (member instanceof Unresolved) return unresolved(index, account, member);
  if (member instanceof Text) return text(index, account, member);
  return typeof member === 'string' ? literal(index, account, member) : false;
}

function isServiceAccount(index: ResourceIndex, member: Value): boolean {
  return !/^(?:user|group|domain|deleted):/.test(index.keyOf(member) ?? '');
}

function followed(index: ResourceIndex, account: string, member: Reference): Membership {
  const value = index.follow(member);
  // what a resource of another type calls itself is a service agent of Google's
  return value === undefined || value instanceof Reference ? false : membership(index, account, value);
}

/** An account as a policy names it, for trying what a variable admits. */
const example = 'serviceAccount:agent@example-project.iam.gserviceaccount.com';

function variable(account: string, { name, admits }: AnyOf): Membership {
  return admits(example) === false ? false : { reason: `whether the variable '${name}' names ${account}` };
}

/** Data sources that name nobody but the one who deploys, or service agents. */
const others =
  /\bdata\.google_(?:client_openid_userinfo|client_config|project|storage_\w+|bigquery_\w+|logging_\w+|cloud_identity_\w+|service_account)\b/;

function unresolved(index: ResourceIndex, account: string, { reason }: Unresolved): Membership {
  if (others.test(reason) && index.get(account)) return false;
  return { reason: `whether ${account} is meant: ${reason}` };
}

function literal(index: ResourceIndex, account: string, member: string): Membership {
  if (member === 'allUsers' || member === 'allAuthenticatedUsers' || member === 'principalSet://goog/public:all') return true;
  if (member.startsWith('group:')) return inGroup(index, account, member.slice('group:'.length));
  if (/^principalSet:\/\/cloudresourcemanager\.googleapis\.com\//.test(member))
    return { reason: `whether ${account} is in ${member}` };
  const email = member.replace(/^(?:serviceAccount:|principal:\/\/iam\.googleapis\.com\/projects\/[^/]+\/serviceAccounts\/)/, '');
  return email === account || email === emailOf(index, account);
}

/** The email of an account that the inputs make, as far as it is literal. */
function emailOf(index: ResourceIndex, account: string): string | undefined {
  const made = index.get(account);
  if (!made) return undefined;
  const [name, project] = [made.properties.account_id, index.property(made, 'project')].map((value) => index.follow(value));
  return typeof name === 'string' && typeof project === 'string' ? `${name}@${project}.iam.gserviceaccount.com` : undefined;
}

/** A text with holes: an email whose project or number isn't known. */
function text(index: ResourceIndex, account: string, member: Text): Membership {
  const whole = member.parts.map((part) => (typeof part === 'string' ? part : '*')).join('');
  if (/^(?:user|domain|deleted):/.test(whole)) return false;
  if (whole.startsWith('group:')) return groupsKnown(index).has(account) ? { reason: `whether ${account} is in a group` } : false;
  if (/@(?:[\w-]*gcp-sa-|cloudservices\.|[\w-]*cloudbuild\.|[\w.-]*system\.)/.test(whole) || /svc\.id\.goog/.test(whole))
    return false;
  if (account === computeAccount || account === appEngineAccount) return mayBe(whole, account);
  const name = whole.replace(/^serviceAccount:/, '').split('@')[0] ?? '';
  const own = index.follow(index.get(account)?.properties.account_id) ?? account.split('@')[0];
  if (typeof own !== 'string' || name.includes('*')) return mayBe(whole, account);
  return name === own ? { reason: `whether ${whole} is ${account}` } : false;
}

const mayBe = (whole: string, account: string): Membership => ({ reason: `whether ${whole} is ${account}` });

/** The groups that accounts are put into, by the account. */
const groupsKnown = oncePerIndex((index): ReadonlyMap<string, readonly string[]> => {
  const groups = new Map<string, string[]>();
  for (const { properties } of index.ofType('google_cloud_identity_group_membership')) {
    const [member] = [properties.preferred_member_key, properties.member_key].flat();
    const id =
      typeof member === 'object' && member !== null && 'id' in member ? (member as { readonly id: Value }).id : undefined;
    const account = index.idOf(id, 'google_service_account') ?? index.keyOf(id);
    if (account === undefined) continue;
    groups.set(account, [...(groups.get(account) ?? []), groupEmail(index, properties.group)]);
  }
  return groups;
});

function groupEmail(index: ResourceIndex, property: Value | undefined): string {
  const group = index.get(property instanceof Reference ? property.resource : '');
  const [key] = [group?.properties.group_key ?? null].flat();
  const id = typeof key === 'object' && key !== null && 'id' in key ? (key as { readonly id: Value }).id : property;
  return index.keyOf(id) ?? '';
}

/** An account is in a group only if somebody puts it there; a group that is named otherwise may have any email. */
function inGroup(index: ResourceIndex, account: string, group: string): Membership {
  const mine = [account, emailOf(index, account) ?? ''].flatMap((name) => groupsKnown(index).get(name) ?? []);
  if (mine.includes(group)) return true;
  const other = mine.find((name) => !name.includes('@'));
  return other === undefined ? false : { reason: `whether ${group} is '${other}', which ${account} is in` };
}
