import { ArtifactRegistryRepositoryIamMember } from '@cdktf/provider-google/lib/artifact-registry-repository-iam-member';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import type { ImageRepository, PinnedImage } from './pinned-image';
import { placementOf } from './placement';
import { resourceName } from './resource-name';

export interface HostAccountProps {
  readonly displayName: string;
  /** The hosts, as in 'the proxies'. */
  readonly whose: string;
  readonly image: PinnedImage;
}

/**
 * A service account for hosts, which may write logs and metrics, and read the repository of their image; where that isn't known, an output prints
 * how it is let.
 */
export function hostAccount(scope: Construct, { displayName, whose, image }: HostAccountProps): ServiceAccount {
  const { project } = placementOf(scope);
  const account = new ServiceAccount(scope, 'Account', { project, accountId: resourceName(scope, 30), displayName });
  for (const role of ['logging.logWriter', 'monitoring.metricWriter'])
    new ProjectIamMember(scope, role, { project, role: `roles/${role}`, member: account.member });
  if (image.repository) letReadImage(scope, image.repository, account.member);
  else sayHowImageIsRead(scope, whose, account.member);
  return account;
}

const reader = 'roles/artifactregistry.reader';

const letReadImage = (scope: Construct, { location, project, name }: ImageRepository, member: string) =>
  new ArtifactRegistryRepositoryIamMember(scope, 'Image', { location, project, repository: name, role: reader, member });

const sayHowImageIsRead = (scope: Construct, whose: string, member: string) =>
  new TerraformOutput(scope, 'ReadImage', {
    description: `Lets ${whose} fetch their image, once you put its repository's name and location into the command`,
    value: `gcloud artifacts repositories add-iam-policy-binding REPOSITORY --location=LOCATION --role=${reader} --member=${member}`,
  });
