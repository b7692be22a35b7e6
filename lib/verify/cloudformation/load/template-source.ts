/** A template file to read, and what is known about its stack. */
export interface TemplateSource {
  readonly file: string;
  /** The stack's name, unique among the inputs where `alternative` isn't needed. */
  readonly stack: string;
  /** What to call the stack if another has the same name. */
  readonly alternative: string;
  readonly stackName?: string;
  readonly assembly: string;
  readonly account?: string;
  readonly region?: string;
}
