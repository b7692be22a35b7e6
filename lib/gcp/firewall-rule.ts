import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';
import type { INetwork } from './network-ref';
import { placementOf } from './placement';
import { resourceName } from './resource-name';

export interface FirewallRuleProps {
  readonly network: INetwork;
  readonly direction: 'EGRESS' | 'INGRESS';
  /** Rules with a lower number go before. */
  readonly priority: number;
  /** Blocks of the far end; IPv4 and IPv6 can't stand in one rule. @default - none: `from` says who it is */
  readonly ranges?: readonly string[];
  /** Email addresses of the service accounts whose hosts may come in, from within the network. @default - none */
  readonly from?: readonly string[];
  /** TCP ports that are open. @default - none: everything is denied */
  readonly allow?: readonly number[];
  /** Email addresses of the service accounts whose hosts it is for. @default - whatever is in the network */
  readonly targets?: readonly string[];
}

/** A firewall rule whose every use is recorded. */
export class FirewallRule extends AirlockConstruct {
  readonly resource: ComputeFirewall;

  constructor(scope: Construct, id: string, props: FirewallRuleProps) {
    super(scope, id);
    const { network, direction, priority, ranges, from, allow, targets } = props;
    this.resource = new ComputeFirewall(this, 'Rule', {
      project: placementOf(this).project,
      name: resourceName(this),
      network: network.selfLink,
      ...{ direction, priority },
      ...(ranges && { [direction === 'EGRESS' ? 'destinationRanges' : 'sourceRanges']: [...ranges] }),
      ...(from && { sourceServiceAccounts: [...from] }),
      ...(targets && { targetServiceAccounts: [...targets] }),
      ...(allow ? { allow: [{ protocol: 'tcp', ports: allow.map(String) }] } : { deny: [{ protocol: 'all' }] }),
      logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
    });
  }
}
