import { isObject, type Json, type JsonObject, objectAt, objectsAt, own, textAt } from '../../load/json';

/** The configuration of a module as a plan keeps it. */
export interface PlannedModule {
  /** By `TYPE.NAME`. */
  readonly resources: ReadonlyMap<string, JsonObject>;
  readonly calls: JsonObject;
  readonly outputs: JsonObject;
  readonly variables: JsonObject;
}

/** The configuration of a plan's root module. */
export const rootModule = (document: JsonObject): PlannedModule =>
  moduleOf(objectAt(objectAt(document, 'configuration'), 'root_module'));

const read = new WeakMap<JsonObject, PlannedModule>();

function moduleOf(module: JsonObject): PlannedModule {
  const found = read.get(module) ?? {
    resources: new Map(
      objectsAt(module, 'resources').map((resource) => [`${textAt(resource, 'type')}.${textAt(resource, 'name')}`, resource]),
    ),
    calls: objectAt(module, 'module_calls'),
    outputs: objectAt(module, 'outputs'),
    variables: objectAt(module, 'variables'),
  };
  read.set(module, found);
  return found;
}

/** The module that a call names, within the module that has the call. */
export const calledModule = (module: PlannedModule, call: string): PlannedModule =>
  moduleOf(objectAt(objectAt(module.calls, call), 'module'));

/** One call of a module in an address: `module.net["a"]`. */
export interface Step {
  readonly call: string;
  /** `["a"]`, `[0]` or empty. */
  readonly key: string;
}

/** The calls that an address leads through. */
export function stepsOf(address: string): readonly Step[] {
  return [...address.matchAll(/module\.([\p{L}_][\p{L}\p{N}_-]*)((?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?)(?:\.|$)/guy)].map(
    ([, call = '', key = '']) => ({ call, key }),
  );
}

/** The references that an expression makes, each at its longest: Terraform lists `a.b.id` and then `a.b`. */
export function referencesOf(expression: Json | undefined): readonly string[] {
  const references = isObject(expression) ? own(expression, 'references') : undefined;
  const texts = Array.isArray(references)
    ? references.filter((reference): reference is string => typeof reference === 'string')
    : [];
  return [...new Set(texts.filter((text, index) => index === 0 || !extendsBy(texts[index - 1] ?? '', text, texts, index)))];
}

/** Whether a reference is only the beginning of the ones before it. */
function extendsBy(previous: string, text: string, texts: readonly string[], index: number): boolean {
  if (isBeginning(text, previous)) return true;
  return index > 1 && isBeginning(text, texts[index - 2] ?? '') && isBeginning(previous, texts[index - 2] ?? '');
}

const isBeginning = (part: string, whole: string): boolean => whole.startsWith(`${part}.`) || whole.startsWith(`${part}[`);
