import type { FirewallRule, Remote } from '../../model/firewall';
import type { AddressSet } from '../../traffic/address-set';
import type { Doubt } from '../../world/doubt';
import { hop } from '../../world/hop';
import type { Place } from '../../world/place';
import type { ServiceChoice } from './rule-services';

export type Direction = 'egress' | 'ingress';

/** A rule together with what it is for. */
export interface ListedRule {
  readonly direction: Direction;
  /** Groups of which the host must be in one. @default - every host */
  readonly targets?: readonly string[];
  /** Why its targets can't be told. */
  readonly targetDoubt?: Doubt;
  /** Where the host's own address must be. @default - anywhere */
  readonly own?: AddressSet;
  /** Why that can't be told. */
  readonly ownDoubt?: Doubt;
  readonly rules: readonly FirewallRule[];
}

/** One way in which a rule names the other side. */
export interface RemoteChoice {
  readonly remote: Remote;
  readonly text: string;
  readonly note?: string;
  readonly doubt?: Doubt;
}

/** What a rule says of itself. */
export interface RuleHead {
  readonly place: Place;
  readonly direction: Direction;
  readonly action: FirewallRule['action'];
  readonly priority: number;
  readonly doubt?: Doubt;
}

const verbs = { allow: 'allows', deny: 'denies', next: 'leaves to the next rules' };

/** The rules for each way of naming the other side and each service. */
export const combined = (
  head: RuleHead,
  remotes: readonly RemoteChoice[],
  services: readonly ServiceChoice[],
): readonly FirewallRule[] => remotes.flatMap((remote) => services.map((service) => rule(head, remote, service)));

function rule(
  { place, direction, action, priority, doubt }: RuleHead,
  { remote, text, ...choice }: RemoteChoice,
  service: ServiceChoice,
): FirewallRule {
  const notes = [choice.note, service.note].filter((note) => note !== undefined).join(', ');
  const why = `${verbs[action]} ${service.services} ${direction === 'egress' ? 'to' : 'from'} ${text}${notes && `, ${notes}`}`;
  // a variable that can make an allowing rule wider can make a denying one narrower
  const narrower =
    action === 'allow' || !notes ? undefined : { reason: `what ${place.resource} matches hangs on a variable`, place };
  const reason = doubt ?? choice.doubt ?? service.doubt ?? narrower;
  return { action, priority, remote, services: service.services, hop: hop(place, why), ...(reason && { doubt: reason }) };
}

/** A short text for addresses. */
export const addressText = (addresses: AddressSet): string => (addresses.cidrs().length > 4 ? 'many addresses' : `${addresses}`);
