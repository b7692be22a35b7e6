import { SecretManagerSecret } from '@cdktf/provider-google/lib/secret-manager-secret';
import { describe, expect, test } from 'vitest';
import { AuditTrail } from '../../lib/gcp/audit-trail';
import {
  addressTranslations,
  containerLines,
  jobLines,
  nameQueries,
  networkFlows,
  secretUses,
  serialLines,
} from '../../lib/gcp/log-filters';
import { LogSink } from '../../lib/gcp/log-sink';
import { resourcesOf, stackOf } from './fixture';

const acme = { project: 'acme' };

describe('a filter takes', () => {
  test.each([
    [
      'the names that a network asks for',
      nameQueries(acme, 'sealed'),
      'resource.type="dns_query" AND logName=("projects/acme/logs/dns.googleapis.com%2Fdns_queries") AND jsonPayload.sourceNetwork=("sealed")',
    ],
    [
      'the flows and firewall decisions of two subnetworks',
      networkFlows(acme, ['door', 'agents']),
      'resource.type="gce_subnetwork" AND logName=("projects/acme/logs/compute.googleapis.com%2Fvpc_flows" OR "projects/acme/logs/compute.googleapis.com%2Ffirewall") AND resource.labels.subnetwork_name=("door" OR "agents")',
    ],
    [
      'address translations of a network',
      addressTranslations(acme, 'egress'),
      'resource.type="nat_gateway" AND logName=("projects/acme/logs/compute.googleapis.com%2Fnat_flows") AND jsonPayload.vpc.vpc_name=("egress")',
    ],
    [
      'the lines of one container',
      containerLines(acme, 'envoy-1'),
      'resource.type="gce_instance" AND logName=("projects/acme/logs/cos_containers") AND jsonPayload."cos.googleapis.com/container_name"=("envoy-1")',
    ],
    [
      'what a job prints',
      jobLines(acme, 'agent'),
      'logName:"projects/acme/logs/" AND resource.type="cloud_run_job" AND resource.labels.job_name=("agent")',
    ],
    [
      'what a machine prints to its serial port',
      serialLines(acme, 'agent'),
      'resource.type="gce_instance" AND logName=("projects/acme/logs/serialconsole.googleapis.com%2Fserial_port_1_output") AND labels."compute.googleapis.com/resource_name"=("agent")',
    ],
    [
      'the uses of two secrets, by id and by name',
      secretUses(acme, ['projects/acme/secrets/anthropic', 'github']),
      'protoPayload.serviceName="secretmanager.googleapis.com" AND logName=("projects/acme/logs/cloudaudit.googleapis.com%2Fdata_access" OR "projects/acme/logs/cloudaudit.googleapis.com%2Factivity") AND protoPayload.resourceName=~"/secrets/(anthropic|github)(/|$)"',
    ],
  ])('%s', (_, filter, text) => {
    expect(filter).toBe(text);
  });

  test('the uses of a secret whose id Terraform knows later', () => {
    const stack = stackOf();
    const secret = new SecretManagerSecret(stack, 'Secret', { secretId: 'key', replication: { auto: {} } });
    const audit = new AuditTrail(stack, 'Audit');
    new LogSink(stack, 'Uses', { audit, filter: secretUses(acme, [secret.id]) });
    const [sink] = Object.values(resourcesOf(stack, 'logging_project_sink'));
    expect(sink?.filter).toContain('"/secrets/(${basename(google_secret_manager_secret.Secret.id)})(/|$)"');
  });
});

// what a name matches that audit logs write: with the project's number, and a version behind it or nothing
test.each([
  ['projects/123456/secrets/github', true],
  ['projects/123456/secrets/github/versions/latest', true],
  ['projects/123456/secrets/github-2/versions/1', false],
  ['projects/123456/secrets/not-github', false],
  ['projects/github/secrets/other', false],
])('a use of %s is kept: %s', (name, kept) => {
  const pattern = /=~"(.*)"$/.exec(secretUses(acme, ['github']))?.[1] ?? '';
  expect(new RegExp(pattern).test(name)).toBe(kept);
});

test('uses of no secret at all are refused, as the filter would take nothing', () => {
  expect(() => secretUses(acme, [])).toThrow('at least one secret');
});

test.each(['', '  \n'])("a sink with the filter '%s' is refused, as it would take everything", (filter) => {
  const stack = stackOf();
  const audit = new AuditTrail(stack, 'Audit');
  expect(() => new LogSink(stack, 'Sink', { audit, filter })).toThrow('an empty one takes all');
});
