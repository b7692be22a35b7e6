import { Duration } from 'aws-cdk-lib';
import { type ISecurityGroup, Port } from 'aws-cdk-lib/aws-ec2';
import type { FargateService } from 'aws-cdk-lib/aws-ecs';
import { NetworkLoadBalancer, Protocol } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';
import { ClosedSecurityGroup } from './closed-security-group';
import type { EgressNetwork } from './egress-network';
import type { ProxyListener } from './proxy-listeners';
import { containerName, healthPort } from './proxy-task';

export interface ProxyBalancerProps {
  readonly network: EgressNetwork;
  readonly service: FargateService;
  /** The proxies' group. */
  readonly group: ISecurityGroup;
  readonly listeners: readonly ProxyListener[];
}

/**
 * The internal load balancer behind the door. Its group admits nobody: only PrivateLink, which it exempts, reaches it. It tells the
 * proxies who connects by PROXY protocol, so its ports are theirs. Nobody can delete it while the door's service stands on it; deletion
 * protection would also stop CloudFormation from taking back a first deployment that failed.
 */
export class ProxyBalancer extends AirlockConstruct {
  readonly balancer: NetworkLoadBalancer;

  constructor(scope: Construct, id: string, { network, service, group, listeners }: ProxyBalancerProps) {
    super(scope, id);
    const own = new ClosedSecurityGroup(this, 'Group', network.vpc, 'Load balancer of the egress proxies');
    this.balancer = new NetworkLoadBalancer(this, 'Balancer', {
      vpc: network.vpc,
      vpcSubnets: network.balancer,
      internetFacing: false,
      crossZoneEnabled: true,
      securityGroups: [own],
      enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: false,
    });
    for (const port of [...listeners.map(({ leadsTo }) => leadsTo), healthPort]) {
      own.addEgressRule(group, Port.tcp(port), 'Egress proxies');
      group.addIngressRule(own, Port.tcp(port), 'Their load balancer');
    }
    for (const listener of listeners) this.listen(listener, service);
  }

  private listen({ id, port, leadsTo }: ProxyListener, service: FargateService): void {
    const listener = this.balancer.addListener(id, {
      port,
      protocol: Protocol.TCP,
      // the longest there is, for models that think in silence
      tcpIdleTimeout: Duration.seconds(6000),
    });
    listener.addTargets(id, {
      port: leadsTo,
      protocol: Protocol.TCP,
      proxyProtocolV2: true,
      preserveClientIp: false,
      // ECS deregisters a task, and waits this long for its streams to end, before it sends SIGTERM, which cuts them: Amazon ECS
      // Developer Guide, "Amazon ECS task lifecycle" and "Optimize load balancer connection draining parameters for Amazon ECS"
      deregistrationDelay: Duration.seconds(110),
      healthCheck: { protocol: Protocol.HTTP, path: '/ready', port: String(healthPort), interval: Duration.seconds(10) },
      targets: [service.loadBalancerTarget({ containerName, containerPort: leadsTo })],
    });
  }
}
