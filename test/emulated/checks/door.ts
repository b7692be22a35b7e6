import { allOf, type World } from '../world';
import { type Airlock, listenersOf } from './airlock';
import { mustEqual, mustHold } from './must-equal';

/** One endpoint of this account leads to an internal load balancer, which tells the proxies who comes. */
export function checkDoor(world: World, airlock: Airlock): string[] {
  const { door, doorService, balancer, sealedVpc, egressVpc } = airlock;
  const users = allOf(world, 'AWS::EC2::VPCEndpoint').filter(({ ServiceName }) => ServiceName === doorService.ServiceName);
  return [
    ...mustHold(
      'endpoints to the door',
      users.map(({ VpcEndpointId }) => VpcEndpointId),
      [door.VpcEndpointId],
    ),
    ...mustEqual('private DNS of the door', door.PrivateDnsEnabled, false),
    ...mustHold('principals that may make a door', doorService.AllowedPrincipals, [`arn:aws:iam::${world.account}:root`]),
    ...mustEqual('acceptance of a door', doorService.AcceptanceRequired, false),
    ...mustHold('load balancers behind the door', doorService.NetworkLoadBalancerArns, [balancer.LoadBalancerArn]),
    ...mustEqual('load balancer', shape(balancer), {
      Type: 'network',
      Scheme: 'internal',
      IpAddressType: 'ipv4',
      inbound: 'off',
    }),
    ...(egressVpc === sealedVpc ? ['the load balancer must be in another network than the agents'] : []),
    ...listenersOf(world, balancer.LoadBalancerArn).flatMap((listener) => targetProblems(world, listener.Port, listener)),
  ];
}

const shape = (balancer: Airlock['balancer']) => ({
  Type: balancer.Type,
  Scheme: balancer.Scheme,
  IpAddressType: balancer.IpAddressType,
  // what PrivateLink brings is not held against the group's rules, and nothing else may come
  inbound: balancer.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic,
});

function targetProblems(world: World, port: number, { DefaultActions, Protocol, Attributes }: Airlock['balancer']): string[] {
  const arns = DefaultActions.map(({ TargetGroupArn }: { TargetGroupArn: string }) => TargetGroupArn);
  const groups = allOf(world, 'AWS::ElasticLoadBalancingV2::TargetGroup').filter(({ TargetGroupArn }) =>
    arns.includes(TargetGroupArn),
  );
  const idle = Attributes['tcp.idle_timeout.seconds'];
  const got = groups.map((group) => ({
    ...{ Protocol, idle, targetProtocol: group.Protocol, port: group.Port, type: group.TargetType },
    health: `${group.HealthCheckProtocol} ${group.HealthCheckPort}${group.HealthCheckPath}`,
    ...{ header: group.Attributes['proxy_protocol_v2.enabled'], keepsAddress: group.Attributes['preserve_client_ip.enabled'] },
    drain: group.Attributes['deregistration_delay.timeout_seconds'],
  }));
  const expected = {
    ...{ Protocol: 'TCP', idle: '6000', targetProtocol: 'TCP', port, type: 'ip', health: 'HTTP 9902/ready' },
    ...{ header: 'true', keepsAddress: 'false', drain: '110' },
  };
  return mustEqual(`targets of port ${port}`, got, [expected]);
}
