import type { Resource } from '../../world/world';
import { allows } from '../policy-language/allows';
import { allOf } from '../policy-language/answer';
import { known } from '../policy-language/fact';
import { charGlyphs } from '../policy-language/glyph';
import { arnOf } from '../policy-language/resource-arn';
import { madeRole } from '../workloads/role-keys';
import { type Grant, grantOf } from './grant';
import { mayPass } from './passed-role';
import { asked, mayAnywhere, mayElsewhere, mayOn, pathOf, type RoleRequester } from './requester';
import { arnsOf } from './resource-arns';
import { servicePolicies } from './service-policies';

const actions = ['ecs:RunTask', 'ecs:StartTask'] as const;

/** Tasks that a role may run: whoever runs one chooses its subnets, its groups and its command, and passes the roles of its definition. */
export const runTasks = (by: RoleRequester): Grant[] => actions.flatMap((action) => runBy(by, action));

function runBy(by: RoleRequester, action: string): Grant[] {
  const anywhere = mayAnywhere(by, [action]);
  if (anywhere.answer === 'no') return [];
  const definitions = by.index.ofType('AWS::ECS::TaskDefinition');
  const inside = definitions.flatMap((definition) => runOf(by, action, definition));
  if (inside.length > 0) return inside;
  const outside = mayElsewhere(
    by,
    [action],
    definitions.flatMap((definition) => arnsOf(by.index, definition, action)),
  );
  const pass = mayPass(by, action);
  const answer = allOf([outside.answer, pass.answer]);
  if (answer === 'no')
    return grantOf(outside, {
      kind: 'run-elsewhere',
      action,
      object: 'on task definitions outside the inputs',
      limit: 'maybe',
      reason: "whether they need a role isn't in the inputs",
    });
  return [{ kind: 'run-elsewhere', action, object: 'with iam:PassRole', answer, path: [...pathOf(outside), ...pathOf(pass)] }];
}

function runOf(by: RoleRequester, action: string, definition: Resource): Grant[] {
  const run = mayOn(by, [action], definition, arnsOf(by.index, definition, action));
  const passes = passedBy(by, definition);
  const answer = allOf([run.answer, ...passes.map((pass) => pass.answer)]);
  if (answer === 'no') return [];
  const path = [run, ...passes].flatMap(pathOf);
  return [{ kind: 'run-elsewhere', action, object: `on ${definition.id}`, answer, path }];
}

/** The roles of a definition must be passed to ECS: "Grant a user permissions to pass a role to an AWS service". */
function passedBy(by: RoleRequester, { properties }: Resource) {
  const facts = [['iam:passedtoservice', known(charGlyphs('ecs-tasks.amazonaws.com'))]] as const;
  return [properties.TaskRoleArn, properties.ExecutionRoleArn].flatMap((role) => {
    if (role === undefined || role === null) return [];
    const made = madeRole(by.index, role);
    const arn = made && arnOf(made);
    return arn
      ? [allows(servicePolicies(by.policies, ['iam:PassRole']), asked(by, ['iam:PassRole'], [arn], facts))]
      : [mayAnywhere(by, ['iam:PassRole'], facts)];
  });
}
