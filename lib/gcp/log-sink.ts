import { LoggingProjectSink } from '@cdktf/provider-google/lib/logging-project-sink';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';
import type { AuditTrail } from './audit-trail';
import { filterProblems } from './filter-length';
import { placementOf } from './placement';
import { resourceName } from './resource-name';

export interface LogSinkProps {
  readonly audit: AuditTrail;
  /** Which entries, in the Logging query language. */
  readonly filter: string;
  /** Whether the audit trail's archive keeps them too, if it has one. @default false */
  readonly archived?: boolean;
}

/** Routes log entries of the project into the audit trail, by nobody's leave: the log bucket is in the same project. */
export class LogSink extends AirlockConstruct {
  constructor(scope: Construct, id: string, { audit, filter, archived = false }: LogSinkProps) {
    super(scope, id);
    if (!filter.trim()) throw new Error(`filter must name log entries, as an empty one takes all, got '${filter}'`);
    const sink = new LoggingProjectSink(this, 'Sink', {
      project: placementOf(this).project,
      name: resourceName(this),
      destination: audit.destination,
      filter,
    });
    this.node.addValidation({ validate: () => filterProblems(sink) });
    if (archived) audit.archive?.keep(filter);
  }
}
