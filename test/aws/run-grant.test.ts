import type { Stack } from 'aws-cdk-lib';
import { type IGrantable, Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import { expect, test } from 'vitest';
import { agentIn, resourcesOf, stackOf, templateOf } from './fixture';

function statementsFor(grantee: (stack: Stack) => IGrantable): unknown {
  const stack = stackOf();
  agentIn(stack).grantRun(grantee(stack));
  const policies = Object.entries(resourcesOf(templateOf(stack), 'AWS::IAM::Policy')).filter(([id]) => id.startsWith('Runner'));
  return policies.flatMap(([, { PolicyDocument }]) => PolicyDocument.Statement);
}

test('whoever may run an agent may run that one, in its cluster and subnets, and pass the one role that starts it', () => {
  const statements = statementsFor(
    (stack) => new Role(stack, 'Runner', { assumedBy: new ServicePrincipal('states.amazonaws.com') }),
  );
  expect(statements).toMatchInlineSnapshot(`
    [
      {
        "Action": "ecs:RunTask",
        "Condition": {
          "ArnEquals": {
            "ecs:cluster": {
              "Fn::GetAtt": [
                "AirlockSealedClusterC3088EBF",
                "Arn",
              ],
            },
          },
          "BoolIfExists": {
            "ecs:auto-assign-public-ip": "false",
          },
          "ForAllValues:StringEquals": {
            "ecs:subnet": [
              {
                "Ref": "AirlockSealedVpcagentdefaultSubnet1Subnet686C2FC3",
              },
              {
                "Ref": "AirlockSealedVpcagentdefaultSubnet2Subnet314DF8F7",
              },
            ],
          },
          "StringEquals": {
            "ecs:enable-execute-command": "false",
          },
        },
        "Effect": "Allow",
        "Resource": {
          "Ref": "AgentTask9BBE8D51",
        },
      },
      {
        "Action": "iam:PassRole",
        "Condition": {
          "StringEquals": {
            "iam:PassedToService": "ecs-tasks.amazonaws.com",
          },
        },
        "Effect": "Allow",
        "Resource": {
          "Fn::GetAtt": [
            "AgentExecutionRoleA67A0453",
            "Arn",
          ],
        },
      },
    ]
  `);
});

test('a user may be granted the same', () => {
  expect(statementsFor((stack) => new User(stack, 'Runner'))).toHaveLength(2);
});
