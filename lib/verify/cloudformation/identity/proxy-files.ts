import { arnOf, objectsOf } from '../policy-language/resource-arn';
import type { ProxyParts } from './boundary';
import { type Grant, grantOf } from './grant';
import { mayAnywhere, mayOn, type RoleRequester } from './requester';

const action = 's3:PutObject';

/** Buckets that the proxy's definition refers to, where a role may write: its code or its configuration may be there. */
export function proxyFiles(by: RoleRequester, { resources }: ProxyParts): Grant[] {
  const buckets = by.index.ofType('AWS::S3::Bucket').filter(({ id }) => resources.has(id));
  if (buckets.length === 0) return [];
  const granted = mayAnywhere(by, [action]).answer !== 'no';
  return buckets.flatMap((bucket) => {
    const arn = arnOf(bucket);
    if (!arn || !granted) return [];
    const reason = `whether the proxy takes its code or configuration from ${bucket.id} isn't in the inputs`;
    return grantOf(mayOn(by, [action], bucket, [objectsOf(arn)]), {
      kind: 'control-proxy',
      action,
      object: `on ${bucket.id}`,
      limit: 'maybe',
      reason,
    });
  });
}
