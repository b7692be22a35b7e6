import { TerraformVariable } from 'cdktf';
import { describe, expect, test } from 'vitest';
import { AuditTrail, type AuditTrailProps } from '../../lib/gcp/audit-trail';
import { LogSink } from '../../lib/gcp/log-sink';
import { configurationOf, egressIn, problemsOf, resourcesOf, sealedIn, stackOf, theOne } from './fixture';

const trailWith = (props: AuditTrailProps = {}) => {
  const stack = stackOf();
  return { stack, audit: new AuditTrail(stack, 'Audit', props) };
};

describe('by default the audit trail', () => {
  const { stack, audit } = trailWith();

  test('keeps a log for 400 days in the region, which can still be changed', () => {
    expect(theOne(stack, 'logging_project_bucket_config')).toEqual({
      project: 'acme',
      location: 'europe-west1',
      bucket_id: expect.stringMatching(/^test-audit-[0-9a-f]{8}$/),
      retention_days: 400,
      locked: false,
    });
  });

  test('has the project record who reads and lists secrets, with nobody left out', () => {
    expect(theOne(stack, 'project_iam_audit_config')).toEqual({
      project: 'acme',
      service: 'secretmanager.googleapis.com',
      audit_log_config: [{ log_type: 'DATA_READ' }, { log_type: 'ADMIN_READ' }],
    });
  });

  test('has no archive, and takes no entries by itself', () => {
    expect(audit.archive).toBeUndefined();
    expect(Object.keys(configurationOf(stack).resource).sort()).toEqual([
      'google_logging_project_bucket_config',
      'google_project_iam_audit_config',
    ]);
  });
});

test('a lock, a key and other days are a choice', () => {
  const { stack } = trailWith({
    locked: true,
    retentionDays: 3650,
    key: 'projects/acme/locations/europe-west1/keyRings/a/cryptoKeys/b',
  });
  expect(theOne(stack, 'logging_project_bucket_config')).toMatchObject({
    locked: true,
    retention_days: 3650,
    cmek_settings: { kms_key_name: 'projects/acme/locations/europe-west1/keyRings/a/cryptoKeys/b' },
  });
});

test("the project's audit logs are left alone where they are set elsewhere", () => {
  expect(resourcesOf(trailWith({ secretReads: false }).stack, 'project_iam_audit_config')).toEqual({});
});

test('days may be a variable', () => {
  const stack = stackOf();
  const days = new TerraformVariable(stack, 'days', { type: 'number' });
  new AuditTrail(stack, 'Audit', { retentionDays: days.numberValue });
  expect(theOne(stack, 'logging_project_bucket_config').retention_days).toBe('${var.days}');
});

describe('what is made with an audit trail', () => {
  const { stack, audit } = trailWith();
  sealedIn(stack, { audit });
  egressIn(stack, { audit });
  const sinks = Object.entries(resourcesOf(stack, 'logging_project_sink'));

  test('sends its entries to that log, and nothing of the rest of the project', () => {
    expect(sinks.map(([name]) => name.replace(/_[0-9A-F]{8}$/, ''))).toEqual([
      'Sealed_Log_Names_Sink',
      'Sealed_Log_Flows_Sink',
      'Egress_Log_Names_Sink',
      'Egress_Log_Flows_Sink',
      'Egress_Translations_Sink',
    ]);
    for (const [name, { destination, filter, ...rest }] of sinks) {
      expect(destination).toMatch(/^logging\.googleapis\.com\/\$\{google_logging_project_bucket_config\.Audit_Bucket_\w+\.id\}$/);
      expect(filter).toMatch(new RegExp(`\\$\\{google_compute_(sub)?network\\.${name.split('_')[0]}_`));
      // neither `disabled` nor exclusions
      expect(Object.keys(rest).sort()).toEqual(['name', 'project']);
    }
  });

  test('has the flows of every subnetwork that a host can be in', () => {
    const filters = sinks.map(([, { filter }]) => filter).join();
    const subnetworks = Object.entries(resourcesOf(stack, 'compute_subnetwork')).filter(([, { purpose }]) => !purpose);
    expect(subnetworks).toHaveLength(4);
    for (const [name] of subnetworks) expect(filters).toContain(`"\${google_compute_subnetwork.${name}.name}"`);
  });
});

