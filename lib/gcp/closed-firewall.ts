import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';
import { FirewallRule } from './firewall-rule';
import type { INetwork } from './network-ref';

export interface ClosedFirewallProps {
  readonly network: INetwork;
  /** Rules with a lower number go before. */
  readonly priority: number;
}

/**
 * Lets nothing into a network or out of it, of either family and any protocol, whoever it is: without targets, so that whatever is started
 * there later is closed as well.
 */
export class ClosedFirewall extends AirlockConstruct {
  /** What must stand before anything is started in the network. */
  readonly rules: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ClosedFirewallProps) {
    super(scope, id);
    const denial = (name: string, direction: 'EGRESS' | 'INGRESS', range: string) =>
      new FirewallRule(this, name, { ...props, direction, ranges: [range] }).resource;
    this.rules = [
      denial('Egress', 'EGRESS', '0.0.0.0/0'),
      denial('Egress6', 'EGRESS', '::/0'),
      denial('Ingress', 'INGRESS', '0.0.0.0/0'),
      denial('Ingress6', 'INGRESS', '::/0'),
    ];
  }
}
