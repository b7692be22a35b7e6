import type { Doubt } from '../../world/doubt';
import { within } from '../../world/place';
import { isFields, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { managedPolicyStatements } from '../policy-language/managed-policy';
import { statementsOf } from '../policy-language/parse-policy';
import type { Statement } from '../policy-language/statement';
import { referredResource } from '../reading/referred-resource';
import type { ResourceIndex } from '../resource-index';

/** What a role's own policies say. */
export interface RolePolicies {
  readonly statements: readonly Statement[];
  /** @default - no boundary */
  readonly boundary?: readonly Statement[];
}

/** The policies that a world gives to a role: its own, and those that name it. */
export function rolePolicies(index: ResourceIndex, role: Resource): RolePolicies {
  const { properties, place } = role;
  const bound = properties.PermissionsBoundary;
  const at = within(place, 'Properties', 'PermissionsBoundary');
  return {
    statements: [
      ...inlinePolicies(index, role),
      ...index
        .elements(properties.ManagedPolicyArns)
        .flatMap((arn, position) => managed(index, arn, within(place, 'Properties', 'ManagedPolicyArns', position))),
      ...attachedPolicies(index, role),
    ],
    ...(bound !== undefined && bound !== null && { boundary: managed(index, bound, at) }),
  };
}

function inlinePolicies(index: ResourceIndex, { properties, place }: Resource): Statement[] {
  return index.elements(properties.Policies).flatMap((policy, position) => {
    const at = within(place, 'Properties', 'Policies', position);
    return [
      ...statementsOf(isFields(policy) ? policy.PolicyDocument : policy, within(at, 'PolicyDocument'), index.world.resources),
    ];
  });
}

/** Policies that name the roles which they are for. */
const attaching = [
  ['AWS::IAM::Policy', 'Roles'],
  ['AWS::IAM::ManagedPolicy', 'Roles'],
  ['AWS::IAM::RolePolicy', 'RoleName'],
] as const;

function attachedPolicies(index: ResourceIndex, role: Resource): Statement[] {
  const names = [...new Set([role.id, index.keyOf(role.properties.RoleName) ?? role.id])];
  const found = attaching.flatMap(([type, property]) => names.flatMap((name) => index.referring(type, property, name)));
  return [...new Set(found)].flatMap((policy) => documentOf(index, policy));
}

function documentOf(index: ResourceIndex, { properties, place, doubt }: Resource): Statement[] {
  const statements = statementsOf(
    properties.PolicyDocument,
    within(place, 'Properties', 'PolicyDocument'),
    index.world.resources,
  );
  return statements.map((statement) => doubted(statement, doubt));
}

const doubted = (statement: Statement, doubt: Doubt | undefined): Statement =>
  doubt && !statement.doubt ? { ...statement, doubt } : statement;

/** A managed policy by its ARN: one of the inputs, one of AWS's, or one that isn't known. */
function managed(index: ResourceIndex, arn: Value, place: Resource['place']): Statement[] {
  const made = referredResource(index, arn, 'AWS::IAM::ManagedPolicy') ?? namedPolicy(index, arn);
  if (made) return documentOf(index, made);
  return [...(managedPolicyStatements(index.follow(arn) ?? arn, place, index.world.resources) ?? [])];
}

/** A policy of the inputs that its written ARN names. */
function namedPolicy(index: ResourceIndex, arn: Value): Resource | undefined {
  const key = index.keyOf(arn) ?? '';
  if (/^arn:[^:]*:iam::aws:/.test(key)) return undefined;
  const [, name] = /:policy\/(?:.*\/)?([^/]+)$/.exec(key) ?? [];
  return name === undefined ? undefined : index.referring('AWS::IAM::ManagedPolicy', 'ManagedPolicyName', name)[0];
}
