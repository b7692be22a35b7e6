import { DefaultTokenResolver, StringConcat, type TerraformElement, type TerraformResource, Tokenization } from 'cdktf';

/** Arguments of a resource as Terraform will read them, blocks among them. */
export type Properties = Readonly<Record<string, unknown>>;

interface Fragment {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Properties>>>>;
}

/**
 * A resource's arguments as its stack's JSON will have them, overrides and all; for use while the app is validated.
 *
 * @param fragment - what `toTerraform()` gave before, if it isn't the resource as it now is
 */
export function templateProperties(resource: TerraformResource, fragment: unknown = resource.toTerraform()): Properties {
  // what is undefined isn't in the JSON
  const { resource: types = {} } = JSON.parse(JSON.stringify(resolved(resource, fragment))) as Fragment;
  const [{ '//': _, ...properties } = {}] = Object.values(types).flatMap((byId) => Object.values(byId));
  return properties;
}

/** A value as the JSON will have it, tokens as the expressions that they stand for. */
export function resolved<T>(scope: TerraformElement, value: T): T {
  return Tokenization.resolve(value, { scope, resolver: new DefaultTokenResolver(new StringConcat()), preparing: false });
}

/** Every string in `value`, however deep; the names of arguments are not among them. */
export function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
