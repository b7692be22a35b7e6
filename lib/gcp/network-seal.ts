import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';
import { ClosedFirewall, type ClosedFirewallProps } from './closed-firewall';
import { QueryLog } from './query-log';
import { ResolverNames } from './resolver-names';

/** Denies all traffic in a network, and answers no name in it. */
export class NetworkSeal extends AirlockConstruct {
  readonly names: ResolverNames;
  /** What must stand before anything is started in the network. */
  readonly parts: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { network, priority }: ClosedFirewallProps) {
    super(scope, id);
    const { rules } = new ClosedFirewall(this, 'Firewall', { network, priority });
    new QueryLog(this, 'Queries', { network });
    this.names = new ResolverNames(this, 'Names', network);
    this.parts = [...rules, ...this.names.close()];
  }
}
