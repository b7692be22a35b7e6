import { ComputeSubnetwork } from '@cdktf/provider-google/lib/compute-subnetwork';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';
import type { INetwork, ISubnetwork } from './network-ref';
import { placementOf } from './placement';
import { resourceName } from './resource-name';

/**
 * Addresses that connections through a door come from. No host has them, so that there is nothing to log here: what comes by them is recorded at the proxies.
 */
export class DoorNat extends AirlockConstruct implements ISubnetwork {
  readonly id: string;
  readonly name: string;

  constructor(
    scope: Construct,
    id: string,
    network: INetwork,
    readonly ipCidrRange: string,
  ) {
    super(scope, id);
    const subnetwork = new ComputeSubnetwork(this, 'Subnetwork', {
      ...placementOf(this),
      name: resourceName(this),
      network: network.id,
      ipCidrRange,
      purpose: 'PRIVATE_SERVICE_CONNECT',
      stackType: 'IPV4_ONLY',
    });
    this.id = subnetwork.id;
    this.name = subnetwork.name;
  }
}
