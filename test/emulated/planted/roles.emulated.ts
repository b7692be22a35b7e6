import type { Item } from '../world';
import { noticed } from './notices';

const everything = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };

noticed('roles', [
  [
    'a wider execution role',
    (w, a) => {
      w.role(a.agentTask.executionRoleArn).Policies.more = { Statement: [everything] };
    },
    'may do must be',
  ],
  [
    'a managed policy',
    (w, a) => void w.role(a.agentTask.executionRoleArn).ManagedPolicyArns.push('arn:aws:iam::aws:policy/AdministratorAccess'),
    'managed policies',
  ],
  [
    'proxies with a permission',
    (w, a) => {
      w.role(a.proxyTask.taskRoleArn).Policies.more = { Statement: [everything] };
    },
    'may do must be',
  ],
  [
    'a condition that is gone',
    (w, a) => {
      for (const { Statement } of Object.values<Item>(w.role(a.agentTask.executionRoleArn).Policies))
        for (const one of Statement) delete one.Condition;
    },
    'aws:SourceVpc',
  ],
  [
    'one more role',
    (w) =>
      w.add('AWS::IAM::Role', {
        Arn: 'more',
        RoleName: 'more',
        Policies: {},
        ManagedPolicyArns: [],
        AssumeRolePolicyDocument: { Statement: [] },
      }),
    'roles must be',
  ],
  [
    'a role that another account may assume',
    (w, a) => {
      w.role(a.agentTask.executionRoleArn).AssumeRolePolicyDocument.Statement[0].Principal = { AWS: '*' };
    },
    'who may assume arn:aws:iam::123456789012:role/',
  ],
  [
    'a role for tasks of any account',
    (w, a) => {
      delete w.role(a.agentTask.executionRoleArn).AssumeRolePolicyDocument.Statement[0].Condition;
    },
    'who may assume arn:aws:iam::123456789012:role/',
  ],
]);
