import { Reference, Text, type Value } from '../../world/value';
import type { ResourceIndex } from '../resource-index';

/** What an endpoint's ServiceName names. */
export type NamedService =
  /** One of AWS's own, such as `s3` or `ecr.api`. */
  | { readonly kind: 'aws'; readonly service: string }
  /** An endpoint service that the inputs make. */
  | { readonly kind: 'own'; readonly id: string }
  /** One that they don't, or one that can't be told. */
  | { readonly kind: 'foreign'; readonly name: string };

const ownType = 'AWS::EC2::VPCEndpointService';

/** The service that a name names, whatever it is put together from. */
export function namedService(index: ResourceIndex, property: Value | undefined): NamedService {
  const value = index.follow(property);
  const parts = value instanceof Text ? value.parts : [value];
  const own = parts.find((part) => part instanceof Reference && index.get(part.resource)?.type === ownType);
  if (own instanceof Reference) return { kind: 'own', id: own.resource };
  const name = index.keyOf(value) ?? 'a service that is left out';
  const service = awsService(name);
  return service === undefined ? { kind: 'foreign', name } : { kind: 'aws', service };
}

/** "AWS services that integrate with AWS PrivateLink": `com.amazonaws.REGION.SERVICE`, `aws.api.REGION.SERVICE` and their like. */
function awsService(name: string): string | undefined {
  const region = '(?:\\$\\{[^}]*\\}|[a-z]{2}(?:-[a-z]+)+-\\d+)';
  const [, prefix, service] =
    new RegExp(`^(?:[a-z]{2}\\.)?(com\\.amazonaws|aws(?:\\.[a-z]+)?)\\.${region}\\.(.+)$`).exec(name) ?? [];
  if (prefix === undefined) return /^com\.amazonaws\.(s3-global\.accesspoint)$/.exec(name)?.[1];
  return service?.includes('vpce-svc') || service?.includes('${') ? undefined : service;
}
