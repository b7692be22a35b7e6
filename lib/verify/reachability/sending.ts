import type { Interface } from '../model/interface';
import { AddressSet } from '../traffic/address-set';
import { linkLocal } from '../traffic/link-local';
import { nowhere } from '../traffic/nowhere';
import { ServiceSet } from '../traffic/service-set';
import { TrafficSet } from '../traffic/traffic-set';
import { passed } from './firewall-verdict';
import type { Source } from './landing';
import type { Mode } from './mode';

/** What of an interface its own packets depend on. */
export type Sender = Pick<Interface, 'id' | 'subnet' | 'addresses' | 'groups' | 'egress' | 'publicSources' | 'doubt'> & {
  /** Whose packets they are made to seem. @default - its own */
  readonly seems?: Source;
};

const elsewhere = AddressSet.all.subtract(nowhere).subtract(linkLocal);

/** A sender that has no address known may have any. */
export const sourceOf = ({ id, addresses, groups, seems }: Pick<Sender, 'id' | 'addresses' | 'groups' | 'seems'>): Source =>
  seems ?? { key: id, addresses: addresses.isEmpty() ? AddressSet.all : addresses, groups };

/** Whether packets still have the source that a sender gave them. */
export const isStillOf = (source: Source, sender: Sender): boolean => source.key === sourceOf(sender).key;

/** What a sender's own firewalls let out towards counterparts of some groups, by the destination's address. */
export const departing = (sender: Sender, groups: readonly string[], mode: Mode): TrafficSet =>
  passed(sender.egress, groups, mode).intersect(TrafficSet.of(sendable(sender), ServiceSet.all));

/** Destinations of the families that the sender has addresses of. */
function sendable(sender: Sender): AddressSet {
  const { addresses } = sourceOf({ ...sender, seems: undefined });
  const families = ([4, 6] as const).filter((family) => !addresses.family(family).isEmpty());
  return AddressSet.union(families.map((family) => elsewhere.family(family)));
}
