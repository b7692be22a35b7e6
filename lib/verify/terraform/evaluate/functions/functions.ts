import { addressFunctions } from './addresses';
import { collectionFunctions } from './collections';
import { conversions } from './conversions';
import { encodingFunctions } from './encoding';
import { numberFunctions } from './numbers';
import type { OperationTable } from './operation-table';
import { textFunctions } from './text';

const tables: readonly OperationTable[] = [
  textFunctions,
  numberFunctions,
  encodingFunctions,
  addressFunctions,
  collectionFunctions,
  conversions,
];

/** Terraform's functions that are computed exactly, by name. */
export const functions: ReadonlyMap<string, OperationTable[string]> = new Map(
  tables.flatMap(Object.entries<OperationTable[string]>),
);
