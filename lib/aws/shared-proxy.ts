import { CfnOutput } from 'aws-cdk-lib';
import { type Construct, DependencyGroup, type IDependable } from 'constructs';
import type { AgentSource } from '../envoy/bootstrap-props';
import { AirlockConstruct } from './airlock-construct';

/** A proxy that doors lead to. */
export interface IEgressProxy {
  /** Name of the endpoint service, `com.amazonaws.vpce.REGION.vpce-svc-…`. */
  readonly serviceName: string;
  /** What an endpoint must wait for, as until then nobody may make one (AWS PrivateLink Guide, "Configure an endpoint service"). */
  readonly published: IDependable;
  /** Port for plain HTTP to gateway destinations. */
  readonly gatewayPort: number;
  /** Port for CONNECT. */
  readonly proxyPort: number;
  /** Whether it also takes clients in that know nothing of a proxy, at ports 443 and 80. */
  readonly transparent: boolean;
  /** Lets agents in by a door, and by nothing else; `host` is what they reach it by, for hints. */
  admit(sources: readonly AgentSource[], host?: string): void;
}

export interface SharedProxyAttributes {
  /** Name of the endpoint service, `com.amazonaws.vpce.REGION.vpce-svc-…`. */
  readonly serviceName: string;
  /** @default 8080 */
  readonly gatewayPort?: number;
  /** @default 3128 */
  readonly proxyPort?: number;
  /** Whether it also listens at ports 443 and 80. @default false */
  readonly transparent?: boolean;
}

/** A proxy of another account or stack. Its owner accepts the door's endpoint, and lists its id with `EgressProxy.admit`. */
export class SharedProxy extends AirlockConstruct implements IEgressProxy {
  readonly serviceName: string;
  readonly published = new DependencyGroup();
  readonly gatewayPort: number;
  readonly proxyPort: number;
  readonly transparent: boolean;
  private doors = 0;

  constructor(scope: Construct, id: string, attributes: SharedProxyAttributes) {
    super(scope, id);
    const { serviceName, gatewayPort = 8080, proxyPort = 3128, transparent = false } = attributes;
    this.serviceName = serviceName;
    this.gatewayPort = gatewayPort;
    this.proxyPort = proxyPort;
    this.transparent = transparent;
  }

  /** Prints what the proxy's owner must admit, for each door. */
  admit(sources: readonly AgentSource[]): void {
    this.doors += 1;
    new CfnOutput(this, this.doors === 1 ? 'Admit' : `Admit${this.doors}`, {
      description: "What the proxy's owner admits: agents, their addresses and their endpoint",
      value: sources
        .map(({ agent, sources: from = ['any'], endpointIds = [] }) => [agent, ...from, ...endpointIds].join(' '))
        .join('; '),
    });
  }
}
