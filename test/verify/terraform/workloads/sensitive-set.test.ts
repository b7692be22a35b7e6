import { expect, test } from 'vitest';
import type { LoadedTerraform } from '../../../../lib/verify/terraform/load/loaded-terraform';
import { planOf } from '../../mutations/google/as-plan';
import { jobTwoNetworks } from '../../mutations/google/job-two-networks';
import { judgedInput } from '../../mutations/google/judged';
import { Site } from '../../mutations/google/site';

// biome-ignore lint/suspicious/noExplicitAny: a plan has whatever shape its provider gives it
type Plan = any;

/** A plan of the sealed system in which Terraform says `sensitive` of the job's environment, which is a set. */
function planned(sensitive: unknown): LoadedTerraform {
  const plan = planOf(new Site(jobTwoNetworks)) as { readonly document: Plan } & LoadedTerraform;
  const job = plan.document.planned_values.root_module.resources.find(({ type }: Plan) => type === 'google_cloud_run_v2_job');
  job.sensitive_values = { template: [{ template: [{ containers: [{ env: sensitive }] }] }] };
  return plan;
}

test.each([
  ['proven', []],
  ['refuted', true],
])('an environment is %s if its sensitivity is %j', (verdict, sensitive) => {
  const found = judgedInput(planned(sensitive), jobTwoNetworks);
  expect(found.verdict, found.text).toBe(verdict);
  if (verdict === 'refuted') expect(found.text).toContain('AIRLOCK-SECRET-001 holds a secret');
});
