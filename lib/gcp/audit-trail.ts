import { LoggingProjectBucketConfig } from '@cdktf/provider-google/lib/logging-project-bucket-config';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';
import { placementOf } from './placement';
import { resourceName } from './resource-name';

export interface AuditTrailProps {
  /** How long records are kept, in days, 1 to 3650. @default 400 */
  readonly retentionDays?: number;
  /** Whether nobody can shorten that, delete the log, or ever unlock it. @default false */
  readonly locked?: boolean;
}

/** Where the evidence goes: a log bucket of its own in the stack's region. */
export class AuditTrail extends AirlockConstruct {
  /** What sinks name as their destination. */
  readonly destination: string;

  constructor(scope: Construct, id: string, { retentionDays = 400, locked = false }: AuditTrailProps = {}) {
    super(scope, id);
    const { project, region } = placementOf(this);
    const bucketId = resourceName(this);
    const bucket = new LoggingProjectBucketConfig(this, 'Bucket', { project, location: region, bucketId, retentionDays, locked });
    this.destination = `logging.googleapis.com/${bucket.id}`;
  }
}
