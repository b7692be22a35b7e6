import { Duration } from 'aws-cdk-lib';
import { type ISecurityGroup, Port } from 'aws-cdk-lib/aws-ec2';
import type { FargateService } from 'aws-cdk-lib/aws-ecs';
import { NetworkLoadBalancer, Protocol } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { ARecord, PrivateHostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';
import { ClosedSecurityGroup } from './closed-security-group';
import type { EgressNetwork } from './egress-network';
import { toolContainer } from './tool-task';

export interface ToolBalancerProps {
  readonly network: EgressNetwork;
  readonly service: FargateService;
  /** The tool's group. */
  readonly group: ISecurityGroup;
  readonly host: string;
  readonly port: number;
}

/**
 * What a tool's name leads to: an internal load balancer, whose addresses are known before it is deployed and stay while tasks are replaced. A
 * private zone for the name alone takes over no other name, as service discovery would: AWS Cloud Map calls a service
 * `service-name.namespace-name` in a zone for the namespace, which so owns the parent (AWS Cloud Map Developer Guide, "Creating an AWS Cloud
 * Map namespace to group application services").
 */
export class ToolBalancer extends AirlockConstruct {
  private readonly group: ClosedSecurityGroup;

  constructor(scope: Construct, id: string, { network, service, group, host, port }: ToolBalancerProps) {
    super(scope, id);
    const { vpc } = network;
    this.group = new ClosedSecurityGroup(this, 'Group', vpc, `Load balancer of tool ${host}`);
    this.group.addEgressRule(group, Port.tcp(port), 'The tool');
    group.addIngressRule(this.group, Port.tcp(port), 'Its load balancer');
    const balancer = new NetworkLoadBalancer(this, 'Balancer', {
      vpc,
      vpcSubnets: network.balancer,
      internetFacing: false,
      crossZoneEnabled: true,
      securityGroups: [this.group],
    });
    listen(balancer, service, port);
    const zone = new PrivateHostedZone(this, 'Zone', { zoneName: host, vpc });
    new ARecord(this, 'Name', { zone, target: RecordTarget.fromAlias(new LoadBalancerTarget(balancer)) });
  }

  /** Lets a group of proxies in. */
  admit(proxies: ISecurityGroup, port: number): void {
    this.group.addIngressRule(proxies, Port.tcp(port), 'Egress proxies');
  }
}

function listen(balancer: NetworkLoadBalancer, service: FargateService, port: number): void {
  const protocol = Protocol.TCP;
  // the longest there is, for streams that are silent
  const listener = balancer.addListener('Listener', { port, protocol, tcpIdleTimeout: Duration.seconds(6000) });
  listener.addTargets('Tool', {
    port,
    protocol,
    preserveClientIp: false,
    // what Fargate gives a task to end in, less a margin
    deregistrationDelay: Duration.seconds(110),
    healthCheck: { protocol, interval: Duration.seconds(10) },
    targets: [service.loadBalancerTarget({ containerName: toolContainer, containerPort: port })],
  });
}
