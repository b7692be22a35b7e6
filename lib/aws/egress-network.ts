import { IpAddresses, type IVpc, type SubnetSelection, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerInsights, type ICluster } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { ToolAccess } from '../policy/tool-access';
import { AirlockConstruct } from './airlock-construct';
import type { AuditTrail } from './audit-trail';
import { FlowLog } from './flow-log';
import { networkBreaks } from './network-breaks';
import { groupRules } from './network-rules';
import type { ToolUser } from './tool-user';

/** A network that exists already and leads to the policy's destinations. */
export interface ExistingEgress {
  readonly vpc: IVpc;
  /** Where load balancers go. */
  readonly balancer: SubnetSelection;
  /** Where the proxies and tools go; in public subnets each task gets a public address. */
  readonly proxies: SubnetSelection;
}

export interface EgressNetworkProps {
  readonly audit: AuditTrail;
  /** The new network's addresses. @default '10.65.0.0/20' */
  readonly cidr?: string;
  /** Takes the place of a new network. @default - a new one */
  readonly existing?: ExistingEgress;
  /** Where the proxies run. @default - a new one */
  readonly cluster?: ICluster;
}

/** The room of the proxies and tools: public subnets without NAT for them, isolated ones for load balancers; two zones. */
export class EgressNetwork extends AirlockConstruct {
  readonly vpc: IVpc;
  readonly cluster: ICluster;
  readonly audit: AuditTrail;
  readonly balancer: SubnetSelection;
  readonly proxies: SubnetSelection;
  /** Which proxies reach which tools. */
  readonly toolAccess = new ToolAccess<ToolUser>();

  constructor(scope: Construct, id: string, props: EgressNetworkProps) {
    super(scope, id);
    const { vpc, balancer, proxies } = props.existing ?? newNetwork(this, props.cidr);
    this.vpc = vpc;
    this.audit = props.audit;
    this.balancer = balancer;
    this.proxies = proxies;
    this.cluster = props.cluster ?? new Cluster(this, 'Cluster', { vpc, containerInsightsV2: ContainerInsights.ENABLED });
    new FlowLog(this, 'Flows', { vpc, logGroup: props.audit.flows });
    const subnets = [balancer, proxies].flatMap((selection) => vpc.selectSubnets(selection).subnets);
    this.node.addValidation({ validate: () => networkBreaks(this, { vpc, subnets }, groupRules) });
  }
}

function newNetwork(scope: Construct, cidr = '10.65.0.0/20'): ExistingEgress {
  const vpc = new Vpc(scope, 'Vpc', {
    ipAddresses: IpAddresses.cidr(cidr),
    maxAzs: 2,
    natGateways: 0,
    // it would take a Lambda; nothing uses the default group
    restrictDefaultSecurityGroup: false,
    subnetConfiguration: [
      { name: 'balancer', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
      { name: 'proxies', subnetType: SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
    ],
  });
  return { vpc, balancer: { subnetGroupName: 'balancer' }, proxies: { subnetGroupName: 'proxies' } };
}
