import { Reference, type Value } from '../../world/value';
import { arnFields } from '../policy-language/arn';
import { literalOf } from '../policy-language/glyph';
import { expandedValue } from '../policy-language/resource-arn';
import type { Thing } from './outlet';

/** Services of targets that keep what they are sent, as their ARNs name them; any other one runs code. */
const services: ReadonlySet<string | undefined> = new Set(
  'aoss dynamodb ecr es events firehose glue kinesis logs s3 s3express s3tables sns sqs'.split(' '),
);

/** Types of targets that keep what they are sent and that have no ARN here. */
const types = /^AWS::(?:Elasticsearch|OpenSearchService|OpenSearchServerless|S3Tables|Glue)::/;

/** Whether a target of this account only keeps what it is sent. */
export function isKeptBy({ index, own }: Thing, target: Value | undefined): boolean {
  const text = expandedValue(target ?? null, own.resources);
  const fields = arnFields(text);
  if (fields) return services.has(literalOf(fields[2]));
  const followed = index.follow(target);
  return followed instanceof Reference && types.test(index.get(followed.resource)?.type ?? '');
}
