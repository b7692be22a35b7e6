import { CfnElement, type Stack } from 'aws-cdk-lib';
import { tokensIn } from '../policy/framework-token';
import { templateFragment } from './template-properties';

const watched = new WeakSet<Stack>();

/** Fails the synthesis of a stack in which a token of cdktf stands: CloudFormation would be given its placeholder. */
export function refuseForeignTokens(stack: Stack): void {
  if (watched.has(stack)) return;
  watched.add(stack);
  stack.node.addValidation({ validate: () => elementsOf(stack).flatMap(problems) });
}

const elementsOf = (stack: Stack): CfnElement[] =>
  stack.node
    .findAll()
    .filter(CfnElement.isCfnElement)
    .filter((element) => element.stack === stack);

function problems(element: CfnElement): string[] {
  const { path } = element.node;
  return tokensIn(element.stack.resolve(templateFragment(element)), 'cdktf').map(
    ({ at, token }) =>
      `'${path}' must hold no token of cdktf, which CloudFormation can't resolve: give the value itself, got '${token}' in ${at}`,
  );
}
