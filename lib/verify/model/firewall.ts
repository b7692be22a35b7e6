import type { AddressSet } from '../traffic/address-set';
import type { ServiceSet } from '../traffic/service-set';
import type { Doubt } from '../world/doubt';
import type { Hop } from '../world/hop';

/** Who is on the other end: the destination for egress, the source for ingress. It matches by address or by membership, whichever holds. */
export interface Remote {
  readonly addresses: AddressSet;
  /** Groups whose members match: a security group, a prefix list, a tag or a service account, as `Interface.groups` names them. @default - none */
  readonly groups?: readonly string[];
}

export interface FirewallRule {
  /** `next` leaves the decision to the next list (Google's goto_next). */
  readonly action: 'allow' | 'deny' | 'next';
  /** Lower is asked first; at the same priority a deny wins. */
  readonly priority: number;
  readonly remote: Remote;
  /** By destination port in both directions. */
  readonly services: ServiceSet;
  /** The rule, for a path: it names the resource that allows. */
  readonly hop: Hop;
  readonly doubt?: Doubt;
}

/** Rules asked in the order of their priority; the first that matches decides. */
export interface RuleList {
  readonly rules: readonly FirewallRule[];
}

/**
 * One firewall that traffic passes: its lists are asked in order, until one decides.
 *
 * A security group is one list of allows and `otherwise: deny` (all groups of an interface together are one firewall, as they add up);
 * a network ACL one ordered list; Google's hierarchy of policies one list each, with the VPC's rules and the implied rule at the end.
 */
export interface Firewall {
  readonly lists: readonly RuleList[];
  readonly otherwise: 'allow' | 'deny';
  /** Why `otherwise` holds, for a path that it allows. */
  readonly hop: Hop;
  /** Set if rules may exist that the inputs don't show: whatever the lists say is then in doubt both ways. */
  readonly doubt?: Doubt;
}
