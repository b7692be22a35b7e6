import { dataSourceClass, providerClass, resourceClass } from './bindings';
import { derivedBlock } from './derived-block';
import type { GeneratedClass } from './generated-class';
import { withKnownFacts } from './known-facts';
import { madeUpValues } from './made-up-values';
import type { Block, ProviderSchema } from './provider-schema';

// biome-ignore lint/suspicious/noExplicitAny: a resource has whatever shape its type gives it
export type Arguments = Record<string, any>;

/** A Terraform configuration, as far as it is looked into. */
export interface Configuration {
  readonly terraform?: { readonly backend?: object };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
  readonly data?: Readonly<Record<string, object>>;
}

/** The schema of the Google provider, as far as a configuration uses it, by the bindings that are installed. */
export function derivedSchema({ resource = {}, data = {} }: Configuration): ProviderSchema {
  return {
    provider: { block: providerBlock() },
    resource_schemas: schemas(Object.keys(resource), '', resourceClass),
    data_source_schemas: schemas(Object.keys(data), 'data.', dataSourceClass),
    values: Object.fromEntries(Object.keys({ ...resource, ...data }).map((type) => [type, madeUpValues(type)])),
    early: ['project', 'region', 'zone', 'email', 'member'],
  };
}

function providerBlock(): Block {
  const { attributes, block_types } = derivedBlock(providerClass());
  // Terraform keeps it for itself
  const { alias: _, ...settings } = attributes;
  return { attributes: settings, block_types };
}

function schemas(
  types: readonly string[],
  kind: '' | 'data.',
  classOf: (type: string) => GeneratedClass,
): Record<string, { block: Block }> {
  const google = types.filter((type) => type.startsWith('google_'));
  return Object.fromEntries(google.map((type) => [type, { block: withKnownFacts(kind + type, derivedBlock(classOf(type))) }]));
}
