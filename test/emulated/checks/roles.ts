import { allOf, type Item, onlyOf, type World } from '../world';
import { type Airlock, logGroupOf } from './airlock';
import { mustEqual, mustHold } from './must-equal';

/** A statement of a role's policy. */
interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: Item;
}

/** Every role but the CDK's own does what it is for: those of tasks, of flow logs and of the rotation. There are no others. */
export function checkRoles(world: World, airlock: Airlock): string[] {
  const expected = grantsByRole(world, airlock);
  const roles = allOf(world, 'AWS::IAM::Role').filter(({ RoleName }) => !RoleName.startsWith('cdk-hnb659fds-'));
  return [
    ...mustHold(
      'roles',
      roles.map(({ Arn }) => Arn),
      Object.keys(expected),
    ),
    ...roles.flatMap((role) => roleProblems(role, expected[role.Arn] ?? [])),
    ...roles.flatMap(({ Arn, AssumeRolePolicyDocument }) =>
      AssumeRolePolicyDocument.Statement.flatMap((statement: Item) => trustProblems(world, Arn, statement)),
    ),
  ];
}

function grantsByRole(
  world: World,
  { agentTask, proxyTask, proxyService, sealedVpc }: Airlock,
): Readonly<Record<string, readonly Grant[]>> {
  const machine = onlyOf(world, 'AWS::StepFunctions::StateMachine');
  const flows = allOf(world, 'AWS::EC2::FlowLog').map((log) => [log.DeliverLogsPermissionArn, [flowGrant(world, log)]]);
  const onlyHere = { StringEquals: { 'aws:SourceVpc': sealedVpc } };
  return {
    ...Object.fromEntries(flows),
    [agentTask.executionRoleArn]: startGrants(world, agentTask, 'Agent', onlyHere),
    [proxyTask.executionRoleArn]: [...startGrants(world, proxyTask, 'Proxy'), secretsGrant(proxyTask)],
    [proxyTask.taskRoleArn]: [],
    [machine.roleArn]: [{ actions: ['ecs:UpdateService'], resources: [proxyService.serviceArn] }],
    [ruleRole(world)]: [{ actions: ['states:StartExecution'], resources: [machine.stateMachineArn] }],
  };
}

const ruleRole = (world: World): string => onlyOf(world, 'AWS::Events::Rule').Targets[0].RoleArn;

const pullActions = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];

function startGrants(world: World, task: Item, who: 'Agent' | 'Proxy', condition?: Item): readonly Grant[] {
  const { account, region, parameters } = world;
  const repository = `arn:aws:ecr:${region}:${account}:repository/${parameters[`${who}Repository`]}`;
  return [
    { actions: ['ecr:GetAuthorizationToken'], resources: ['*'] },
    { actions: pullActions, resources: [repository], condition },
    { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logArn(world, logGroupOf(task))] },
  ];
}

const logArn = ({ account, region }: World, group: string): string => `arn:aws:logs:${region}:${account}:log-group:${group}:*`;

const secretsGrant = (task: Item): Grant => ({
  actions: ['secretsmanager:GetSecretValue'],
  resources: task.containerDefinitions[0].secrets.map(({ valueFrom }: Item) => valueFrom),
});

const flowGrant = (world: World, { LogGroupName }: Item): Grant => ({
  actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
  resources: [logArn(world, LogGroupName)],
});

function roleProblems({ Arn, Policies, ManagedPolicyArns }: Item, grants: readonly Grant[]): string[] {
  const statements = Object.values(Policies as Record<string, Item>).flatMap(({ Statement }) => Statement.map(grantOf));
  return [
    ...mustEqual(`what ${Arn} may do`, statements, grants.map(plain)),
    ...mustEqual(`managed policies of ${Arn}`, ManagedPolicyArns, []),
  ];
}

// whatever else a statement has stays in, and makes it differ
const grantOf = ({ Effect, Action, Resource, Condition, ...others }: Item): Item =>
  plain({
    ...(Effect === 'Allow' ? {} : { Effect }),
    actions: [Action].flat(),
    resources: [Resource].flat(),
    condition: Condition,
    ...others,
  });

const plain = (value: unknown): Item => JSON.parse(JSON.stringify(value));

/** Who may assume a role: one service, for this account's resources. */
function trustProblems({ account }: World, role: string, { Effect, Action, Principal, Condition }: Item): string[] {
  const service = Principal.Service;
  // a rule may only be given a role of its own account, so EventBridge needs no condition
  const bound = service === 'events.amazonaws.com' ? undefined : account;
  const got = {
    Effect,
    Action,
    service,
    others: Object.keys(Principal).length - 1,
    account: Condition?.StringEquals?.['aws:SourceAccount'],
  };
  const expected = { Effect: 'Allow', Action: 'sts:AssumeRole', service, others: 0, account: bound };
  const known = /^(ecs-tasks|events|states|vpc-flow-logs)\.amazonaws\.com$/.test(service);
  return [
    ...mustEqual(`who may assume ${role}`, got, expected),
    ...(known ? [] : [`who may assume ${role} must be a service of AWS, got ${JSON.stringify(Principal)}`]),
  ];
}
