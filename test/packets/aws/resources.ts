import { found } from '../found';
import type { AwsTopology } from './topology';

/** Resources of a template, by logical id. */
export type Resources = Readonly<
  Record<string, { readonly Type: string; readonly Properties: object; readonly DependsOn?: string }>
>;

export const ref = (name: string) => ({ Ref: name });

/** A group's id; the default group's is an attribute of its network. */
export function groupId(topology: AwsTopology, group: string): object {
  const network = found(topology.networks, ({ groups }) => groups.some(({ name }) => name === group));
  const isDefault = found(network.groups, ({ name }) => name === group).isDefault;
  return { 'Fn::GetAtt': isDefault ? [network.name, 'DefaultSecurityGroup'] : [group, 'GroupId'] };
}
