import { grouped } from '../indexing/grouped';
import { AnyOf, isFields, isSymbol, Reference, Text, Unresolved, type Value } from '../world/value';
import type { Resource, World } from '../world/world';
import { withDefault } from './evaluate/provider-defaults';
import { bare, type ReferenceIndex, referenceIndex, refersTo } from './evaluate/refers-to';
import { own } from './load/json';

/** Attributes that stand for their resource, besides those that name it. */
const standing: ReadonlySet<string | undefined> = new Set([
  'firewall_policy_id',
  'instance_group',
  'network_firewall_policy_id',
  'subnetwork_id',
]);

/** Arguments that name a resource where `name` doesn't. */
const identifiers: Readonly<Record<string, string>> = {
  google_bigquery_dataset: 'dataset_id',
  google_bigquery_table: 'table_id',
  google_dns_response_policy: 'response_policy_name',
};

/** A world's resources by id, by type and by what they name; every look-up is built once, so that extraction stays linear. */
export class ResourceIndex {
  private readonly types: ReadonlyMap<string, readonly Resource[]>;
  private readonly references: ReferenceIndex;
  private names?: ReadonlyMap<string, string>;
  private readonly namings = new Map<string, ReadonlyMap<string, readonly Resource[]>>();

  constructor(readonly world: World) {
    this.types = grouped(world.resources.values(), ({ type }) => type);
    this.references = referenceIndex(world);
  }

  get(id: string): Resource | undefined {
    return this.world.resources.get(id);
  }

  ofType(...types: readonly string[]): readonly Resource[] {
    return types.length === 1 ? (this.types.get(types[0] as string) ?? []) : types.flatMap((type) => this.types.get(type) ?? []);
  }

  /** An argument of a resource, or its provider's setting of the same name: project, region, zone. */
  property(resource: Resource, name: string): Value | undefined {
    return withDefault(this.world, resource, name);
  }

  /** The id of the resource of one of these types that a value names; undefined if the world has none. */
  idOf(property: Value | undefined, ...types: readonly string[]): string | undefined {
    return this.resourceOf(property, ...types)?.id;
  }

  /** The resource of one of these types that a value names, if the world has it; of any type if none is given. */
  resourceOf(property: Value | undefined, ...types: readonly string[]): Resource | undefined {
    const value = single(property);
    const byAttribute = value instanceof Reference && standing.has(value.attribute) ? value.resource : undefined;
    const id = byAttribute ?? refersTo(this.references, value, types) ?? this.identified(value, types);
    const found = this.get(id ?? '');
    return found && (types.length === 0 || types.includes(found.type)) ? found : undefined;
  }

  private identified(value: Value | undefined, types: readonly string[]): string | undefined {
    const [type = '', ...others] = types;
    const name = identifiers[type];
    if (name === undefined || others.length > 0 || value === undefined || value === null) return undefined;
    this.names ??= new Map(
      Object.entries(identifiers).flatMap(([each, argument]) =>
        this.ofType(each).map(({ id, properties }) => [`${each} ${this.textOf(properties[argument] ?? id)}`, id] as const),
      ),
    );
    return this.names.get(`${type} ${this.textOf(value)}`);
  }

  /** What a value names: a resource's id, a literal's text, or what would have to be known; undefined if it is left out. */
  keyOf(property: Value | undefined, ...types: readonly string[]): string | undefined {
    const value = single(this.follow(property));
    if (value === undefined || value === null || value === '') return undefined;
    return this.idOf(property, ...types) ?? this.textOf(value);
  }

  private textOf(value: Value): string {
    if (value instanceof Reference)
      return value.attribute === undefined ? value.resource : `${value.resource}.${value.attribute}`;
    if (value instanceof AnyOf) return `variable '${value.name}'`;
    if (value instanceof Unresolved) return value.reason;
    if (value instanceof Text)
      return value.parts.map((part) => (typeof part === 'string' ? part : `\${${this.textOf(part)}}`)).join('');
    return typeof value === 'object' ? JSON.stringify(value) : bare(String(value));
  }

  /** The stated value of the argument that a reference leads to; any other value as it is. */
  follow(property: Value | undefined): Value | undefined {
    const value = property instanceof Text && property.parts.length === 1 ? property.parts[0] : property;
    if (!(value instanceof Reference) || value.attribute === undefined) return value;
    const stated = this.stated(value);
    return stated === undefined || stated === null || stated === value ? value : stated;
  }

  private stated({ resource, attribute = '' }: Reference): Value | undefined {
    if (attribute === 'id' || attribute === 'self_link' || attribute === 'name') return undefined;
    const steps = attribute.split(/[.[\]]+/).filter(Boolean);
    return steps.reduce<Value | undefined>(inside, this.get(resource)?.properties);
  }

  /** A list's elements, or the one value; none for a property that is left out. */
  elements(property: Value | undefined): readonly Value[] {
    const value = this.follow(property);
    if (value === undefined || value === null) return [];
    return Array.isArray(value) ? (value as readonly Value[]).flatMap((each) => this.elements(each)) : [value];
  }

  /** Resources of a type whose property, or one element of it, names `key`. */
  referring(type: string, property: string, key: string, ...types: readonly string[]): readonly Resource[] {
    const name = [type, property, ...types].join(' ');
    const known = this.namings.get(name) ?? this.group(type, property, types);
    this.namings.set(name, known);
    return known.get(key) ?? [];
  }

  private group(type: string, property: string, types: readonly string[]): ReadonlyMap<string, readonly Resource[]> {
    const named = this.ofType(type).flatMap((resource) => {
      const keys = new Set(this.elements(resource.properties[property]).map((value) => this.keyOf(value, ...types)));
      return [...keys].map((key) => ({ key, resource }));
    });
    const groups = grouped(named, ({ key }) => key);
    return new Map([...groups].map(([key, each]) => [key, each.map(({ resource }) => resource)]));
  }
}

/** A list of one stands for what is in it. */
const single = (value: Value | undefined): Value | undefined =>
  Array.isArray(value) && value.length === 1 ? (value[0] as Value) : value;

/** A part of a value by a name or number; a block that is written as an object is a list of one. */
function inside(value: Value | undefined, step: string): Value | undefined {
  if (Array.isArray(value)) return value[Number(step)] as Value | undefined;
  if (value === undefined || isSymbol(value) || !isFields(value)) return undefined;
  return step === '0' && !Object.hasOwn(value, '0') ? value : own(value, step);
}
