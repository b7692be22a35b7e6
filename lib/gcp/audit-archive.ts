import { LoggingProjectSink } from '@cdktf/provider-google/lib/logging-project-sink';
import { StorageBucket } from '@cdktf/provider-google/lib/storage-bucket';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member';
import { Lazy } from 'cdktf';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';
import { wholeDays } from './days';
import { filterProblems } from './filter-length';
import { literal } from './literal';
import { placementOf } from './placement';
import { resourceName } from './resource-name';

/** How long records can't be deleted or replaced. */
export interface RetentionLock {
  readonly days: number;
  /** Whether nobody can shorten it, the project's owners included, nor ever take that back. @default false */
  readonly locked?: boolean;
  /** Name of a bucket with a retention policy of its own. @default - a new one */
  readonly bucket?: string;
}

export interface AuditArchiveProps extends RetentionLock {
  /** Id of a Cloud KMS key of the region, which Cloud Storage's service agent must be allowed to use. @default - Google's own keys */
  readonly key?: string;
}

/**
 * Copies log entries to a bucket with a retention policy, as files of JSON lines; some hours behind ("View logs routed to Cloud Storage").
 * Terraform doesn't destroy a bucket with files in it: take it out of the state first.
 */
export class AuditArchive extends AirlockConstruct {
  readonly bucket: string;
  private readonly filters: string[] = [];

  constructor(scope: Construct, id: string, props: AuditArchiveProps) {
    super(scope, id);
    this.bucket = props.bucket ? literal(props.bucket) : retainingBucket(this, props);
  }

  /** Copies the entries that a filter takes. */
  keep(filter: string): void {
    this.filters.push(`(${filter})`);
    if (this.filters.length === 1) this.copy();
  }

  // one sink for all: those of a project write as one service account, of which one grant would be taken away with another's sink
  private copy(): void {
    const sink = new LoggingProjectSink(this, 'Sink', {
      project: placementOf(this).project,
      name: resourceName(this),
      destination: `storage.googleapis.com/${this.bucket}`,
      filter: Lazy.stringValue({ produce: () => this.filters.join(' OR ') }),
      uniqueWriterIdentity: true,
    });
    this.node.addValidation({ validate: () => filterProblems(sink) });
    new StorageBucketIamMember(this, 'Writer', {
      bucket: this.bucket,
      role: 'roles/storage.objectCreator',
      member: sink.writerIdentity,
    });
  }
}

/** Without versions, which a retention policy excludes ("Bucket Lock"). A bucket's name is the whole world's. */
function retainingBucket(scope: Construct, { days, locked = false, key }: AuditArchiveProps): string {
  const { project, region } = placementOf(scope);
  const bucket = new StorageBucket(scope, 'Bucket', {
    ...{ project, location: region },
    name: `${project}-${resourceName(scope, 32)}`,
    uniformBucketLevelAccess: true,
    publicAccessPrevention: 'enforced',
    forceDestroy: false,
    // a period's field holds 68 years
    retentionPolicy: { retentionPeriod: wholeDays('archive.days', days, 24855) * 86400, isLocked: locked },
    lifecycleRule: [{ action: { type: 'Delete' }, condition: { age: days } }],
    ...(key && { encryption: { defaultKmsKeyName: literal(key) } }),
  });
  return bucket.name;
}
