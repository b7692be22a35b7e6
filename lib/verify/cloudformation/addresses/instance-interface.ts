import { isFields, type Value } from '../../world/value';
import type { ResourceIndex } from '../resource-index';

/** The id of the interface that an owner has in a subnet. */
export const interfaceId = (owner: string, subnet: string, number = 0): string =>
  `${owner}@${subnet}${number > 0 ? `#${number}` : ''}`;

/** The id of the primary interface of an instance that a value names; undefined if the inputs don't make the instance. */
export function instanceInterface(index: ResourceIndex, value: Value): string | undefined {
  const instance = index.resourceOf(value, 'AWS::EC2::Instance');
  if (!instance) return undefined;
  const listed = index.elements(instance.properties.NetworkInterfaces).filter(isFields);
  const first = listed.find(({ DeviceIndex }) => ['0', 0].includes(index.follow(DeviceIndex) as string | number)) ?? listed[0];
  const own = index.keyOf(first?.NetworkInterfaceId);
  if (own !== undefined) return own;
  const subnet = index.keyOf(first?.SubnetId ?? instance.properties.SubnetId);
  return subnet === undefined ? undefined : interfaceId(instance.id, subnet);
}
