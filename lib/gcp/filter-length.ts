import type { TerraformResource } from 'cdktf';
import { templateProperties } from './template-properties';

/** Characters that a sink's filter may have: Cloud Logging, "Quotas and limits". */
const mostCharacters = 20_000;

/**
 * Why a sink can't be deployed with its filter, if so; for use while the app is validated. References count as they are written, which is longer
 * than most names that they stand for.
 */
export function filterProblems(sink: TerraformResource): string[] {
  const { length } = String(templateProperties(sink).filter);
  if (length <= mostCharacters) return [];
  return [
    `filter of a log sink must be ${mostCharacters} characters at most, fewer secrets or tools beside one audit trail, got ${length} for '${sink.node.path}'`,
  ];
}
