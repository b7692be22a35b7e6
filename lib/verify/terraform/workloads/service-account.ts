import type { Place } from '../../world/place';
import { Text, Unresolved, type Value } from '../../world/value';
import type { ResourceIndex } from '../resource-index';

/** An account that code can use, and how far its token goes. */
export interface Use {
  /** The account's key. */
  readonly account: string;
  /** OAuth scopes as they are stated; `all` where there is no limit. */
  readonly scopes: 'all' | Value;
  /** Where it is stated. */
  readonly place: Place;
}

/** The account that a project's hosts and Cloud Run use where nothing else is stated. */
export const computeAccount = 'the default compute service account';

/** The account that App Engine and functions of the first generation use where nothing else is stated. */
export const appEngineAccount = 'the default App Engine service account';

/** What an account's email stands for: a resource's id, a default account, a literal, or what would have to be known. */
export function accountKey(index: ResourceIndex, email: Value | undefined, otherwise: string): string {
  const made = index.idOf(email, 'google_service_account');
  if (made !== undefined) return made;
  const key = index.keyOf(email);
  if (key === undefined || key === '' || key === 'default') return otherwise;
  return defaultAccountIn(index.follow(email)) ?? key.replace(/^(?:projects\/[^/]+\/)?serviceAccounts\//, '');
}

/** The default account that an email belongs to: `NUMBER-compute@developer.gserviceaccount.com`, `PROJECT@appspot.gserviceaccount.com`. */
export function defaultAccountIn(value: Value | undefined): string | undefined {
  if (value instanceof Unresolved) return defaultByReason(value.reason);
  const text = value instanceof Text ? value.parts.map((part) => (typeof part === 'string' ? part : '')).join('') : value;
  if (typeof text !== 'string') return undefined;
  if (text.endsWith('-compute@developer.gserviceaccount.com')) return computeAccount;
  if (text.endsWith('@appspot.gserviceaccount.com')) return appEngineAccount;
  return value instanceof Text ? value.parts.map((part) => defaultAccountIn(part as Value)).find(Boolean) : undefined;
}

function defaultByReason(reason: string): string | undefined {
  if (/\bgoogle_compute_default_service_account\./.test(reason)) return computeAccount;
  return /\bgoogle_app_engine_default_service_account\./.test(reason) ? appEngineAccount : undefined;
}

/** The use of an account by something whose tokens have no scopes. */
export const fullUse = (index: ResourceIndex, email: Value | undefined, place: Place, otherwise = computeAccount): Use => ({
  account: accountKey(index, email, otherwise),
  scopes: 'all',
  place,
});
