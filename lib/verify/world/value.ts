/**
 * A property's value once its world is fixed: JSON in which what stays open is one of four symbols.
 *
 * Never test for truth or compare with `===` before the symbols are excluded: an unresolved value concludes nothing.
 */
export type Value = null | boolean | number | string | Reference | Text | AnyOf | Unresolved | readonly Value[] | Fields;

export interface Fields {
  readonly [name: string]: Value;
}

/** What the cloud makes of a resource in the inputs: its id (no attribute), or one of its attributes. */
export class Reference {
  constructor(
    /** `Stack/LogicalId` or the Terraform address; a key of `World.resources`. */
    readonly resource: string,
    /** Such as `Arn`, `DefaultSecurityGroup` or `self_link`. @default - what CloudFormation's Ref gives, or Terraform's `id` */
    readonly attribute?: string,
  ) {}
}

/** A text with holes, such as an ARN around a Reference; never only literals, never empty. */
export class Text {
  constructor(readonly parts: readonly (string | Reference | AnyOf | Unresolved)[]) {}
}

/** Whatever value somebody gives at deployment: a parameter or variable without a list of allowed values. */
export class AnyOf {
  constructor(
    /** The parameter or variable, as reports name it in `when`. */
    readonly name: string,
    /** Whether its type, pattern, length and range admit a value; `undefined` if that can't be decided. */
    readonly admits: (value: string) => boolean | undefined,
    readonly defaultValue?: Value,
    /** Whether it may be a list of such values. @default false */
    readonly list: boolean = false,
    /** Whether it comes from a NoEcho parameter or a sensitive variable. @default false */
    readonly secret: boolean = false,
    /** Whether it is known to be a text of one line. @default false */
    readonly oneLine: boolean = false,
  ) {}
}

/** A value from outside the inputs: an import, a dynamic reference, a look-up, a function that can't be computed here. */
export class Unresolved {
  constructor(
    /** Names what would have to be known: `the export 'core-vpc' isn't in the inputs`. */
    readonly reason: string,
    /** Whether it is a secret: an SSM secure or Secrets Manager reference. @default false */
    readonly secret: boolean = false,
  ) {}
}

export const isSymbol = (value: unknown): value is Reference | Text | AnyOf | Unresolved =>
  value instanceof Reference || value instanceof Text || value instanceof AnyOf || value instanceof Unresolved;

export const isFields = (value: Value | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isSymbol(value);
