import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { Construct } from 'constructs';
import type { INetwork } from './network-ref';
import { placementOf } from './placement';
import { resourceName } from './resource-name';

export interface ClosedFirewallProps {
  readonly network: INetwork;
  /** Rules with a lower number go before. */
  readonly priority: number;
}

/**
 * Lets nothing into a network or out of it, of either family and any protocol, whoever it is: without targets, so that whatever is started
 * there later is closed as well. IPv4 and IPv6 can't stand in one rule (Google Cloud, "VPC firewall rules").
 */
export class ClosedFirewall extends Construct {
  constructor(scope: Construct, id: string, props: ClosedFirewallProps) {
    super(scope, id);
    new Denial(this, 'Egress', { ...props, direction: 'EGRESS', range: '0.0.0.0/0' });
    new Denial(this, 'Egress6', { ...props, direction: 'EGRESS', range: '::/0' });
    new Denial(this, 'Ingress', { ...props, direction: 'INGRESS', range: '0.0.0.0/0' });
    new Denial(this, 'Ingress6', { ...props, direction: 'INGRESS', range: '::/0' });
  }
}

interface DenialProps extends ClosedFirewallProps {
  readonly direction: 'EGRESS' | 'INGRESS';
  readonly range: string;
}

class Denial extends Construct {
  constructor(scope: Construct, id: string, { network, priority, direction, range }: DenialProps) {
    super(scope, id);
    new ComputeFirewall(this, 'Rule', {
      project: placementOf(this).project,
      name: resourceName(this),
      network: network.selfLink,
      direction,
      priority,
      ...(direction === 'EGRESS' ? { destinationRanges: [range] } : { sourceRanges: [range] }),
      deny: [{ protocol: 'all' }],
      logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
    });
  }
}
