/** An expression of Terraform's language, parsed. */
export type Node =
  | { readonly kind: 'literal'; readonly value: null | boolean | number | string }
  | { readonly kind: 'template'; readonly parts: readonly Node[] }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'attribute'; readonly of: Node; readonly name: string }
  | { readonly kind: 'index'; readonly of: Node; readonly index: Node }
  | { readonly kind: 'splat'; readonly of: Node; readonly each: Node }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Node[]; readonly spread: boolean }
  | { readonly kind: 'unary'; readonly operator: '!' | '-'; readonly of: Node }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node }
  | { readonly kind: 'conditional'; readonly test: Node; readonly then: Node; readonly otherwise: Node }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'object'; readonly entries: readonly Entry[] }
  | For;

export interface Entry {
  readonly key: Node;
  readonly value: Node;
}

/** `[for key, value in of : result if condition]`, or `{for … : resultKey => result...}`. */
export interface For {
  readonly kind: 'for';
  readonly key?: string;
  readonly value: string;
  readonly of: Node;
  readonly resultKey?: Node;
  readonly result: Node;
  readonly condition?: Node;
  /** Whether results of one key are gathered in a list. */
  readonly grouped: boolean;
}

/** The name by which a splat's `each` calls the element; no name in the language has a `*`. */
export const splatItem = '*';

/** Why a text is no expression. */
export class SyntaxProblem extends Error {}
