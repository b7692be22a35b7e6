import type { Value } from '../../world/value';
import { allows, type Permission, type PolicySet } from './allows';
import { ask } from './ask';
import type { Facts } from './fact';
import type { Requester } from './principal';
import type { Resources } from './resource-arn';
import type { Statement } from './statement';

/** A role that may be assumed: its ARN and trust policy. */
export interface Assumable {
  readonly arn: Value;
  readonly trust: readonly Statement[];
}

/** The action with which each kind of requester takes a role. */
const assuming: Readonly<Record<Requester['kind'], readonly string[]>> = {
  role: ['sts:AssumeRole'],
  user: ['sts:AssumeRole'],
  service: ['sts:AssumeRole'],
  federated: ['sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML'],
  canonical: [],
  anyone: ['sts:AssumeRole'],
};

/**
 * Whether a requester may assume a role: the trust policy must admit it. IAM User Guide, "Methods to assume a role": within an account,
 * trust in the requester itself is enough, trust in the account needs its own permission too.
 */
export function mayAssume(set: PolicySet, role: Assumable, facts: Facts, resources: Resources): Permission {
  const asked = ask(assuming[set.requester.kind], [role.arn], facts, resources);
  return allows({ ...set, resource: { statements: role.trust, required: true } }, asked);
}
