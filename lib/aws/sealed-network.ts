import { Stack, Token } from 'aws-cdk-lib';
import { IpAddresses, type ISubnet, type IVpc, type SubnetSelection, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerInsights, type ICluster } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import type { EgressPolicy } from '../policy/egress-policy';
import { AirlockConstruct } from './airlock-construct';
import type { AuditTrail } from './audit-trail';
import { FlowLog } from './flow-log';
import { HostEndpoints, type HostUser, hostNames } from './host-endpoints';
import { networkBreaks } from './network-breaks';
import { sealRules } from './network-rules';
import { QueryLog } from './query-log';
import { ResolverFirewall } from './resolver-firewall';
import { type EndpointUser, ServiceEndpoints } from './service-endpoints';

/** A network that exists already: without a route to the internet, and nothing else in it. */
export interface ExistingNetwork {
  readonly vpc: IVpc;
  /** Where endpoints go. */
  readonly endpoints: SubnetSelection;
  /** Where each agent of the policy runs, by its name; several agents need subnets whose CIDR blocks are known. */
  readonly agents: Readonly<Record<string, SubnetSelection>>;
  /** Blocks all names but the agents' own, for everything in the network. @default false */
  readonly resolverFirewall?: boolean;
}

export interface SealedNetworkProps {
  readonly policy: EgressPolicy;
  readonly audit: AuditTrail;
  /**
   * The new network's addresses: 256 for the endpoints and for each agent of the policy, in every zone. Add agents at the policy's end: the
   * others would move, which CloudFormation refuses. Other addresses in the same change make the network anew.
   * @default '10.64.0.0/16'
   */
  readonly cidr?: string;
  /** Takes the place of a new network. @default - a new one */
  readonly existing?: ExistingNetwork;
  /** Where the agents run. @default - a new one */
  readonly cluster?: ICluster;
  /** Id of the prefix list `com.amazonaws.REGION.s3`. @default - the one of the region, if it is known */
  readonly s3PrefixList?: string;
}

/** The room of the agents: no gateway, no route, no name but those that start a task and lead to the door. */
export class SealedNetwork extends AirlockConstruct {
  readonly vpc: IVpc;
  readonly cluster: ICluster;
  readonly policy: EgressPolicy;
  /** Where endpoints go. */
  readonly endpointSubnets: SubnetSelection;
  private readonly agentSubnets: ReadonlyMap<string, SubnetSelection>;
  private readonly endpoints: ServiceEndpoints;
  private readonly firewall?: ResolverFirewall;
  private hostEndpoints?: HostEndpoints;
  private door?: Construct;

  constructor(scope: Construct, id: string, props: SealedNetworkProps) {
    super(scope, id);
    const { vpc, endpoints, agents, resolverFirewall } = props.existing ?? newNetwork(this, props);
    this.vpc = vpc;
    this.policy = props.policy;
    this.endpointSubnets = endpoints;
    this.agentSubnets = subnetsByAgent(props.policy, agents);
    this.cluster = props.cluster ?? new Cluster(this, 'Cluster', { vpc, containerInsightsV2: ContainerInsights.ENABLED });
    const users = [...this.agentSubnets.values()];
    users.flatMap((selection) => vpc.selectSubnets(selection).subnets).forEach(refuseWithoutTable);
    this.endpoints = new ServiceEndpoints(this, 'Endpoints', {
      vpc,
      subnets: endpoints,
      users,
      s3PrefixList: props.s3PrefixList,
    });
    if (resolverFirewall) this.firewall = new ResolverFirewall(this, 'Resolver', { vpc });
    serviceNames(this).forEach((name) => {
      this.allowName(name);
    });
    new QueryLog(this, 'Queries', { vpc, logGroup: props.audit.names });
    new FlowLog(this, 'Flows', { vpc, logGroup: props.audit.flows });
    this.node.addValidation({
      validate: () => networkBreaks(this, { vpc, subnets: this.allSubnets(), door: this.door }, sealRules),
    });
  }

  /** Lets a task be started in the network. */
  admit(user: EndpointUser): void {
    this.endpoints.admit(user);
    this.allowName(user.image.registry);
  }

