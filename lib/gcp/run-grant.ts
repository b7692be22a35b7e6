import type { CloudRunV2Job } from '@cdktf/provider-google/lib/cloud-run-v2-job';
import { CloudRunV2JobIamMember } from '@cdktf/provider-google/lib/cloud-run-v2-job-iam-member';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { literal } from './literal';
import { resolved } from './template-properties';

/**
 * Lets someone run one job as it is. `roles/run.invoker` has `run.jobs.run`, and not `run.jobs.runWithOverrides`, by which another command or
 * other variables could be given ("Cloud Run IAM roles").
 *
 * @param member - `user:…`, `group:…`, `domain:…`, `serviceAccount:…`, `principal://…` or `principalSet://…`
 * @throws an Error if it is nobody's name, or everybody
 */
export function grantRun(scope: Construct, job: CloudRunV2Job, member: string): CloudRunV2JobIamMember {
  if (!Token.isUnresolved(member) && !/^(user|group|domain|serviceAccount|principal|principalSet):.+/.test(member)) {
    throw new Error(`member must be 'user:…', 'group:…', 'serviceAccount:…' or 'principal://…', got '${member}'`);
  }
  // named for the member, so that one grant that is taken away doesn't move the others
  const id = `Run-${resolved(job, member)}`;
  const { project, location, name } = job;
  const given = scope.node.tryFindChild(id) as CloudRunV2JobIamMember | undefined;
  const grant = { project, location, name, role: 'roles/run.invoker', member: literal(member) };
  return given ?? new CloudRunV2JobIamMember(scope, id, grant);
}
