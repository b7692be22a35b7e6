import { mayAssume } from '../policy-language/may-assume';
import { arnOf } from '../policy-language/resource-arn';
import { type Grant, grantOf } from './grant';
import { arnValue, mayAnywhere, mayElsewhere, type RoleRequester } from './requester';
import { resourcePolicy } from './resource-policies';
import { servicePolicies } from './service-policies';

const action = 'sts:AssumeRole';

/** The roles that a role may take on: those of the inputs whose trust admits it, and perhaps others. */
export function assumedRoles(by: RoleRequester): Grant[] {
  const others = by.index.ofType('AWS::IAM::Role').filter(({ id }) => id !== by.role.id);
  const inside = others.flatMap((role) => {
    const trust = resourcePolicy(by.index, role) ?? [];
    const permission = mayAssume(
      servicePolicies(by.policies, [action]),
      { arn: arnValue(role), trust },
      by.facts,
      by.index.world.resources,
    );
    return grantOf(permission, { kind: 'become-identity', action, object: `on ${role.id}` });
  });
  return [...inside, ...outside(by)];
}

/** Whether a role outside the inputs lets itself be taken on is for its own trust policy to say. */
function outside(by: RoleRequester): Grant[] {
  if (mayAnywhere(by, [action]).answer === 'no') return [];
  const known = by.index.ofType('AWS::IAM::Role').map((role) => arnOf(role) ?? []);
  const reason = "the trust policies of roles outside the inputs aren't known";
  return grantOf(mayElsewhere(by, [action], known), {
    kind: 'become-identity',
    action,
    object: 'on roles outside the inputs',
    limit: 'maybe',
    reason,
  });
}
