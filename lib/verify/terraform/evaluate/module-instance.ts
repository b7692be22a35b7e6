import { Unresolved, type Value } from '../../world/value';
import { type Json, own, textAt } from '../load/json';
import type { ModuleSource } from '../load/loaded-terraform';
import { collected } from './collected';
import { evaluateJson } from './evaluate';
import { type Expanded, type Expansion, expansionOf } from './expansion';
import { Failure } from './failure';
import { lazily } from './lazily';
import { Lookup } from './lookup';
import { type Block, type ModuleBlocks, moduleBlocks } from './module-blocks';
import { ResourceInstance } from './resource-instance';
import type { Run } from './run';
import type { Scope } from './scope';
import { variableOf, workspace } from './variables';

/** Where an instance of a module comes from. */
export interface ModuleCall {
  /** What the addresses in it begin with: `module.net["a"].`; for a root empty, or `NAME/` where several are one system. */
  readonly prefix: string;
  readonly isRoot: boolean;
  readonly source: ModuleSource;
  /** The value of a variable, if the call or the user gives one. */
  readonly input: (name: string) => Value | undefined;
  /** Why the instance may be missing. */
  readonly doubt?: string;
}

/** An instance of a module: what its names mean, and what it holds. */
export class ModuleInstance {
  readonly blocks: ModuleBlocks;
  readonly scope: Scope;
  private readonly values = new Map<string, () => Value>();
  private readonly expansions = new Map<Block, Expansion>();
  private readonly resources = new Map<string, ResourceInstance>();
  private readonly children = new Map<string, ModuleInstance>();

  constructor(
    readonly run: Run,
    readonly call: ModuleCall,
    /** What a data source means, where that can be said. */
    private readonly dataOf: (block: Block, scope: Scope) => Value,
  ) {
    this.blocks = moduleBlocks(call.source);
    this.scope = { run, name: (name) => this.named(name) };
  }

  /** Its resources, and those of the modules that it calls. */
  *allResources(): Iterable<ResourceInstance> {
    for (const block of this.blocks.resources.values()) yield* this.instancesOf(block);
    for (const block of this.blocks.modules.values()) for (const child of this.childrenOf(block)) yield* child.allResources();
  }

  /** Itself and the modules that it calls, at any depth. */
  *allModules(): Iterable<ModuleInstance> {
    yield this;
    for (const block of this.blocks.modules.values()) for (const child of this.childrenOf(block)) yield* child.allModules();
  }

  output(name: string): Value {
    const block = this.blocks.outputs.get(name);
    if (!block) return new Failure(`module ${this.call.prefix}has no output '${name}'`);
    return this.memo(`output.${name}`, () => evaluateJson(own(block.body, 'value') ?? null, this.scope));
  }

  private named(name: string): Value {
    switch (name) {
      case 'var':
        return new Lookup('var', (variable) => this.memo(`var.${variable}`, () => variableOf(this, variable)));
      case 'local':
        return new Lookup('local', (local) => this.local(local));
      case 'module':
        return new Lookup('module', (module) => this.module(module));
      case 'data':
        return new Lookup('data', (type) => new Lookup(`data.${type}`, (data) => this.data(type, data)));
      case 'path':
        return new Lookup('path', (part) => new Unresolved(`path.${part} hangs on where terraform runs`));
      case 'terraform':
        return new Lookup('terraform', (part) => this.terraform(part));
      default:
        return new Lookup(name, (resource) => this.resource(name, resource));
    }
  }

  private local(name: string): Value {
    const local = this.blocks.locals.get(name);
    return local === undefined
      ? new Failure(`there is no local.${name}`)
      : this.memo(`local.${name}`, () => evaluateJson(local, this.scope));
  }

  private terraform(part: string): Value {
    return part === 'workspace'
      ? this.run.open('terraform.workspace', workspace)
      : new Unresolved(`terraform.${part} hangs on where terraform runs`);
  }

  private data(type: string, name: string): Value {
    const block = this.blocks.data.get(`${type}.${name}`);
    if (!block) return new Unresolved(`data.${type}.${name} isn't in the inputs`);
    return this.memo(block.address, () =>
      collected(this.expansion(block), ({ scope }) => this.dataOf(block, scope), block.address),
    );
  }

  private memo(name: string, compute: () => Value): Value {
    const found = this.values.get(name) ?? lazily(name, compute);
    this.values.set(name, found);
    return found();
  }

  /** The instances of a resource as an expression sees them: one, a list, or a map. */
  private resource(type: string, name: string): Value {
    const block = this.blocks.resources.get(`${type}.${name}`);
    if (!block) return new Unresolved(`${this.call.prefix}${type}.${name} isn't in the inputs`);
    return this.memo(`resource.${type}.${name}`, () =>
      collected(this.expansion(block), (expanded) => this.instance(block, expanded).whole, block.address),
    );
  }

  private module(name: string): Value {
    const block = this.blocks.modules.get(name);
    if (!block) return new Unresolved(`module.${name} isn't in the inputs`);
    return this.memo(`module.${name}`, () =>
      collected(this.expansion(block), (expanded) => this.moduleValue(block, expanded), `module.${name}`),
    );
  }

  private moduleValue(block: Block, expanded: Expanded): Value {
    const child = this.child(block, expanded);
    if (!child) return new Unresolved(`the source of ${block.address} isn't in the inputs`);
    return new Lookup(
      block.address,
      (output) => child.output(output),
      () => [...child.blocks.outputs.keys()],
    );
  }

  expansion(block: Block): Expansion {
    const found = this.expansions.get(block);
    if (found) return found;
    this.expansions.set(block, { kind: 'open', instances: [], doubt: `the number of ${block.address} leads to itself` });
    const expansion = expansionOf(block.body, this.scope);
    this.expansions.set(block, expansion);
    return expansion;
  }

  instancesOf(block: Block): readonly ResourceInstance[] {
    return this.expansion(block).instances.map((expanded) => this.instance(block, expanded));
  }

  private instance(block: Block, expanded: Expanded): ResourceInstance {
    const address = `${this.call.prefix}${block.address}${expanded.suffix}`;
    const doubt = this.call.doubt ?? this.expansion(block).doubt;
    const found = this.resources.get(address) ?? new ResourceInstance(address, block, expanded.scope, doubt);
    this.resources.set(address, found);
    return found;
  }

  /** The instances of a called module; none if its source isn't in the inputs. */
  childrenOf(block: Block): readonly ModuleInstance[] {
    return this.expansion(block).instances.flatMap((expanded) => this.child(block, expanded) ?? []);
  }

  /** The source of a called module, if it is in the inputs. */
  sourceOf(block: Block): ModuleSource | undefined {
    return this.call.source.modules.get(textAt(block.body, 'source') ?? '');
  }

  private child(block: Block, expanded: Expanded): ModuleInstance | undefined {
    const address = `${this.call.prefix}${block.address}${expanded.suffix}`;
    const source = this.sourceOf(block);
    if (!source) return undefined;
    const doubt = this.call.doubt ?? this.expansion(block).doubt;
    const call = {
      prefix: `${address}.`,
      isRoot: false,
      source,
      input: (name: string) => this.input(block, expanded, name),
      ...(doubt === undefined ? {} : { doubt }),
    };
    const found = this.children.get(address) ?? new ModuleInstance(this.run, call, this.dataOf);
    this.children.set(address, found);
    return found;
  }

  private input(block: Block, expanded: Expanded, name: string): Value | undefined {
    const json: Json | undefined = own(block.body, name);
    return json === undefined ? undefined : evaluateJson(json, expanded.scope);
  }
}
