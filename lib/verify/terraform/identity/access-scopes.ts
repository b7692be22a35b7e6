import type { Value } from '../../world/value';
import type { ResourceIndex } from '../resource-index';

/** What of a token's scopes each service takes besides `cloud-platform`: "OAuth 2.0 Scopes for Google APIs". */
const services: Readonly<Record<string, RegExp>> = {
  compute: /^(?:compute|compute-rw)$/,
  storage: /^(?:devstorage\.(?:full_control|read_write|write_only)|storage-full|storage-rw)$/,
  pubsub: /^pubsub$/,
  bigquery: /^bigquery$/,
  dns: /^(?:ndev\.clouddns\.readwrite|cloud-dns)$/,
  logging: /^logging\.admin$/,
  monitoring: /^monitoring$/,
  iam: /^iam$/,
  dataflow: /^compute$/,
  cloudfunctions: /^cloudfunctions$/,
};

/** Scopes that open nothing that matters, and those of the table, so that an unknown one isn't taken for harmless. */
const narrow =
  /^(?:logging[.-]write|logging\.read|logging\.admin|monitoring(?:[.-](?:write|read))?|monitoring-write|trace(?:\.append|\.readonly)?|trace-append|trace-ro|service[.-]control|servicecontrol|service[.-]management(?:\.readonly)?|service-management|devstorage\.\w+|storage-\w+|userinfo[.-]email|userinfo\.profile|compute-ro|compute\.readonly|compute-rw|compute|pubsub|bigquery|datastore|sql|sql-admin|sqlservice\.admin|sqlservice|taskqueue|useraccounts-r[ow]|cloud-source-repos(?:-ro)?|source\.\w+|ndev\.clouddns\.\w+|iam|cloudfunctions)$/;

/** Whether a token may be used for everything that its account may do. */
export const isFullAccess = (index: ResourceIndex, scopes: 'all' | Value): boolean =>
  scopes === 'all' || index.elements(scopes).some((scope) => typeof scope === 'string' && short(scope) === 'cloud-platform');

/** Whether a token with some scopes may be used for a permission; `undefined` if that can't be told. */
export function scopesAllow(index: ResourceIndex, scopes: 'all' | Value, permission: string): boolean | undefined {
  if (scopes === 'all' || isFullAccess(index, scopes)) return true;
  const named = index.elements(scopes).map((scope) => index.follow(scope));
  const known = named.filter((scope): scope is string => typeof scope === 'string').map(short);
  const wanted = services[permission.slice(0, permission.indexOf('.'))];
  if (wanted && known.some((scope) => wanted.test(scope))) return true;
  return known.length < named.length || known.some((scope) => !narrow.test(scope) && scope !== 'cloud-platform.read-only')
    ? undefined
    : false;
}

const short = (scope: string): string => scope.replace(/^https:\/\/www\.googleapis\.com\/auth\//, '');
