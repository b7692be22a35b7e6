import { App, TerraformStack, Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { shown } from '../policy/place';
import { literal } from './literal';

/** The project and region that a construct's resources are made in; either may be a token. */
export interface Placement {
  readonly project: string;
  readonly region: string;
}

/**
 * Where a construct's resources are made: as the GoogleProvider of its stack says, the one without an alias. Throws an Error if the construct
 * isn't under a TerraformStack, or if its provider names no project or no region.
 */
export function placementOf(scope: IConstruct): Placement {
  const stack = stackOf(scope);
  const provider = (stack.allProviders() as IConstruct[] as GoogleSettings[]).find(
    (each) => isDefaultGoogle(each) && each.cdktfStack === stack,
  );
  if (!provider) {
    throw new Error(
      `stack '${stack.node.path}' must have a GoogleProvider without an alias, with project and region, before '${scope.node.path}', got none`,
    );
  }
  const { projectInput: project, regionInput: region } = provider;
  if (project && region && isRegion(region)) return { project: literal(project), region: literal(region) };
  throw new Error(
    `GoogleProvider '${provider.node.path}' must name a project and a region, as 'europe-west1', got project ${shown(project)}, region ${shown(region)}`,
  );
}

// a zone is easily given in its place
const isRegion = (region: string): boolean => Token.isUnresolved(region) || /^[a-z]+(?:-[a-z]+)+[0-9]+$/.test(region);

/** The TerraformStack of a construct; throws an Error that says so if there is none, or if another framework deploys it. */
export function stackOf({ node }: IConstruct): TerraformStack {
  const stack = node.scopes.findLast(TerraformStack.isStack);
  if (stack && (App.isApp(node.root) || TerraformStack.isStack(node.root))) return stack;
  throw new Error(
    `'${node.path}' must be under a TerraformStack of cdktf, as it is made for Google Cloud: for a Stack of aws-cdk-lib take agent-airlock/aws`,
  );
}

interface GoogleSettings extends IConstruct {
  readonly terraformResourceType: string;
  readonly cdktfStack: TerraformStack;
  readonly alias?: string;
  readonly projectInput?: string;
  readonly regionInput?: string;
}

// by its shape, as a user's own copy of the bindings has another class
const isDefaultGoogle = ({ terraformResourceType, alias }: GoogleSettings): boolean =>
  terraformResourceType === 'google' && alias === undefined;
