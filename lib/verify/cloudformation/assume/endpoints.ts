import type { Value } from '../../world/value';
import type { Resource } from '../../world/world';
import type { Answers, Described } from './answers';
import { assumed, isThere, listed } from './assumed-resource';

/** VPC endpoints, each with its policy. */
export const assumedEndpoints = (answers: Answers): Resource[] =>
  answers
    .of('VpcEndpoints')
    .filter(({ fields }) => isThere(fields.State))
    .map(endpoint);

function endpoint(each: Described): Resource {
  const { VpcId, ServiceName, VpcEndpointType, RouteTableIds, SubnetIds, PolicyDocument, IpAddressType } = each.fields;
  const groups = listed(each.fields, 'Groups').flatMap(({ GroupId }) => GroupId ?? []);
  return assumed('VPCEndpoint', each, {
    ...{ VpcId, ServiceName, VpcEndpointType, RouteTableIds, SubnetIds, IpAddressType },
    PolicyDocument: policyOf(PolicyDocument),
    ...(groups.length > 0 && { SecurityGroupIds: groups }),
  });
}

/** An answer has a policy as JSON in a text. */
function policyOf(document: Value | undefined): Value | undefined {
  if (typeof document !== 'string') return document;
  try {
    return JSON.parse(document) as Value;
  } catch {
    return document;
  }
}
