/** What is read of a type, and when that leaves something open. */
export interface ModelledType {
  /** Properties that the judge reads. */
  readonly reads: readonly string[];
  /** What makes the verdict `unknown`; lower case, without a final period. Empty: nothing of the type's own. */
  readonly unknownWhen: string;
}

/** A row of a table: properties in one text with blanks between. */
export const modelled = (reads: string, unknownWhen = ''): ModelledType => ({
  reads: reads.split(/\s+/).filter(Boolean),
  unknownWhen,
});
