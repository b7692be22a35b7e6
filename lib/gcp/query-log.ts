import { DnsPolicy } from '@cdktf/provider-google/lib/dns-policy';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';
import type { INetwork } from './network-ref';
import { placementOf } from './placement';
import { resourceName } from './resource-name';

/** Records every name that a network asks its resolver for, and lets no other network ask it. A network has one DNS server policy. */
export class QueryLog extends AirlockConstruct {
  constructor(scope: Construct, id: string, { network }: { readonly network: INetwork }) {
    super(scope, id);
    new DnsPolicy(this, 'Policy', {
      project: placementOf(this).project,
      name: resourceName(this),
      enableLogging: true,
      enableInboundForwarding: false,
      networks: [{ networkUrl: network.id }],
    });
  }
}
