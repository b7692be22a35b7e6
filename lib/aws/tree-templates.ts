import { type IResolvable, NestedStack, Stack, Stage, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { TemplateInMemory } from '../verify/verify-templates';

/** The templates of every stack around a construct that is deployed with it, as they will be written; for use while the app is validated. */
export function treeTemplates(scope: IConstruct): TemplateInMemory[] {
  return stacksBelow(Stage.of(scope) ?? scope.node.root)
    .filter((stack) => !isNested(stack))
    .map(template);
}

/** Stacks of the same stage: those of stages inside it are deployed apart. */
function stacksBelow(construct: IConstruct): Stack[] {
  const children = construct.node.children.filter((child) => !Stage.isStage(child)).flatMap(stacksBelow);
  return Stack.isStack(construct) ? [construct, ...children] : children;
}

const isNested = (stack: Stack): boolean => NestedStack.isNestedStack(stack);

function template(stack: Stack): TemplateInMemory {
  const inner = stack.node
    .findAll()
    .filter(Stack.isStack)
    .filter((each) => each.nestedStackParent === stack);
  const nested = inner.map((each) => [logicalIdOf(stack, each), template(each)] as const);
  return {
    ...{ stack: stack.stackName, body: bodyOf(stack), nested: Object.fromEntries(nested) },
    ...known('account', stack.account),
    ...known('region', stack.region),
  };
}

function bodyOf(stack: Stack): object {
  // internal to CDK, yet the only way to see a template before it is written
  const written = (stack as unknown as { _toCloudFormation(): IResolvable })._toCloudFormation();
  return JSON.parse(JSON.stringify(stack.resolve(written))) as object;
}

const logicalIdOf = (parent: Stack, nested: Stack): string =>
  nested.nestedStackResource ? (parent.resolve(nested.nestedStackResource.logicalId) as string) : nested.node.id;

const known = (name: string, value: string): object => (Token.isUnresolved(value) ? {} : { [name]: value });
