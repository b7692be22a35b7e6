import { type Fields, isSymbol, Reference, Text, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { isObject, own } from '../load/json';
import { contentsOf } from './contents';
import { dynamicParts, evaluateBlock } from './dynamic-blocks';
import { Undeployable } from './failure';
import { lazily } from './lazily';
import type { Block } from './module-blocks';
import type { Scope } from './scope';
import { NameReference, WholeResource } from './whole-resource';

/** Arguments that are Terraform's own, not the provider's. */
const meta: ReadonlySet<string> = new Set([
  '//',
  'count',
  'for_each',
  'depends_on',
  'lifecycle',
  'connection',
  'dynamic',
  'provider',
]);

/** No verdict hangs on these, so worlds aren't told apart by them. */
const idle: ReadonlySet<string> = new Set(['labels', 'user_labels', 'resource_labels', 'description', 'annotations', 'timeouts']);

/** A resource of a world, whose attributes are evaluated when they are asked for. */
export class ResourceInstance {
  readonly whole: WholeResource;
  private readonly attributes = new Map<string, () => Value>();

  constructor(
    readonly address: string,
    readonly block: Block,
    private readonly scope: Scope,
    private readonly doubt: string | undefined,
  ) {
    this.whole = new WholeResource(address, (name) => this.attribute(name));
  }

  /** An attribute as an expression sees it: what names the resource is a reference, the rest is as configured, or made by the provider. */
  private attribute(name: string): Value {
    if (name === 'id') return new Reference(this.address);
    if (name === 'name') return new NameReference(this.address, () => this.argument('name') ?? new Reference(this.address, 'id'));
    const configured = name === 'self_link' ? undefined : this.argument(name);
    return configured === undefined || configured === null ? new Reference(this.address, name) : configured;
  }

  /** An argument as it is configured; undefined if it isn't. */
  private argument(name: string): Value | undefined {
    const dynamic = own(this.block.body, 'dynamic');
    const made = dynamic !== undefined && dynamicParts(dynamic).some(([block]) => block === name);
    if (made)
      return (
        this.evaluated('dynamic', () => evaluateBlock({ ...picked(this.block.body, name), dynamic }, this.scope)) as Fields
      )[name];
    const json = meta.has(name) ? undefined : own(this.block.body, name);
    return json === undefined ? undefined : this.evaluated(name, () => evaluateBlock(json, this.scope));
  }

  private evaluated(name: string, compute: () => Value): Value {
    const found = this.attributes.get(name) ?? lazily(`${this.address}.${name}`, compute);
    this.attributes.set(name, found);
    return found();
  }

  /** The resource with all its arguments evaluated. */
  resource(): Resource {
    const { type, file, pointer } = this.block;
    const place = { resource: this.address, type, file, pointer };
    const doubt = this.doubt === undefined ? {} : { doubt: { reason: `${this.address}: ${this.doubt}`, place } };
    return { id: this.address, type, properties: this.properties(), metadata: metadataOf(this.block.body), place, ...doubt };
  }

  private properties(): Fields {
    const dynamic = own(this.block.body, 'dynamic');
    const made = dynamic === undefined ? [] : dynamicParts(dynamic).map(([name]) => name);
    const names = new Set([...Object.keys(this.block.body).filter((name) => !meta.has(name)), ...made]);
    const provider = own(this.block.body, 'provider');
    const values = [...names].map((name) => [name, this.consumed(name)] as const);
    return { ...Object.fromEntries(values), ...(typeof provider === 'string' ? { provider } : {}) };
  }

  private consumed(name: string): Value {
    const { run } = this.scope;
    const muted = run.muted;
    run.muted = muted || idle.has(name);
    const value = this.argument(name) ?? null;
    if (!run.muted) want(value, this.scope, this.doubt === undefined);
    run.muted = muted;
    return value;
  }
}

/** What a resource says of itself under `"//"`, which Terraform passes over: it is taken literally. */
function metadataOf(body: Block['body']): Fields {
  const comment = own(body, '//');
  return isObject(comment) ? (comment as Fields) : {};
}

const picked = (body: Block['body'], name: string): Block['body'] => {
  const value = own(body, name);
  return value === undefined ? {} : { [name]: value };
};

/** Says that the resource hangs on whatever is open in a value. */
function want(value: Value, scope: Scope, certain: boolean): void {
  if (value instanceof Undeployable && certain) scope.run.impossible = true;
  if (contentsOf(value).variables.size === 0) return;
  scope.run.want(value, 'content');
  for (const part of partsOf(value)) want(part, scope, certain);
}

function partsOf(value: Value): readonly Value[] {
  if (value instanceof Text) return value.parts;
  return isSymbol(value) || typeof value !== 'object' || value === null ? [] : Object.values(value);
}
