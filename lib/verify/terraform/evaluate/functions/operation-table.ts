import type { Value } from '../../../world/value';

/** Functions of Terraform by name; each throws Stop if an argument doesn't do. */
export type OperationTable = Readonly<Record<string, (...args: readonly Value[]) => Value>>;
