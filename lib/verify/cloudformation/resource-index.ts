import { grouped } from '../indexing/grouped';
import { AnyOf, Reference, Text, Unresolved, type Value } from '../world/value';
import type { Resource, World } from '../world/world';
import { attributeKey } from './reading/attribute-key';

/** A world's resources by id, by type and by what they name; every look-up is built once, so that extraction stays linear. */
export class ResourceIndex {
  private readonly types: ReadonlyMap<string, readonly Resource[]>;
  private readonly namings = new Map<string, ReadonlyMap<string, readonly Resource[]>>();

  constructor(readonly world: World) {
    this.types = grouped(world.resources.values(), ({ type }) => type);
  }

  get(id: string): Resource | undefined {
    return this.world.resources.get(id);
  }

  ofType(...types: readonly string[]): readonly Resource[] {
    return types.length === 1 ? (this.types.get(types[0] as string) ?? []) : types.flatMap((type) => this.types.get(type) ?? []);
  }

  /** Resources of a type whose property, or one element of it, names `key`. */
  referring(type: string, property: string, key: string): readonly Resource[] {
    const name = `${type} ${property}`;
    const known = this.namings.get(name) ?? this.group(type, property);
    this.namings.set(name, known);
    return known.get(key) ?? [];
  }

  private group(type: string, property: string): ReadonlyMap<string, readonly Resource[]> {
    const named = this.ofType(type).flatMap((resource) => {
      const keys = new Set(this.elements(resource.properties[property]).map((value) => this.keyOf(value)));
      return [...keys].map((key) => ({ key, resource }));
    });
    const groups = grouped(named, ({ key }) => key);
    return new Map([...groups].map(([key, each]) => [key, each.map(({ resource }) => resource)]));
  }

  /** The value that an attribute passes on from a property, such as `GetAtt Subnet.VpcId`; any other value as it is. */
  follow(value: Value | undefined): Value | undefined {
    if (value instanceof Text && value.parts.length === 1) return this.follow(value.parts[0]);
    if (!(value instanceof Reference) || value.attribute === undefined) return value;
    const passed = this.get(value.resource)?.properties[value.attribute];
    return passed === undefined || passed === null ? value : this.follow(passed);
  }

  /** A list's elements, or the one value; none for a property that is left out. */
  elements(value: Value | undefined): readonly Value[] {
    const followed = this.follow(value);
    if (followed === undefined || followed === null) return [];
    if (Array.isArray(followed)) return (followed as readonly Value[]).flatMap((each) => this.elements(each));
    return [followed];
  }

  /** What a value names: a resource's id, a literal's text, or what would have to be known; undefined if it is left out. */
  keyOf(value: Value | undefined): string | undefined {
    const followed = this.follow(value);
    if (followed === undefined || followed === null) return undefined;
    if (followed instanceof Reference) return attributeKey(followed);
    if (followed instanceof AnyOf) return `parameter '${followed.name}'`;
    if (followed instanceof Unresolved) return followed.reason;
    if (followed instanceof Text)
      return followed.parts.map((part) => (typeof part === 'string' ? part : `\${${this.keyOf(part)}}`)).join('');
    return typeof followed === 'object' ? JSON.stringify(followed) : String(followed);
  }

  /** The resource of one of these types that a value names, if the world has it. */
  resourceOf(value: Value | undefined, ...types: readonly string[]): Resource | undefined {
    const key = this.keyOf(value);
    const found = key === undefined ? undefined : this.get(key);
    return found && types.includes(found.type) ? found : undefined;
  }
}
