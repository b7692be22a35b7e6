import {
  CfnElement,
  DefaultTokenResolver,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
  Reference,
  Stack,
  StringConcat,
  Tokenization,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * What a value refers to: `PATH` and `PATH.ATTRIBUTE` of elements of the app, in whichever stack, and every literal string.
 * References are followed as CDK makes them, and as `Ref`, `Fn::GetAtt` and `Fn::Sub` that an escape hatch wrote by hand.
 */
export function mentions(value: unknown, scope: IConstruct, elements: Elements): ReadonlySet<string> {
  const recorder = new ReferenceRecorder();
  Tokenization.resolve(value, { scope, resolver: recorder, preparing: false });
  const resolved = Stack.of(scope).resolve(value);
  const written = namesIn(resolved).flatMap(([id, ...attribute]) => {
    const path = elements.get(Stack.of(scope))?.get(id);
    return path ? [path, [path, ...attribute].join('.')] : [];
  });
  return new Set([...recorder.found, ...written, ...literalsIn(resolved)]);
}

/** Paths of the elements of an app, by stack and logical id. */
export type Elements = ReadonlyMap<Stack, ReadonlyMap<string, string>>;

/** All elements of an app. */
export function elementsOf(app: IConstruct): Elements {
  const elements = new Map<Stack, Map<string, string>>();
  for (const element of app.node.findAll().filter(CfnElement.isCfnElement)) {
    const ofStack = elements.get(element.stack) ?? new Map<string, string>();
    elements.set(element.stack, ofStack.set(element.stack.resolve(element.logicalId), element.node.path));
  }
  return elements;
}

class ReferenceRecorder extends DefaultTokenResolver {
  readonly found: string[] = [];

  constructor() {
    super(new StringConcat());
  }

  override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    // pseudo parameters such as AWS::Region refer to nothing
    if (Reference.isReference(token) && !token.displayName.startsWith('AWS::')) {
      const { path } = token.target.node;
      this.found.push(path, `${path}.${token.displayName}`);
    }
    return super.resolveToken(token, context, postProcessor);
  }
}

/** Logical ids, with the attribute if there is one, of all intrinsic functions in a resolved value. */
function namesIn(value: unknown): (readonly [string, ...string[]])[] {
  if (typeof value !== 'object' || value === null) return [];
  return [...ownNames(value as Record<string, unknown>), ...Object.values(value).flatMap(namesIn)];
}

function ownNames(value: Record<string, unknown>): (readonly [string, ...string[]])[] {
  const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Sub': text } = value;
  if (typeof ref === 'string') return [[ref]];
  const parts = typeof attribute === 'string' ? attribute.split('.') : attribute;
  if (Array.isArray(parts)) return [[String(parts[0]), ...parts.slice(1).map(String)]];
  const template = Array.isArray(text) ? text[0] : text;
  if (typeof template !== 'string') return [];
  return [...template.matchAll(/\$\{(\w+)(?:\.([\w.]+))?\}/g)].map(([, id = '', part]) => (part ? [id, part] : [id]));
}

/** Every text that isn't part of a reference, as an imported id is; one that is only put together at deployment is its recipe. */
function literalsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || 'Ref' in value || 'Fn::GetAtt' in value) return [];
  const [name = ''] = Object.keys(value);
  return name.startsWith('Fn::') && name !== 'Fn::If' ? [JSON.stringify(value)] : Object.values(value).flatMap(literalsIn);
}
