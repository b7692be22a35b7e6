import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';
import type { AuditTrail } from './audit-trail';
import { nameQueries, networkFlows } from './log-filters';
import { LogSink } from './log-sink';
import type { INetwork } from './network-ref';
import { placementOf } from './placement';

export interface NetworkLogProps {
  readonly audit: AuditTrail;
  readonly network: INetwork;
}

/** Keeps what is recorded of a network's flows, firewall, address translation and names. */
export class NetworkLog extends AirlockConstruct {
  constructor(scope: Construct, id: string, { audit, network }: NetworkLogProps) {
    super(scope, id);
    const at = placementOf(this);
    new LogSink(this, 'Names', { audit, filter: nameQueries(at, network.name) });
    new LogSink(this, 'Flows', { audit, filter: networkFlows(at, network.name) });
  }
}
