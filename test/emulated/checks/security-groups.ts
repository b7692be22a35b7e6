import { allOf, type Item, type World } from '../world';
import { type Airlock, endpointsIn, layerList, listenersOf } from './airlock';
import { mustEqual, mustHold } from './must-equal';

/** Agents reach the endpoints and the door, the door's balancer the proxies, the proxies what their policy needs; nothing else. */
export function checkSecurityGroups(world: World, airlock: Airlock): string[] {
  const { agentGroup, door, proxyGroup, balancer } = airlock;
  const [doorGroup, balancerGroup] = [door.Groups[0]?.GroupId, balancer.SecurityGroups[0]];
  const services = serviceGroup(world, airlock);
  const ports = listenersOf(world, balancer.LoadBalancerArn).map(({ Port }) => Port);
  const expected: Record<string, string[]> = {
    [agentGroup]: [
      nowhere,
      `to tcp 443 ${services}`,
      `to tcp 443 ${layerList(world)}`,
      ...ports.map((port) => `to tcp ${port} ${doorGroup}`),
    ],
    [services]: [nowhere, `from tcp 443 ${agentGroup}`],
    [doorGroup]: [nowhere, ...ports.map((port) => `from tcp ${port} ${agentGroup}`)],
    [balancerGroup]: [nowhere, ...[...ports, healthPort].map((port) => `to tcp ${port} ${proxyGroup}`)],
    [proxyGroup]: [nowhere, 'to tcp 443 0.0.0.0/0', ...[...ports, healthPort].map((port) => `from tcp ${port} ${balancerGroup}`)],
  };
  return [
    ...mustHold("the door's ports", ports.map(String), ['8080', '3128']),
    ...Object.entries(expected).flatMap(([group, rules]) => mustHold(`rules of ${group}`, rulesOf(world, group), rules)),
    ...mustHold('groups of both networks', groupsIn(world, airlock), Object.keys(expected)),
    ...defaultGroups(world, airlock).flatMap((group) => unused(world, group)),
  ];
}

const nowhere = 'to -1 127.0.0.1/32';
const healthPort = 9902;

/** The one group of all endpoints but the door. */
function serviceGroup(world: World, { sealedVpc, door }: Airlock): string {
  const others = endpointsIn(world, sealedVpc).filter(({ VpcEndpointId }) => VpcEndpointId !== door.VpcEndpointId);
  return [...new Set(others.flatMap(({ Groups }) => Groups.map(({ GroupId }: Item) => GroupId)))].join(' ');
}

const rulesOf = (world: World, group: string): string[] =>
  allOf(world, 'AWS::EC2::SecurityGroupRule')
    .filter(({ GroupId }) => GroupId === group)
    .map(ruleText);

function ruleText({
  IsEgress,
  IpProtocol,
  FromPort,
  ToPort,
  CidrIpv4,
  CidrIpv6,
  PrefixListId,
  ReferencedGroupInfo,
}: Item): string {
  const ports = IpProtocol === '-1' ? [] : [FromPort === ToPort ? FromPort : `${FromPort}-${ToPort}`];
  const peer = CidrIpv4 ?? CidrIpv6 ?? PrefixListId ?? ReferencedGroupInfo?.GroupId;
  return [IsEgress ? 'to' : 'from', IpProtocol, ...ports, peer].join(' ');
}

const groupsOf = (world: World, { sealedVpc, egressVpc }: Airlock): readonly Item[] =>
  allOf(world, 'AWS::EC2::SecurityGroup').filter(({ VpcId }) => [sealedVpc, egressVpc].includes(VpcId));

const groupsIn = (world: World, airlock: Airlock): string[] =>
  groupsOf(world, airlock)
    .filter(({ GroupName }) => GroupName !== 'default')
    .map(({ GroupId }) => GroupId);

const defaultGroups = (world: World, airlock: Airlock): string[] =>
  groupsOf(world, airlock)
    .filter(({ GroupName }) => GroupName === 'default')
    .map(({ GroupId }) => GroupId);

/** Nothing is a member of a group. */
function unused(world: World, group: string): string[] {
  const interfaces = allOf(world, 'AWS::EC2::NetworkInterface').filter(({ Groups }) =>
    Groups.some((one: Item) => one.GroupId === group),
  );
  const services = allOf(world, 'AWS::ECS::Service').filter((one) =>
    one.networkConfiguration?.awsvpcConfiguration?.securityGroups?.includes(group),
  );
  return mustEqual(`members of the default group ${group}`, [...interfaces, ...services].length, 0);
}
