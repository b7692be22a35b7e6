import { TerraformElement, type TerraformStack } from 'cdktf';
import { tokensIn } from '../policy/framework-token';
import { resolved } from './template-properties';

const watched = new WeakSet<TerraformStack>();

/** Fails the synthesis of a stack in which a token of aws-cdk-lib stands: Terraform would be given its placeholder. */
export function refuseForeignTokens(stack: TerraformStack): void {
  if (watched.has(stack)) return;
  watched.add(stack);
  stack.node.addValidation({ validate: () => elementsOf(stack).flatMap(problems) });
}

const elementsOf = (stack: TerraformStack): TerraformElement[] =>
  stack.node
    .findAll()
    .filter(TerraformElement.isTerraformElement)
    .filter(({ cdktfStack }) => cdktfStack === stack);

function problems(element: TerraformElement): string[] {
  const { path } = element.node;
  return tokensIn(resolved(element, element.toTerraform()), 'aws-cdk-lib').map(
    ({ at, token }) =>
      `'${path}' must hold no token of aws-cdk-lib, which Terraform can't resolve: give the value itself, got '${token}' in ${at}`,
  );
}
