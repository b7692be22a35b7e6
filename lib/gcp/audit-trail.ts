import { LoggingProjectBucketConfig } from '@cdktf/provider-google/lib/logging-project-bucket-config';
import { ProjectIamAuditConfig } from '@cdktf/provider-google/lib/project-iam-audit-config';
import type { Construct, IConstruct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';
import { AuditArchive, type RetentionLock } from './audit-archive';
import { wholeDays } from './days';
import { literal } from './literal';
import { placementOf, stackOf } from './placement';
import { resourceName } from './resource-name';

export interface AuditTrailProps {
  /** How long records are kept, 1 to 3650 days. @default 400 */
  readonly retentionDays?: number;
  /** Whether nobody can change that, or delete the log while there is something in it, nor ever take that back. @default false */
  readonly locked?: boolean;
  /** Id of a Cloud KMS key of the region, which Cloud Logging's service account must be allowed to use. @default - Google's own keys */
  readonly key?: string;
  /** Also keeps the records of the proxy, of names and of secrets where nobody can delete them for a time. @default - the log only */
  readonly archive?: RetentionLock;
  /**
   * Whether the project records who reads its secrets. It replaces what the project's policy says of Secret Manager's audit logs: `false`
   * where that is said elsewhere, as for all services, by the organisation, or by another airlock of the project: what says it takes it away
   * when it is destroyed.
   * @default true
   */
  readonly secretReads?: boolean;
}

/**
 * Where the evidence goes: a log bucket in the stack's region. Destroying the stack deletes it, unless it is locked and holds records; for
 * seven days it can be restored by `gcloud logging buckets undelete` ("Configure log buckets").
 */
export class AuditTrail extends AirlockConstruct {
  /** What sinks name as their destination. */
  readonly destination: string;
  readonly archive?: AuditArchive;

  constructor(scope: Construct, id: string, props: AuditTrailProps = {}) {
    super(scope, id);
    const { retentionDays = 400, locked = false, key, archive, secretReads = true } = props;
    const { project, region } = placementOf(this);
    const bucket = new LoggingProjectBucketConfig(this, 'Bucket', {
      ...{ project, location: region, locked },
      bucketId: resourceName(this),
      retentionDays: wholeDays('retentionDays', retentionDays, 3650),
      ...(key && { cmekSettings: { kmsKeyName: literal(key) } }),
    });
    this.destination = `logging.googleapis.com/${bucket.id}`;
    if (archive) this.archive = new AuditArchive(this, 'Archive', { ...archive, key });
    if (secretReads) recordSecretReads(this, project);
  }
}

// of adding, disabling and sharing there is a record anyway ("Secret Manager audit logging")
function recordSecretReads(scope: Construct, project: string): void {
  // a project has one; a second one of the stack would be taken away with the first
  if (stackOf(scope).node.findAll().some(isOfSecrets)) return;
  new ProjectIamAuditConfig(scope, 'SecretReads', {
    project,
    service: secretManager,
    auditLogConfig: [{ logType: 'DATA_READ' }, { logType: 'ADMIN_READ' }],
  });
}

const secretManager = 'secretmanager.googleapis.com';

const isOfSecrets = (part: IConstruct): boolean => part instanceof ProjectIamAuditConfig && part.serviceInput === secretManager;
