import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { SecretManagerSecretIamMember } from '@cdktf/provider-google/lib/secret-manager-secret-iam-member';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import { type ITerraformDependable, TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';
import { imageReader, letReadImage } from './image-access';
import type { PinnedImage } from './pinned-image';
import { placementOf } from './placement';
import type { ISecret } from './provided-secrets';
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
export class HostAccount {
  readonly account: ServiceAccount;
  private readonly given: ITerraformDependable[] = [];

  constructor(scope: Construct, { displayName, whose, image }: HostAccountProps) {
    const { project } = placementOf(scope);
    this.account = new ServiceAccount(scope, 'Account', { project, accountId: resourceName(scope, 30), displayName });
    const { member } = this.account;
    for (const role of ['logging.logWriter', 'monitoring.metricWriter'])
      this.given.push(new ProjectIamMember(scope, role, { project, role: `roles/${role}`, member }));
    if (image.repository) this.given.push(letReadImage(scope, 'Image', image.repository, member));
    else sayHowImageIsRead(scope, whose, member);
  }

  /** What stands as long as there are hosts: the first thing that they do needs it, and so do their last records. */
  get grants(): readonly ITerraformDependable[] {
    return this.given;
  }

  /** Lets it read the versions of single secrets, by their names; nothing else about them, and no other secret. */
  allowSecretValues(scope: Construct, secrets: ReadonlyMap<string, ISecret>): void {
    const grant = { role: 'roles/secretmanager.secretAccessor', member: this.account.member };
    for (const [name, { id: secretId }] of secrets)
      this.given.push(new SecretManagerSecretIamMember(scope, `Read-${name}`, { secretId, ...grant }));
  }
}

const sayHowImageIsRead = (scope: Construct, whose: string, member: string) =>
  new TerraformOutput(scope, 'ReadImage', {
    description: `Lets ${whose} fetch their image, once you put its repository's name and location into the command`,
    value: `gcloud artifacts repositories add-iam-policy-binding REPOSITORY --location=LOCATION --role=${imageReader} --member=${member}`,
  });
