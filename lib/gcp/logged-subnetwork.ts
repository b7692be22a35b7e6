import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';
import type { INetwork, ISubnetwork } from './network-ref';
import { placementOf } from './placement';
import { resourceName } from './resource-name';

export interface LoggedSubnetworkProps {
  readonly network: INetwork;
  /** A literal CIDR block. */
  readonly cidr: string;
  /** Whether what has no public address comes to Google's APIs all the same (Private Google Access). */
  readonly googleApis: boolean;
  /** What must stand before anything is started in it. @default - nothing */
  readonly after?: readonly ITerraformDependable[];
}

/** Addresses of a network, IPv4 only, with every flow recorded; a minute behind. */
export class LoggedSubnetwork extends AirlockConstruct implements ISubnetwork {
  readonly id: string;
  readonly name: string;
  readonly ipCidrRange: string;

  constructor(scope: Construct, id: string, { network, cidr, googleApis, after = [] }: LoggedSubnetworkProps) {
    super(scope, id);
    const subnetwork = new ComputeSubnetwork(this, 'Subnetwork', {
      ...placementOf(this),
      name: resourceName(this),
      network: network.id,
      ipCidrRange: cidr,
      privateIpGoogleAccess: googleApis,
      stackType: 'IPV4_ONLY',
      dependsOn: [...after],
      logConfig: { aggregationInterval: 'INTERVAL_1_MIN', flowSampling: 1, metadata: 'INCLUDE_ALL_METADATA' },
    });
    this.id = subnetwork.id;
    this.name = subnetwork.name;
    this.ipCidrRange = cidr;
  }
}
