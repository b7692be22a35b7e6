import { LoggingProjectSink } from '@cdktf/provider-google/lib/logging-project-sink';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';
import type { AuditTrail } from './audit-trail';
import { placementOf } from './placement';
import { resourceName } from './resource-name';

export interface LogSinkProps {
  readonly audit: AuditTrail;
  /** In the Logging query language. */
  readonly filter: string;
}

/** Routes log entries into the audit trail. */
export class LogSink extends AirlockConstruct {
  constructor(scope: Construct, id: string, { audit, filter }: LogSinkProps) {
    super(scope, id);
    if (!filter.trim())
      throw new Error(`filter of '${this.node.path}' must name log entries, as an empty one is for all, got '${filter}'`);
    new LoggingProjectSink(this, 'Sink', {
      project: placementOf(this).project,
      name: resourceName(this),
      destination: audit.destination,
      filter,
    });
  }
}
