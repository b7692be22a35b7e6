/** Where something that is mounted comes from: beside what is rendered, from the proxy, or a whole path of the machine's. */
export type MountSource =
  | { readonly from: 'beside'; readonly name: string }
  | { readonly from: 'sockets' }
  | { readonly from: 'authorities' }
  | { readonly from: 'machine'; readonly path: string };

/** Something of the machine's in a container; what is mounted below it on the machine isn't seen. */
export interface BoundMount {
  readonly type: 'bind';
  readonly source: MountSource;
  readonly target: string;
  readonly isReadOnly: boolean;
}

/** An empty folder that nothing can be written to. */
export interface EmptyMount {
  readonly type: 'empty';
  readonly target: string;
}

export type Mount = BoundMount | EmptyMount;

/** Why a path can't be mounted by whatever is rendered; `undefined` if it can. */
export const pathProblem = (path: string): string | undefined =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is refused
  /[\u0000-\u001f\u007f]/.test(path)
    ? `a path that is mounted must have no control character, got ${JSON.stringify(path)}`
    : undefined;
