import type { Fields, Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { blocksAt } from '../nested-blocks';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import { containerKey, withAncestors } from './ancestors';
import { membership } from './member';
import { type PermissionSet, permissionSet } from './permission-set';

/** A rule that takes permissions away, whatever roles say. */
interface Deny {
  readonly permissions: PermissionSet;
  readonly except: PermissionSet;
  readonly principals: readonly Value[];
  readonly exceptPrincipals: readonly Value[];
  /** The project, folder or organisation that it is for. */
  readonly parent: string | undefined;
  readonly isConditional: boolean;
}

/** Whether an account is denied a permission: for certain, not at all, or perhaps (`undefined`). `on` names where it was granted. */
export function isDenied(index: ResourceIndex, account: string, permission: string, on: string): boolean | undefined {
  const answers = denies(index).map((deny) => deniedBy(index, deny, account, permission, on));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function deniedBy(index: ResourceIndex, deny: Deny, account: string, permission: string, on: string): boolean | undefined {
  if (!deny.permissions.has(permission) || deny.except.has(permission) || isElsewhere(index, deny, on)) return false;
  const meant = anyOf(deny.principals.map((member) => membership(index, account, member)));
  const excepted = anyOf(deny.exceptPrincipals.map((member) => membership(index, account, member)));
  if (meant === false || excepted === true) return false;
  const isCertain = meant === true && excepted === false && !deny.isConditional && isFor(index, deny, on);
  return isCertain ? true : undefined;
}

function anyOf(answers: readonly ReturnType<typeof membership>[]): boolean | undefined {
  if (answers.includes(true)) return true;
  return answers.some((answer) => answer !== false) ? undefined : false;
}

/** "Deny policies": one that is attached to a project, a folder or an organisation is for everything in it. */
const isFor = (index: ResourceIndex, { parent }: Deny, on: string): boolean =>
  parent !== undefined && withAncestors(index, on).includes(parent);

/** Whether it is attached to another project than the one that a role is on, so that nothing there is denied. */
const isElsewhere = (index: ResourceIndex, { parent }: Deny, on: string): boolean => {
  const [theirs, own] = [parent, withAncestors(index, on)[0]].map((key) => key !== undefined && isKnownProject(index, key));
  return theirs === true && own === true && parent !== withAncestors(index, on)[0];
};

const isKnownProject = (index: ResourceIndex, key: string): boolean =>
  index.get(key)?.type === 'google_project' || /^[a-z][-a-z0-9]{4,28}[a-z0-9]$/.test(key);

const denies = oncePerIndex((index): readonly Deny[] =>
  index.ofType('google_iam_deny_policy').flatMap((policy) => rulesOf(index, policy)),
);

function rulesOf(index: ResourceIndex, policy: Resource): Deny[] {
  const parent = containerKey(index, policy.properties.parent);
  return blocksAt(index, policy.properties, 'rules.deny_rule').map((rule) => ({
    permissions: permissionsAt(index, rule, 'denied_permissions'),
    except: permissionsAt(index, rule, 'exception_permissions'),
    principals: index.elements(rule.denied_principals),
    exceptPrincipals: index.elements(rule.exception_principals),
    parent,
    isConditional: policy.doubt !== undefined || blocksAt(index, rule, 'denial_condition').length > 0,
  }));
}

/** `secretmanager.googleapis.com/versions.access` is `secretmanager.versions.access` in a role. */
const permissionsAt = (index: ResourceIndex, rule: Fields, name: string): PermissionSet =>
  permissionSet(
    index
      .elements(rule[name])
      .map((value) =>
        (index.keyOf(value) ?? '').replace(/\.googleapis\.com\//, '.').replace(/^cloudresourcemanager\./, 'resourcemanager.'),
      )
      .join(' '),
  );
