import type { Json } from '../load/json';
import type { LoadedTemplate } from '../load/loaded-template';
import type { Parameter } from './parameter';

/** A resource as its template declares it. */
export interface Declaration {
  readonly json: Json;
  /** JSON Pointer to it in the template. */
  readonly pointer: string;
  /** The condition that decides whether it is there. */
  readonly condition?: string;
}

/** One deployment of a template: a stack of its own, or one nested in another. */
export interface Stack {
  /** `Stack` or `Stack/NestedLogicalId`: what the ids of its resources begin with. */
  readonly id: string;
  readonly template: LoadedTemplate;
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly mappings: Json | undefined;
  readonly conditions: ReadonlyMap<string, Json>;
  readonly resources: ReadonlyMap<string, Declaration>;
  readonly outputs: ReadonlyMap<string, Json>;
  readonly rules: readonly Json[];
  /** The stack that it is nested in, and its logical id there. */
  readonly parent?: { readonly stack: Stack; readonly logicalId: string };
  readonly nested: Map<string, Stack>;
}

/** The key in `World.resources` of a resource of a stack. */
export const resourceId = (stack: Stack, logicalId: string): string => `${stack.id}/${logicalId}`;