describe('with an archive', () => {
  const { stack, audit } = trailWith({ archive: { days: 400 } });
  sealedIn(stack, { audit });
  new LogSink(stack, 'Records', { audit, filter: 'logName="records"', archived: true });
  new LogSink(stack, 'Other', { audit, filter: 'logName="other"' });

  test('records go to a private bucket that keeps them for as long', () => {
    expect(theOne(stack, 'storage_bucket')).toEqual({
      project: 'acme',
      location: 'europe-west1',
      name: expect.stringMatching(/^acme-test-audit-archive-[0-9a-f]{8}$/),
      uniform_bucket_level_access: true,
      public_access_prevention: 'enforced',
      force_destroy: false,
      retention_policy: { retention_period: 400 * 24 * 60 * 60, is_locked: false },
      lifecycle_rule: [{ action: { type: 'Delete' }, condition: { age: 400 } }],
    });
  });

  test('one sink takes what is to be archived, and nothing else', () => {
    const [archive, ...others] = Object.values(resourcesOf(stack, 'logging_project_sink')).filter(({ destination }) =>
      destination.startsWith('storage.'),
    );
    expect(others).toEqual([]);
    expect(archive?.destination).toMatch(
      /^storage\.googleapis\.com\/\$\{google_storage_bucket\.Audit_Archive_Bucket_\w+\.name\}$/,
    );
    expect(archive?.filter).toMatch(/^\(resource\.type="dns_query" AND [^|]*\) OR \(logName="records"\)$/);
  });

  test('its writer may add files to the bucket, and neither read nor replace nor delete them', () => {
    expect(theOne(stack, 'storage_bucket_iam_member')).toEqual({
      bucket: expect.stringMatching(/^\$\{google_storage_bucket\.Audit_Archive_Bucket_\w+\.name\}$/),
      role: 'roles/storage.objectCreator',
      member: expect.stringMatching(/^\$\{google_logging_project_sink\.Audit_Archive_Sink_\w+\.writer_identity\}$/),
    });
  });
});

test('an archive to which nothing is sent has no sink, as it would take all entries', () => {
  const { stack } = trailWith({ archive: { days: 1 } });
  expect(resourcesOf(stack, 'logging_project_sink')).toEqual({});
});

test("an archive's lock and key are a choice", () => {
  const { stack } = trailWith({ archive: { days: 1, locked: true }, key: 'projects/acme/keys/b' });
  expect(theOne(stack, 'storage_bucket')).toMatchObject({
    retention_policy: { is_locked: true, retention_period: 86400 },
    encryption: { default_kms_key_name: 'projects/acme/keys/b' },
  });
});

test('a bucket that exists takes the records, and no other is made', () => {
  const { stack, audit } = trailWith({ archive: { days: 400, bucket: 'evidence' } });
  sealedIn(stack, { audit });
  expect(resourcesOf(stack, 'storage_bucket')).toEqual({});
  expect(theOne(stack, 'storage_bucket_iam_member').bucket).toBe('evidence');
  expect(JSON.stringify(resourcesOf(stack, 'logging_project_sink'))).toContain('"storage.googleapis.com/evidence"');
});

test('names that are given are not evaluated', () => {
  const { stack, audit } = trailWith({ key: '${file("a")}', archive: { days: 1, bucket: '${file("b")}' } });
  sealedIn(stack, { audit });
  expect(theOne(stack, 'logging_project_bucket_config').cmek_settings.kms_key_name).toBe('$${file("a")}');
  expect(theOne(stack, 'storage_bucket_iam_member').bucket).toBe('$${file("b")}');
});

test("a bucket's name is as short as Cloud Storage wants it", () => {
  const stack = stackOf(undefined, 'a-stack-with-a-very-long-name-indeed-and-more');
  new AuditTrail(stack, 'Audit', { archive: { days: 1 } });
  expect(theOne(stack, 'storage_bucket').name.length).toBeLessThanOrEqual('acme-'.length + 32);
});

test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 3651])('a log kept for %s days is refused', (retentionDays) => {
  expect(() => trailWith({ retentionDays })).toThrow(
    `retentionDays must be a whole number of days from 1 to 3650, got '${retentionDays}'`,
  );
});

test.each([0, -1, 1.5, Number.NaN, 24856])('an archive kept for %s days is refused', (days) => {
  expect(() => trailWith({ archive: { days } })).toThrow(
    `archive.days must be a whole number of days from 1 to 24855, got '${days}'`,
  );
});

describe('a filter is refused that is longer than Cloud Logging takes', () => {
  const problems = (length: number, archive?: AuditTrailProps['archive']) => {
    const { stack, audit } = trailWith({ archive });
    for (const id of ['One', 'Two']) new LogSink(stack, id, { audit, filter: 'x'.repeat(length), archived: true });
    return problemsOf(stack);
  };

  test.each([
    ['in a sink', 20_001, undefined, 2, /20000 characters at most, .*, got 20001 for 'Test\/One\/Sink'$/],
    ['in the archive, which takes all together', 10_000, { days: 1 }, 1, /, got 20008 for 'Test\/Audit\/Archive\/Sink'$/],
  ])('%s', (_, length, archive, count, message) => {
    const found = problems(length, archive);
    expect(found).toHaveLength(count);
    expect(found[0]).toMatch(message);
  });

  test('and not one that is as long', () => {
    expect(problems(20_000)).toEqual([]);
    expect(problems(9_996, { days: 1 })).toEqual([]);
  });
});
