import { Fn, TerraformVariable, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { stackOf } from './placement';

/** A repository of Artifact Registry. */
export interface ImageRepository {
  readonly location: string;
  readonly project: string;
  readonly name: string;
}

const path = '(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+';
const pin = '@sha256:[0-9a-f]{64}';
/** HOST/PATH@sha256:DIGEST, of a registry with a host name, in lower case; without a backslash, which Terraform would take for its own. */
const shape = `^[a-z0-9][a-z0-9.-]*[.][a-z]+(?::[0-9]+)?${path}${pin}$`;
/** LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/… */
const artifact = '([a-z0-9-]+)-docker[.]pkg[.]dev/([a-z0-9-]+)/([a-z0-9-]+)';

const token = '\\$\\{TfToken\\[[\\w:.-]+\\]\\}';
/** The same with tokens in it, of which only the end is known to be a digest or a token. */
const tokenShape = new RegExp(`^(?:[a-z0-9./:@_-]|${token})*(?:${pin}|${token})$`);
const part = `((?:[a-z0-9-]|${token})+)`;
const knownRepository = new RegExp(`^${part}-docker[.]pkg[.]dev/${part}/${part}/`);

/** An image of a registry of your own, named by its digest: a tag can be moved, a digest can't. */
export class PinnedImage {
  private constructor(
    /** REGISTRY/REPOSITORY@DIGEST */
    readonly uri: string,
    /** Where it is, if that is known to be in Artifact Registry. */
    readonly repository?: ImageRepository,
  ) {}

  /**
   * The image at `REGION-docker.pkg.dev/PROJECT/REPOSITORY/NAME@sha256:…`, or a token for it or its parts, which Terraform then holds to that
   * shape; throws an Error if it names no digest.
   *
   * @param repository - where it is in Artifact Registry, if `uri` is a token that doesn't tell
   */
  static of(uri: string, repository = repositoryOf(uri)): PinnedImage {
    const isToken = Token.isUnresolved(uri);
    // what a token holds goes into files of hosts, where a line more would be a command more
    if ((isToken ? tokenShape : new RegExp(shape)).test(uri))
      return new PinnedImage(isToken ? Token.asString(Fn.regex(shape, uri)) : uri, repository);
    throw new Error(
      `image must be named by its digest, and its registry by a host, as REGION-docker.pkg.dev/PROJECT/REPOSITORY/NAME@sha256:…, got '${uri}'`,
    );
  }

  /**
   * The image in Artifact Registry that the stack's variable `NAME_image` names; Terraform refuses one without a digest, or of another registry.
   * Throws an Error if the stack has that variable, or if no variable can have the name.
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
      condition: `\${can(regex("^${artifact}${path}${pin}$", var.${variable.friendlyUniqueId}))}`,
      errorMessage: 'The image must be REGION-docker.pkg.dev/PROJECT/REPOSITORY/NAME@sha256: and 64 hexadecimal digits.',
    });
    return new PinnedImage(variable.stringValue, repositoryIn(variable.stringValue));
  }
}

function repositoryOf(uri: string): ImageRepository | undefined {
  const [, location, project, name] = knownRepository.exec(uri) ?? [];
  return location && project && name ? { location, project, name } : undefined;
}

/** The repository of an image that only deployment tells, in Terraform's own functions. */
function repositoryIn(uri: string): ImageRepository {
  const part = (index: number): string => Fn.element(Fn.split('/', uri), index);
  return { location: Fn.trimsuffix(part(0), '-docker.pkg.dev'), project: part(1), name: part(2) };
}
