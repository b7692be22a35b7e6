/** A system as the judge gets it: one file, and who is who in it. */
export interface Deployment {
  /** The file's name, by which the judge tells what it is. */
  readonly file: 'Stack.template.json' | 'cdk.tf.json';
  readonly content: object;
  /** As for `--agent`. */
  readonly agents: readonly string[];
  /** As for `--proxy`, with the listener's port. */
  readonly proxies: readonly string[];
}
