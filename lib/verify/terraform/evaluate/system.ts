import type { Doubt } from '../../world/doubt';
import type { Fields, Value } from '../../world/value';
import type { Resource, World } from '../../world/world';
import { isObject, own, textAt } from '../load/json';
import type { TerraformConfiguration } from '../load/loaded-terraform';
import { dataSource, stateKey } from './data-source';
import { evaluateBlock } from './dynamic-blocks';
import type { Block } from './module-blocks';
import { ModuleInstance } from './module-instance';
import type { Run } from './run';
import type { Scope } from './scope';

/** Roots that are one system, and what the user gives them. */
export interface System {
  readonly roots: readonly TerraformConfiguration[];
  readonly variables: Fields;
  /** Whether addresses begin with the root's name, as there are several. */
  readonly named: boolean;
}

/** The world that a system makes under what a run assumes, its values as evaluation has them. */
export function evaluatedSystem({ roots, variables, named }: System, run: Run): World {
  const states = new Map<string, ModuleInstance>();
  const dataOf = (block: Block, scope: Scope): Value => dataSource(block, scope, (state) => outputsOf(states.get(state)));
  const modules = roots.map((root) => new ModuleInstance(run, rootCall(root, named, variables), dataOf));
  for (const module of modules) for (const key of stateKeys(module)) states.set(key, module);
  const all = modules.flatMap((module) => [...module.allModules()]);
  const resources = [
    ...modules.flatMap((module) => [...module.allResources()]).map((instance) => instance.resource()),
    ...all.flatMap(providersOf),
  ];
  return {
    when: run.assumed.labels.join(', '),
    resources: new Map(resources.map((resource) => [resource.id, resource])),
    doubts: [
      ...run.assumed.doubts.map((reason) => ({ reason })),
      ...exhaustion(run),
      ...all.flatMap(missingModules),
      ...all.flatMap(forgotten),
    ],
    assumptions: [],
  };
}

const outputsOf = (module: ModuleInstance | undefined): ((name: string) => Value) | undefined =>
  module && ((name) => module.output(name));

function rootCall({ name, source }: TerraformConfiguration, named: boolean, variables: Fields) {
  return {
    prefix: named ? `${name}/` : '',
    isRoot: true,
    source,
    input: (variable: string): Value | undefined => own(variables, variable),
  };
}

/** A backend's configuration is literal. */
const stateKeys = ({ blocks }: ModuleInstance): readonly string[] =>
  blocks.backends.map(({ type, body }) => stateKey(type, body as Fields));

function exhaustion(run: Run): readonly Doubt[] {
  return run.isExhausted ? [{ reason: 'the configuration takes too long to evaluate' }] : [];
}

/** A called module that isn't there may hold anything. */
function missingModules(module: ModuleInstance): readonly Doubt[] {
  const missing = [...module.blocks.modules.values()].filter(
    (block) => module.expansion(block).instances.length > 0 && !module.sourceOf(block),
  );
  return missing.map((block) => {
    const resource = `${module.call.prefix}${block.address}`;
    const place = { resource, type: 'module', file: block.file, pointer: block.pointer };
    return {
      reason: `${resource} comes from '${textAt(block.body, 'source') ?? ''}', which isn't in the inputs: give terraform show -json's output`,
      place,
    };
  });
}

/** Terraform's "removed" block: without `destroy` what it names stays as it is, and nothing says any more what that is. */
function forgotten({ blocks: { removed }, call }: ModuleInstance): readonly Doubt[] {
  return removed.flatMap(({ body, file, pointer }) => {
    const from = textAt(body, 'from') ?? 'something';
    const lifecycle = [own(body, 'lifecycle')].flat().find(isObject);
    if (!lifecycle || own(lifecycle, 'destroy') !== false || !opening.test(from)) return [];
    const place = { resource: `${call.prefix}${from}`, type: 'removed', file, pointer };
    return [{ reason: `${place.resource} is forgotten, and stays as it is: what that is isn't in the inputs`, place }];
  });
}

/** Types by which a network or an identity may be opened. */
const opening = /(?:^|\.)google_(?:compute|dns|network_\w+|service_networking)_|_iam_(?:member|binding|policy)\.|^module\.[^.]+$/;

/** A provider's settings, as a resource of the type `provider.NAME`: they are the defaults of its resources. */
function providersOf({ blocks, call, scope }: ModuleInstance): readonly Resource[] {
  return blocks.providers.map(({ address, name, body, file, pointer }) => {
    const alias = textAt(body, 'alias');
    const id = `${call.prefix}${address}${alias === undefined ? '' : `.${alias}`}`;
    const type = `provider.${name}`;
    return {
      id,
      type,
      properties: evaluateBlock(body, scope) as Fields,
      metadata: {},
      place: { resource: id, type, file, pointer },
    };
  });
}
