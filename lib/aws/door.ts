import { Fn } from 'aws-cdk-lib';
import {
  type CfnVPCEndpoint,
  InterfaceVpcEndpoint,
  InterfaceVpcEndpointService,
  type ISecurityGroup,
  Port,
} from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';
import { ClosedSecurityGroup } from './closed-security-group';
import { transparentPorts } from './proxy-listeners';
import { markRole } from './role-metadata';
import type { SealedNetwork } from './sealed-network';
import { type IEgressProxy, SharedProxy } from './shared-proxy';
import { TransparentNames } from './transparent-names';

export interface DoorProps {
  readonly network: SealedNetwork;
  readonly proxy: IEgressProxy;
}

/** The one way out of a sealed network: an endpoint that leads to a proxy, which admits this endpoint only. */
export class Door extends AirlockConstruct {
  /** Name that agents reach the proxy by. */
  readonly host: string;
  readonly proxy: IEgressProxy;
  /** The TCP ports that agents may use. */
  readonly ports: readonly number[];
  private readonly group: ClosedSecurityGroup;

  constructor(scope: Construct, id: string, { network, proxy }: DoorProps) {
    super(scope, id);
    const { vpc, policy, endpointSubnets: subnets } = network;
    this.proxy = proxy;
    this.ports = [proxy.gatewayPort, proxy.proxyPort, ...(proxy.transparent ? transparentPorts : [])];
    this.group = new ClosedSecurityGroup(this, 'Group', vpc, 'The door to the egress proxies');
    const service = new InterfaceVpcEndpointService(proxy.serviceName, proxy.gatewayPort);
    const securityGroups = [this.group];
    const endpoint = new InterfaceVpcEndpoint(this, 'Endpoint', { vpc, service, subnets, securityGroups, open: false });
    endpoint.node.addDependency(proxy.published);
    // the proxy of another account or stack can't be marked where it is
    if (proxy instanceof SharedProxy) {
      markRole(endpoint.node.defaultChild as CfnVPCEndpoint, { role: 'proxy', ports: this.ports });
    }
    this.host = regionalName(endpoint);
    const endpointIds = [endpoint.vpcEndpointId];
    proxy.admit(
      policy.agents.map(({ name }) => ({ agent: name, sources: network.sourcesOf(name), endpointIds })),
      this.host,
    );
    const { names } = proxy.transparent ? new TransparentNames(this, 'Names', { policy, vpc, endpoint }) : { names: [] };
    network.openDoor(this, [this.host, ...names]);
  }

  /** Lets a member of `group` through, to the proxy's ports. */
  admit(group: ISecurityGroup): void {
    for (const port of this.ports) {
      group.addEgressRule(this.group, Port.tcp(port), 'The door');
      this.group.addIngressRule(group, Port.tcp(port), 'An agent');
    }
  }
}

// the first entry is the name for the whole region, HOSTED-ZONE:NAME
const regionalName = ({ vpcEndpointDnsEntries }: InterfaceVpcEndpoint): string =>
  Fn.select(1, Fn.split(':', Fn.select(0, vpcEndpointDnsEntries)));
