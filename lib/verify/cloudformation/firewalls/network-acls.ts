import type { Firewall, FirewallRule } from '../../model/firewall';
import { AddressSet } from '../../traffic/address-set';
import { ServiceSet } from '../../traffic/service-set';
import type { Doubt } from '../../world/doubt';
import { hop } from '../../world/hop';
import type { Place } from '../../world/place';
import type { Resource } from '../../world/world';
import { assumedDefaults } from '../assume/assumed-defaults';
import { isAssumed } from '../assume/assumed-resource';
import { howToAdd } from '../assume/describe-command';
import { defaultAclOf } from '../reading/attribute-key';
import { oncePerIndex } from '../reading/once-per-index';
import type { ResourceIndex } from '../resource-index';
import { entryRules } from './network-acl-entries';
import type { Direction } from './security-group-rules';

/** What a subnet's network ACL makes of packets that leave and enter it. */
export interface SubnetFirewalls {
  readonly egress: readonly Firewall[];
  readonly ingress: readonly Firewall[];
}

/** The network ACL of a subnet: the associated one, else the VPC's default, which filters nothing unless entries are added to it. */
export function networkAcl(index: ResourceIndex, subnet: Resource): SubnetFirewalls {
  const associations = latest(index.referring('AWS::EC2::SubnetNetworkAclAssociation', 'SubnetId', subnet.id));
  const network = index.keyOf(subnet.properties.VpcId) ?? '';
  const named = associations.map(({ properties }) => index.keyOf(properties.NetworkAclId) ?? '');
  const keys = named.length > 0 ? named : [assumedDefaults(index, network)?.acl ?? defaultAclOf(network)];
  const acls = keys.filter((key) => !isUntouched(index, key, network)).map((key) => acl(index, key, network, subnet.place));
  const unsure = associations.find(({ doubt }) => doubt)?.doubt;
  return {
    egress: acls.map(({ egress }) => inDoubt(egress, unsure)),
    ingress: acls.map(({ ingress }) => inDoubt(ingress, unsure)),
  };
}

/** An association that is deployed takes the place of one that exists already. */
function latest(associations: readonly Resource[]): readonly Resource[] {
  const made = associations.filter(({ place }) => !isAssumed(place));
  return made.length > 0 ? made : associations;
}

const isOwnDefault = (index: ResourceIndex, key: string, network: string): boolean =>
  key === defaultAclOf(network) && index.get(network)?.type === 'AWS::EC2::VPC' && !assumedDefaults(index, network);

const isUntouched = (index: ResourceIndex, key: string, network: string): boolean =>
  isOwnDefault(index, key, network) && index.referring('AWS::EC2::NetworkAclEntry', 'NetworkAclId', key).length === 0;

const inDoubt = (firewall: Firewall, doubt: Doubt | undefined): Firewall => (doubt ? { ...firewall, doubt } : firewall);

interface Acl {
  readonly egress: Firewall;
  readonly ingress: Firewall;
}

const known = oncePerIndex(() => new Map<string, Acl>());

function acl(index: ResourceIndex, key: string, network: string, user: Place): Acl {
  const found = known(index).get(key) ?? made(index, key, network, user);
  known(index).set(key, found);
  return found;
}

function made(index: ResourceIndex, key: string, network: string, user: Place): Acl {
  const resource = index.get(key);
  if (resource?.type === 'AWS::EC2::NetworkAcl') return both((direction) => listed(index, key, direction, resource.place, []));
  if (isOwnDefault(index, key, network)) return both((direction) => listed(index, key, direction, user, [open(user)]));
  const reason = `the entries of the network ACL '${key}' aren't in the inputs${howToAdd('describe-network-acls')}`;
  const doubt = { reason, place: user };
  return both((direction) => ({ ...listed(index, key, direction, user, []), doubt }));
}

const both = (make: (direction: Direction) => Firewall): Acl => ({ egress: make('egress'), ingress: make('ingress') });

/** "Default network ACL for a VPC": rule 100, and 101 for IPv6, allow everything. */
const open = (place: Place): FirewallRule => ({
  action: 'allow',
  priority: 100,
  remote: { addresses: AddressSet.all },
  services: ServiceSet.all,
  hop: hop(place, 'has the default network ACL, which allows everything'),
});

function listed(index: ResourceIndex, key: string, direction: Direction, place: Place, also: readonly FirewallRule[]): Firewall {
  const entries = index.referring('AWS::EC2::NetworkAclEntry', 'NetworkAclId', key);
  const rules = entries.flatMap((entry) => entryRules(index, entry, direction));
  return {
    lists: [{ rules: [...also, ...rules] }],
    otherwise: 'deny',
    hop: hop(place, `has no entry that allows other ${direction}`),
  };
}
