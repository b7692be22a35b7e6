import type { ComputeRegionInstanceGroupManager } from '@cdktf/provider-google/lib/compute-region-instance-group-manager';
import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * Prints the command that waits until no host is older than the last `apply`, and all of them answer: `apply` itself returns as soon as their group
 * knows what they are to be ("InstanceGroupManagerStatus"; "InstanceAction", VERIFYING). Not `wait_for_instances`, which would have Terraform make a
 * group anew whose first hosts are late.
 */
export function sayHowToWait(
  scope: Construct,
  whose: string,
  { name, region, project }: ComputeRegionInstanceGroupManager,
): void {
  const until = (state: string): string =>
    `gcloud compute instance-groups managed wait-until ${name} --${state} --timeout 1800 --region ${region} --project ${project}`;
  new TerraformOutput(scope, 'InForce', {
    description: `Waits until ${whose} are what was applied last, and answer`,
    value: ['version-target-reached', 'stable'].map(until).join(' && '),
  });
}
