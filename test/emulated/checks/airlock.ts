import { allOf, type Item, onlyOf, type World } from '../world';

/** The parts of a deployed airlock, found by what the account says of them and not by their names. */
export interface Airlock {
  readonly sealedVpc: string;
  readonly agentSubnets: readonly string[];
  readonly agentGroup: string;
  readonly agentCluster: string;
  readonly agentTask: Item;
  /** The endpoint that leads to the proxies, and the name that agents reach it by. */
  readonly door: Item;
  readonly doorHost: string;
  readonly doorService: Item;
  readonly balancer: Item;
  readonly egressVpc: string;
  readonly proxyService: Item;
  readonly proxyTask: Item;
  readonly proxyGroup: string;
}

/** Follows the command that the stack prints, from the agent's network through the door to the proxies. Throws where that leads nowhere. */
export function airlockOf(world: World): Airlock {
  const run = runCommand(world);
  const sealedVpc = onlyOf(world, 'AWS::EC2::Subnet', { SubnetId: run.agentSubnets[0] }).VpcId;
  const door = doorIn(world, sealedVpc);
  const doorService = onlyOf(world, 'AWS::EC2::VPCEndpointService', { ServiceName: door.ServiceName });
  const balancer = onlyOf(world, balancerType, { LoadBalancerArn: doorService.NetworkLoadBalancerArns[0] });
  const proxyService = serviceBehind(world, balancer.LoadBalancerArn);
  return {
    ...{ ...run, sealedVpc, door, doorHost: door.DnsEntries[0].DnsName, doorService, balancer, egressVpc: balancer.VpcId },
    ...{ proxyService, proxyTask: taskOf(world, proxyService.taskDefinition) },
    proxyGroup: proxyService.networkConfiguration.awsvpcConfiguration.securityGroups[0],
  };
}

const balancerType = 'AWS::ElasticLoadBalancingV2::LoadBalancer';

/** What the stack's output tells its user to run. */
function runCommand(world: World) {
  const stack = onlyOf(world, 'AWS::CloudFormation::Stack', { StackName: world.stack });
  const command: string = (stack.Outputs ?? []).find(({ OutputKey }: Item) => OutputKey === 'Run')?.OutputValue ?? '';
  const match = commandForm.exec(command)?.groups;
  if (!match) throw new Error(`output Run must be the command that runs the agent, got '${command}'`);
  const { cluster = '', task = '', subnets = '', group = '' } = match;
  return { agentCluster: cluster, agentTask: taskOf(world, task), agentSubnets: subnets.split(','), agentGroup: group };
}

const commandForm = new RegExp(
  [
    '^aws ecs run-task --cluster (?<cluster>arn:\\S+) --task-definition (?<task>arn:\\S+)',
    '--launch-type FARGATE --platform-version 1\\.4\\.0 --no-enable-execute-command',
    "--network-configuration 'awsvpcConfiguration=\\{subnets=\\[(?<subnets>[^\\]]+)\\],securityGroups=\\[(?<group>sg-\\w+)\\],assignPublicIp=DISABLED\\}'$",
  ].join(' '),
);

const taskOf = (world: World, arn: string): Item => onlyOf(world, 'AWS::ECS::TaskDefinition', { taskDefinitionArn: arn });

function doorIn(world: World, vpc: string): Item {
  const [door, ...others] = endpointsIn(world, vpc).filter(({ ServiceName }) => ServiceName.includes('.vpce-svc-'));
  if (door && others.length === 0) return door;
  throw new Error(`there must be one door in ${vpc}, got ${door ? others.length + 1 : 0}`);
}

/** The one ECS service whose tasks are behind every listener of a load balancer. */
function serviceBehind(world: World, balancerArn: string): Item {
  const needed = listenersOf(world, balancerArn).flatMap(({ DefaultActions }) => DefaultActions.map(targetOf));
  const serving = ({ loadBalancers }: Item) =>
    needed.every((arn) => loadBalancers.some((one: Item) => one.targetGroupArn === arn));
  const [service, ...others] = allOf(world, 'AWS::ECS::Service').filter(serving);
  if (service && others.length === 0) return service;
  throw new Error(`there must be one service behind all listeners, got ${service ? others.length + 1 : 0}`);
}

const targetOf = ({ TargetGroupArn }: Item): string => TargetGroupArn;

/** The listeners of a load balancer. */
export const listenersOf = (world: World, balancerArn: string): readonly Item[] =>
  allOf(world, 'AWS::ElasticLoadBalancingV2::Listener').filter(({ LoadBalancerArn }) => LoadBalancerArn === balancerArn);

/** The endpoints of a network. */
export const endpointsIn = (world: World, vpc: string): readonly Item[] =>
  allOf(world, 'AWS::EC2::VPCEndpoint').filter(({ VpcId }) => VpcId === vpc);

/** Id of the region's prefix list of S3. */
export const layerList = (world: World): string =>
  onlyOf(world, 'AWS::EC2::PrefixList', { PrefixListName: `com.amazonaws.${world.region}.s3` }).PrefixListId;

/** The log group that a task's first container writes to. */
export const logGroupOf = (task: Item): string => task.containerDefinitions[0].logConfiguration.options['awslogs-group'];
