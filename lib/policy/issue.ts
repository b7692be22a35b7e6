/** One thing wrong with a policy, and where it stands in the document. */
export interface Issue {
  readonly path: readonly PropertyKey[];
  /** Names the destination or agent, the value and the fix. */
  readonly message: string;
}
