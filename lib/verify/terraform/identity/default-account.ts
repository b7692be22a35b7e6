import type { Capability } from '../../model/identity';
import { hop } from '../../world/hop';
import type { Value } from '../../world/value';
import type { ResourceIndex } from '../resource-index';
import { appEngineAccount, computeAccount, type Use } from '../workloads/service-account';
import { scopesAllow } from './access-scopes';
import { iamGrants } from './iam-grants';
import { membership } from './member';

/**
 * "Default service accounts": it may have the Editor role, as the organisation's policy says, unless the inputs say who has roles on the
 * project, or take it away.
 */
export function defaultEditor(index: ResourceIndex, { account, scopes, place }: Use): Capability[] {
  if (account !== computeAccount && account !== appEngineAccount) return [];
  if (isDeprived(index) || isNamedEditor(index, account) || scopesAllow(index, scopes, 'compute.instances.create') === false)
    return [];
  const reason = `whether ${account} has roles/editor: that hangs on the organisation's policy`;
  const why = hop(place, `uses ${account}`);
  return [{ kind: 'become-identity', what: 'do what roles/editor allows', path: [why], doubt: { reason, place } }];
}

function isDeprived(index: ResourceIndex): boolean {
  const projects = index.ofType('google_project_default_service_accounts');
  if (
    projects.some(
      ({ properties, doubt }) => !doubt && isOneOf(index.follow(properties.action), ['DELETE', 'DEPRIVILEGE', 'DISABLE']),
    )
  )
    return true;
  if (index.ofType('google_project_iam_policy').some(({ doubt }) => !doubt)) return true;
  const editors = index
    .ofType('google_project_iam_binding')
    .filter(({ properties, doubt }) => !doubt && index.follow(properties.role) === 'roles/editor');
  return editors.length > 0;
}

const isOneOf = (value: Value | undefined, wanted: readonly string[]): boolean =>
  typeof value === 'string' && wanted.includes(value);

const isNamedEditor = (index: ResourceIndex, account: string): boolean =>
  iamGrants(index).some(
    ({ role, members, on }) =>
      on.level === 'hierarchy' &&
      index.follow(role) === 'roles/editor' &&
      members.some((member) => membership(index, account, member) !== false),
  );