  /** Lets container instances join their cluster; what that takes is made for the first ones. */
  admitHosts(user: HostUser): void {
    this.hostEndpoints ??= this.newHostEndpoints();
    this.hostEndpoints.admit(user);
  }

  /**
   * Makes an endpoint, which has no policy, the network's one way out, and has the resolver answer the names that lead to it; throws an Error
   * if it has one already.
   */
  openDoor(door: Construct, names: readonly string[]): void {
    if (this.door)
      throw new Error(`sealed network must have one door, '${this.door.node.path}', got '${door.node.path}' besides`);
    this.door = door;
    names.forEach((name) => {
      this.allowName(name);
    });
  }

  /** The subnets of an agent of the policy; throws an Error if there is none of that name. */
  subnetsOf(agent: string): readonly ISubnet[] {
    const selection = this.agentSubnets.get(this.policy.agent(agent).name);
    return this.vpc.selectSubnets(selection).subnets;
  }

  /** The CIDR blocks that tell an agent from the others; undefined if there are no others. */
  sourcesOf(agent: string): readonly string[] | undefined {
    if (this.policy.agents.length === 1) return undefined;
    return this.subnetsOf(agent).map((subnet) => literalBlock(subnet, agent));
  }

  private allSubnets(): ISubnet[] {
    return [this.endpointSubnets, ...this.agentSubnets.values()].flatMap(
      (selection) => this.vpc.selectSubnets(selection).subnets,
    );
  }

  private newHostEndpoints(): HostEndpoints {
    hostNames(this).forEach((name) => {
      this.allowName(name);
    });
    return new HostEndpoints(this, 'HostEndpoints', { vpc: this.vpc, subnets: this.endpointSubnets });
  }

  private allowName(name: string): void {
    this.firewall?.allow(name);
  }
}

function newNetwork(scope: Construct, { policy, cidr = '10.64.0.0/16' }: SealedNetworkProps): ExistingNetwork {
  const isolated = (name: string) => ({ name, subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 });
  const vpc = new Vpc(scope, 'Vpc', {
    ipAddresses: IpAddresses.cidr(cidr),
    maxAzs: 2,
    natGateways: 0,
    // it would take a Lambda; nothing uses the default group, which the network's validation holds
    restrictDefaultSecurityGroup: false,
    subnetConfiguration: [isolated('endpoints'), ...policy.agents.map(({ name }) => isolated(`agent-${name}`))],
  });
  return {
    vpc,
    endpoints: { subnetGroupName: 'endpoints' },
    agents: Object.fromEntries(policy.agents.map(({ name }) => [name, { subnetGroupName: `agent-${name}` }])),
    resolverFirewall: true,
  };
}

function subnetsByAgent(policy: EgressPolicy, given: ExistingNetwork['agents']): ReadonlyMap<string, SubnetSelection> {
  return new Map(
    policy.agents.map(({ name }) => {
      const selection = given[name];
      if (!selection) throw new Error(`existing.agents must have subnets of agent '${name}', got those of ${Object.keys(given)}`);
      return [name, selection];
    }),
  );
}

/** An imported subnet may not say it, whatever its type says. */
function refuseWithoutTable({ node, routeTable }: ISubnet): void {
  if (routeTable.routeTableId as string | undefined) return;
  throw new Error(
    `subnet '${node.path}' must have a routeTableId, as image layers come by a route of it: import it by Subnet.fromSubnetAttributes, got none`,
  );
}

function serviceNames(scope: Construct): string[] {
  const { region, urlSuffix } = Stack.of(scope);
  return [
    `api.ecr.${region}.${urlSuffix}`,
    `logs.${region}.${urlSuffix}`,
    `prod-${region}-starport-layer-bucket.s3.${region}.${urlSuffix}`,
  ];
}

function literalBlock({ ipv4CidrBlock, node }: ISubnet, agent: string): string {
  if (!Token.isUnresolved(ipv4CidrBlock)) return ipv4CidrBlock;
  throw new Error(`subnet '${node.path}' of agent '${agent}' must have a literal ipv4CidrBlock, as agents are told apart by it`);
}
