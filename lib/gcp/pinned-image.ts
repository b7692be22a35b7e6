import { TerraformVariable, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { literal } from './literal';
import { stackOf } from './placement';

/** HOST/PATH@sha256:DIGEST, of a registry with a host name, in lower case. */
const shape = '[a-z0-9][a-z0-9.-]*\\.[a-z]+(?::[0-9]+)?(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+@sha256:[0-9a-f]{64}';

/** An image of a registry of your own, named by its digest: a tag can be moved, a digest can't. */
export class PinnedImage {
  private constructor(
    /** REGISTRY/REPOSITORY@DIGEST */
    readonly uri: string,
  ) {}

  /** The image at `REGION-docker.pkg.dev/PROJECT/REPOSITORY/NAME@sha256:…`, or a token for it or its parts; throws an Error if it names no digest. */
  static of(uri: string): PinnedImage {
    const pattern = Token.isUnresolved(uri) ? /@sha256:[0-9a-f]{64}$|\$\{TfToken\[[^\]]+\]\}$/ : new RegExp(`^${shape}$`);
    if (pattern.test(uri)) return new PinnedImage(literal(uri));
    throw new Error(`image must be named by its digest, REGION-docker.pkg.dev/PROJECT/REPOSITORY/NAME@sha256:…, got '${uri}'`);
  }

  /**
   * The image that the stack's variable `NAME_image` names; Terraform refuses one without a digest. Throws an Error if the stack has that
   * variable, or if no variable can have the name.
   */
  static fromVariable(scope: Construct, name: string): PinnedImage {
    if (!/^[A-Za-z][\w-]*$/.test(name)) {
      throw new Error(`name must be letters, digits, '_' and '-', as the variable's name begins with it, got '${name}'`);
    }
    const variable = new TerraformVariable(stackOf(scope), `${name}_image`, {
      type: 'string',
      nullable: false,
      description: 'REGION-docker.pkg.dev/PROJECT/REPOSITORY/NAME@sha256:DIGEST',
    });
    variable.addValidation({
      condition: `\${can(regex("^${shape.replaceAll('\\', '\\\\')}$", var.${variable.friendlyUniqueId}))}`,
      errorMessage: 'The image must be named by its digest: REGISTRY/REPOSITORY/NAME@sha256: and 64 hexadecimal digits.',
    });
    return new PinnedImage(variable.stringValue);
  }
}
