import { ComputeAddress } from '@cdktf/provider-google/lib/compute-address';
import { ComputeForwardingRule } from '@cdktf/provider-google/lib/compute-forwarding-rule';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';
import { placementOf } from './placement';
import { transparentPorts } from './proxy-listeners';
import { resourceName } from './resource-name';
import { markRole } from './role-metadata';
import type { SealedNetwork } from './sealed-network';
import { type IEgressProxy, SharedProxy } from './shared-proxy';
import { transparentNames } from './transparent-names';

export interface DoorProps {
  readonly network: SealedNetwork;
  readonly proxy: IEgressProxy;
}

/** The one way out of a sealed network: an endpoint of Private Service Connect that leads to a proxy, which admits this network only. */
export class Door extends AirlockConstruct {
  /** Address that agents reach the proxy by. */
  readonly host: string;
  readonly proxy: IEgressProxy;
  /** The TCP ports that agents may use. */
  readonly ports: readonly number[];

  constructor(scope: Construct, id: string, { network, proxy }: DoorProps) {
    super(scope, id);
    const { policy, doorAddress } = network;
    this.host = doorAddress;
    this.proxy = proxy;
    this.ports = [proxy.gatewayPort, proxy.proxyPort, ...(proxy.transparent ? transparentPorts : [])];
    // a second door is refused before anything is made of it
    network.openDoor(this, { ports: this.ports, names: proxy.transparent ? transparentNames(this, policy) : [] });
    const endpoint = this.endpoint(network);
    // the proxy of another project can't be marked where it is
    if (proxy instanceof SharedProxy) markRole(endpoint, { role: 'proxy', ports: this.ports });
    const sources = policy.agents.map(({ name }) => ({ agent: name, sources: network.sourcesOf(name) }));
    proxy.admit({ network: network.network, sources, host: this.host });
  }

  private endpoint({ network, doorSubnetwork, doorAddress }: SealedNetwork): ComputeForwardingRule {
    const place = placementOf(this);
    const address = new ComputeAddress(this, 'Address', {
      ...place,
      name: resourceName(this),
      addressType: 'INTERNAL',
      subnetwork: doorSubnetwork.id,
      address: doorAddress,
    });
    return new ComputeForwardingRule(this, 'Endpoint', {
      ...place,
      name: resourceName(this),
      // as endpoints have it: "google_compute_forwarding_rule"
      loadBalancingScheme: '',
      network: network.id,
      ipAddress: address.selfLink,
      target: this.proxy.attachment,
      allowPscGlobalAccess: false,
      // whoever shares a proxy has no names to give
      noAutomateDnsZone: true,
      recreateClosedPsc: true,
    });
  }
}
