import type { JsonMapping } from './json';

/** A CloudFormation template as it was read, and where it belongs. */
export interface LoadedTemplate {
  /** The stack's part of resource ids: its name in a `cdk.out`, the file's base name otherwise. */
  readonly stack: string;
  /** What `AWS::StackName` is. @default - only known at deployment */
  readonly stackName?: string;
  /** The input file, as reports name it. */
  readonly file: string;
  /** The file's content, for `lineOf`. */
  readonly text: string;
  readonly body: JsonMapping;
  /** The templates of its nested stacks by logical id; one that isn't there is missing. */
  readonly nested: ReadonlyMap<string, LoadedTemplate>;
  /** The stage's folder inside a `cdk.out`; empty for the root and for single files. Templates of different assemblies are different systems. */
  readonly assembly: string;
  /** The account of the stack's environment. @default - unknown */
  readonly account?: string;
  /** The region of the stack's environment. @default - unknown */
  readonly region?: string;
}
