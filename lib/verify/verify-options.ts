import type { ReportOptions } from './report/report-of';
import type { RolesRequest } from './system';

export interface VerifyOptions extends Partial<RolesRequest>, ReportOptions {
  /** Templates, `cdk.out` folders, Terraform JSON and plans. */
  readonly paths: readonly string[];
  /** Values of parameters or variables, by name. @default - each may have any value that it admits */
  readonly parameters?: unknown;
  /** What exists already: an answer of `aws ec2 describe-…`, or a list of them. @default - nothing */
  readonly assume?: unknown;
}
