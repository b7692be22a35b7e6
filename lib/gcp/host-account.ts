import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { placementOf } from './placement';
import { resourceName } from './resource-name';

/**
 * A service account for hosts, which may write logs and metrics, with an output that prints how it is let read its image.
 *
 * @param whose - the hosts, as in 'the proxies'
 */
export function hostAccount(scope: Construct, displayName: string, whose: string): ServiceAccount {
  const { project } = placementOf(scope);
  const account = new ServiceAccount(scope, 'Account', { project, accountId: resourceName(scope, 30), displayName });
  for (const role of ['logging.logWriter', 'monitoring.metricWriter'])
    new ProjectIamMember(scope, role, { project, role: `roles/${role}`, member: account.member });
  new TerraformOutput(scope, 'ReadImage', {
    description: `Lets ${whose} fetch their image, once you put its repository's name and location into the command`,
    value: `gcloud artifacts repositories add-iam-policy-binding REPOSITORY --location=LOCATION --role=roles/artifactregistry.reader --member=${account.member}`,
  });
  return account;
}
