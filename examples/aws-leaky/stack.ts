import { join } from 'node:path';
import { Stack, type StackProps } from 'aws-cdk-lib';
import {
  CfnEIP,
  CfnInternetGateway,
  CfnNatGateway,
  CfnRoute,
  CfnVPCGatewayAttachment,
  type GatewayVpcEndpoint,
  Peer,
  Port,
  PublicSubnet,
  type SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { AgentAirlock, FargateAgent, PinnedImage } from '../../lib/aws';
import { EgressPolicy } from '../../lib/policy';

/**
 * The airlock of `aws-fargate-claude` with three mistakes, each of which looks harmless in a review. Never deploy it: it is there to be
 * refuted. The constructs refuse it too, so `app.ts` skips their validation.
 */
export class LeakyStack extends Stack {
  private readonly airlock: AgentAirlock;
  private readonly agent: FargateAgent;

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const policy = EgressPolicy.fromFile(join(__dirname, '..', 'aws-fargate-claude', 'airlock.yaml'));
    this.airlock = new AgentAirlock(this, 'Airlock', { policy, proxyImage: PinnedImage.fromParameters(this, 'Proxy') });
    const image = PinnedImage.fromParameters(this, 'Agent');
    this.agent = new FargateAgent(this, 'Claude', { airlock: this.airlock, image, command: ['claude', '-p', 'Say hello'] });
    this.letNpmInstallWork();
    this.letItUploadResults();
    this.letItReadItsSettings();
  }

  /** Mistake 1: a NAT gateway and one more egress rule, "only for port 443". */
  private letNpmInstallWork(): void {
    const { vpcId } = this.airlock.sealed.vpc;
    const gateway = new CfnInternetGateway(this, 'Gateway');
    new CfnVPCGatewayAttachment(this, 'GatewayAttachment', { vpcId, internetGatewayId: gateway.ref });
    const availabilityZone = this.availabilityZones[0] as string;
    const outer = new PublicSubnet(this, 'Outer', { vpcId, availabilityZone, cidrBlock: '10.64.255.0/24' });
    const destinationCidrBlock = '0.0.0.0/0';
    new CfnRoute(this, 'ToGateway', {
      routeTableId: outer.routeTable.routeTableId,
      destinationCidrBlock,
      gatewayId: gateway.ref,
    });
    const { attrAllocationId: allocationId } = new CfnEIP(this, 'Address');
    const nat = new CfnNatGateway(this, 'Nat', { subnetId: outer.subnetId, allocationId });
    this.airlock.sealed.subnetsOf('default').forEach(({ routeTable: { routeTableId } }, index) => {
      new CfnRoute(this, `ToNat${index}`, { routeTableId, destinationCidrBlock, natGatewayId: nat.ref });
    });
    const group = this.agent.node.findChild('Group') as SecurityGroup;
    group.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'npm install');
  }

  /** Mistake 2: an endpoint policy that names no account, so that any bucket of anybody will do. */
  private letItUploadResults(): void {
    const endpoints = this.airlock.sealed.node.findChild('Endpoints');
    (endpoints.node.findChild('S3') as GatewayVpcEndpoint).addToPolicy(
      new PolicyStatement({ principals: [new AnyPrincipal()], actions: ['s3:PutObject'], resources: ['*'] }),
    );
  }

  /** Mistake 3: a task role "for settings", which reads the proxy's key as well. */
  private letItReadItsSettings(): void {
    const role = new Role(this, 'AgentRole', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    const actions = ['ssm:GetParameter', 'secretsmanager:GetSecretValue'];
    role.addToPolicy(new PolicyStatement({ actions, resources: ['*'] }));
    this.agent.taskDefinition.taskRoleArn = role.roleArn;
  }
}
