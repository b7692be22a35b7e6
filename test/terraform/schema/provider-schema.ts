/** A type as Terraform writes it in JSON. */
export type AttributeType =
  | 'string'
  | 'number'
  | 'bool'
  | readonly ['list' | 'set' | 'map', AttributeType]
  | readonly ['object', Readonly<Record<string, AttributeType>>];

export interface Attribute {
  readonly type: AttributeType;
  readonly required?: boolean;
  readonly optional?: boolean;
  /** Whether the provider gives it a value where the configuration gives none. */
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  /** Whether Terraform keeps it in no state. */
  readonly write_only?: boolean;
}

export interface NestedBlock {
  readonly nesting_mode: 'list' | 'set' | 'single';
  readonly min_items?: number;
  readonly max_items?: number;
  readonly block: Block;
}

export interface Block {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly block_types: Readonly<Record<string, NestedBlock>>;
}

/** What the stub provider is told: what the real one takes, in the form that `terraform providers schema -json` prints, and what it answers. */
export interface ProviderSchema {
  readonly provider: { readonly block: Block };
  readonly resource_schemas: Readonly<Record<string, { readonly block: Block }>>;
  readonly data_source_schemas: Readonly<Record<string, { readonly block: Block }>>;
  /** Templates of what the stub answers, by type and attribute. */
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Attributes of any type that the provider knows before it makes a resource. */
  readonly early: readonly string[];
}
