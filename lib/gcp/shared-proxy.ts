import { TerraformOutput, Token } from 'cdktf';
import type { Construct } from 'constructs';
import type { AgentSource } from '../envoy/bootstrap-props';
import { AirlockConstruct } from './airlock-construct';
import { literal } from './literal';
import type { INetwork } from './network-ref';

/** A door that asks to be let in. */
export interface AdmittedDoor {
  /** The network that the door stands in. */
  readonly network: INetwork;
  /** The agents that come by it, and their CIDR blocks. */
  readonly sources: readonly AgentSource[];
  /** Address that agents reach it by. */
  readonly host: string;
}

/** A proxy that doors lead to. */
export interface IEgressProxy {
  /** Self link of the service attachment, `projects/PROJECT/regions/REGION/serviceAttachments/NAME`. */
  readonly attachment: string;
  /** Port for plain HTTP to gateway destinations. */
  readonly gatewayPort: number;
  /** Port for CONNECT. */
  readonly proxyPort: number;
  /** Whether it also takes clients in that know nothing of a proxy, at ports 443 and 80. */
  readonly transparent: boolean;
  /** Lets the agents of a door in, and nobody else of its network. */
  admit(door: AdmittedDoor): void;
}

export interface SharedProxyAttributes {
  /** Self link of the service attachment, `projects/PROJECT/regions/REGION/serviceAttachments/NAME`. */
  readonly attachment: string;
  /** @default 8080 */
  readonly gatewayPort?: number;
  /** @default 3128 */
  readonly proxyPort?: number;
  /** Whether it also listens at ports 443 and 80. @default false */
  readonly transparent?: boolean;
}

/** A proxy of another project or stack; throws an Error if its attachment isn't named. Its owner lists the door's network with `EgressProxy.admit`. */
export class SharedProxy extends AirlockConstruct implements IEgressProxy {
  readonly attachment: string;
  readonly gatewayPort: number;
  readonly proxyPort: number;
  readonly transparent: boolean;
  private doors = 0;

  constructor(scope: Construct, id: string, attributes: SharedProxyAttributes) {
    super(scope, id);
    const { attachment, gatewayPort = 8080, proxyPort = 3128, transparent = false } = attributes;
    this.attachment = literal(named(attachment));
    this.gatewayPort = gatewayPort;
    this.proxyPort = proxyPort;
    this.transparent = transparent;
  }

  /** Prints what the proxy's owner must admit, for each door. */
  admit({ network, sources }: AdmittedDoor): void {
    const agents = sources.map(({ agent, sources: from = ['any'] }) => [agent, ...from].join(' '));
    this.doors += 1;
    new TerraformOutput(this, this.doors === 1 ? 'Admit' : `Admit${this.doors}`, {
      description: "What the proxy's owner admits: the door's network, then its agents and their addresses",
      value: literal([network.selfLink, ...agents].join('; ')),
    });
  }
}

function named(attachment: string): string {
  if (
    Token.isUnresolved(attachment) ||
    /(?:^|\/)projects\/[\w.:-]+\/regions\/[\w-]+\/serviceAttachments\/[\w-]+$/.test(attachment)
  ) {
    return attachment;
  }
  throw new Error(`attachment must be 'projects/PROJECT/regions/REGION/serviceAttachments/NAME', got '${attachment}'`);
}
