import { CfnParameter, Token } from 'aws-cdk-lib';
import { type IRepository, Repository } from 'aws-cdk-lib/aws-ecr';
import type { Construct } from 'constructs';

/** An image of a private repository, named by its digest: a tag can be moved, a digest can't. */
export class PinnedImage {
  /** REGISTRY/REPOSITORY@DIGEST */
  readonly uri: string;

  private constructor(
    readonly repository: IRepository,
    digest: string,
  ) {
    // CDK's EcrImage takes a digest that is still a token for a tag
    this.uri = `${repository.repositoryUri}@${digest}`;
  }

  /** The image with that digest, `sha256:` and 64 hexadecimal digits or a token; throws an Error otherwise. */
  static of(repository: IRepository, digest: string): PinnedImage {
    if (Token.isUnresolved(digest) || /^sha256:[0-9a-f]{64}$/.test(digest)) return new PinnedImage(repository, digest);
    throw new Error(
      `digest must be 'sha256:' and 64 hexadecimal digits, as 'docker images --digests' prints it, got '${digest}'`,
    );
  }

  /** The image that the stack's parameters `IDRepository` and `IDDigest` name, in the account's own registry. */
  static fromParameters(scope: Construct, id: string): PinnedImage {
    const repository = new CfnParameter(scope, `${id}Repository`, {
      description: "Name of a repository in this account's registry",
      allowedPattern: '[a-z0-9]+(?:[._/-][a-z0-9]+)*',
    });
    const digest = new CfnParameter(scope, `${id}Digest`, {
      description: 'Digest of the image: sha256: and 64 hexadecimal digits',
      allowedPattern: 'sha256:[0-9a-f]{64}',
    });
    return PinnedImage.of(Repository.fromRepositoryName(scope, id, repository.valueAsString), digest.valueAsString);
  }

  /** Host of the registry that the image is pulled from. */
  get registry(): string {
    return this.repository.registryUri;
  }
}
