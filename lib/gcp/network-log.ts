import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';
import type { AuditTrail } from './audit-trail';
import { nameQueries, networkFlows } from './log-filters';
import { LogSink } from './log-sink';
import type { INetwork, ISubnetwork } from './network-ref';
import { placementOf } from './placement';

export interface NetworkLogProps {
  readonly audit: AuditTrail;
  readonly network: INetwork;
  readonly subnetworks: readonly ISubnetwork[];
}

/** Keeps what is recorded of a network's names and flows, and of what its firewall decided. */
export class NetworkLog extends AirlockConstruct {
  constructor(scope: Construct, id: string, { audit, network, subnetworks }: NetworkLogProps) {
    super(scope, id);
    const at = placementOf(this);
    const names = subnetworks.map(({ name }) => name);
    new LogSink(this, 'Names', { audit, filter: nameQueries(at, network.name), archived: true });
    new LogSink(this, 'Flows', { audit, filter: networkFlows(at, names) });
  }
}
