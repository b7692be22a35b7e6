import type { FirewallRule } from '../../model/firewall';
import { AddressSet } from '../../traffic/address-set';
import { ServiceSet } from '../../traffic/service-set';
import type { Doubt } from '../../world/doubt';
import { hop } from '../../world/hop';
import type { Place } from '../../world/place';
import { isSymbol } from '../../world/value';
import type { Resource } from '../../world/world';
import { assumedDefaults } from '../assume/assumed-defaults';
import { howToAdd } from '../assume/describe-command';
import { defaultGroupOf } from '../reading/attribute-key';
import { oncePerIndex } from '../reading/once-per-index';
import type { ResourceIndex } from '../resource-index';
import { allowAll, type Direction, type GroupRule, groupRules, inlineRules } from './security-group-rules';

/** The rules of one security group. */
export interface SecurityGroup {
  readonly key: string;
  readonly egress: readonly GroupRule[];
  readonly ingress: readonly FirewallRule[];
}

const known = oncePerIndex(() => new Map<string, SecurityGroup>());

/** The group that a key names: one made in the inputs, a VPC's default group, or one that is only referred to. */
export function securityGroup(index: ResourceIndex, key: string, user: Place): SecurityGroup {
  const group = known(index).get(key) ?? made(index, key, user);
  known(index).set(key, group);
  return group;
}

function made(index: ResourceIndex, key: string, user: Place): SecurityGroup {
  const resource = index.get(key);
  if (resource?.type === 'AWS::EC2::SecurityGroup') return ownGroup(index, resource);
  const network = defaultGroupNetwork(index, key);
  return network ? defaultGroup(index, network) : foreignGroup(index, key, user);
}

function ownGroup(index: ResourceIndex, group: Resource): SecurityGroup {
  const { place, properties, doubt } = group;
  const inline = (direction: Direction) =>
    inlineRules(index, place, properties[direction === 'egress' ? 'SecurityGroupEgress' : 'SecurityGroupIngress'], direction);
  return {
    key: group.id,
    egress: [
      ...(hasNoEgress(index, group) ? [defaultEgress(place, doubt)] : inline('egress')),
      ...standalone(index, group.id, 'egress'),
    ],
    ingress: [...inline('ingress'), ...standalone(index, group.id, 'ingress')],
  };
}

/**
 * "AWS::EC2::SecurityGroup": a group that is created without egress rules of its own gets one that allows all IPv4 and IPv6. Standalone
 * rules come after the group, and no page says that they would take that rule away.
 */
const defaultEgress = (place: Place, doubt?: Doubt): FirewallRule => ({
  ...allowAll(place, 'egress', doubt),
  hop: hop(place, 'has no SecurityGroupEgress, so that all egress is allowed'),
});

const hasNoEgress = (index: ResourceIndex, { properties }: Resource): boolean =>
  !isSymbol(properties.SecurityGroupEgress) && index.elements(properties.SecurityGroupEgress).length === 0;

function standalone(index: ResourceIndex, key: string, direction: Direction): readonly GroupRule[] {
  const type = direction === 'egress' ? 'AWS::EC2::SecurityGroupEgress' : 'AWS::EC2::SecurityGroupIngress';
  return [...index.referring(type, 'GroupId', key), ...index.referring(type, 'GroupName', key)].flatMap(
    ({ place, properties, doubt }) => groupRules(index, place, properties, direction, doubt),
  );
}

function defaultGroupNetwork(index: ResourceIndex, key: string): Resource | undefined {
  const vpc = index.get(key.replace(/\.DefaultSecurityGroup$/, ''));
  return vpc?.type === 'AWS::EC2::VPC' && key === defaultGroupOf(vpc.id) && !assumedDefaults(index, vpc.id) ? vpc : undefined;
}

/** "Default security groups for your VPCs": all egress, and ingress from the group itself. */
function defaultGroup(index: ResourceIndex, vpc: Resource): SecurityGroup {
  const key = defaultGroupOf(vpc.id);
  const self: FirewallRule = {
    action: 'allow',
    priority: 0,
    remote: { addresses: AddressSet.none, groups: [key] },
    services: ServiceSet.all,
    hop: hop(vpc.place, 'has a default security group that allows all ingress from itself'),
  };
  const all = { ...allowAll(vpc.place, 'egress'), hop: hop(vpc.place, 'has a default security group that allows all egress') };
  return { key, egress: [all, ...standalone(index, key, 'egress')], ingress: [self, ...standalone(index, key, 'ingress')] };
}

/** A group that the inputs don't make allows what they add to it, and perhaps more. */
function foreignGroup(index: ResourceIndex, key: string, user: Place): SecurityGroup {
  const reason = `the rules of the security group '${key}' aren't in the inputs${howToAdd('describe-security-groups')}`;
  const doubt = { reason, place: user };
  return {
    key,
    egress: [...standalone(index, key, 'egress'), allowAll(user, 'egress', doubt)],
    ingress: [...standalone(index, key, 'ingress'), allowAll(user, 'ingress', doubt)],
  };
}
