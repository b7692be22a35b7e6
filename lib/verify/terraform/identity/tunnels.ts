import type { Firewall } from '../../model/firewall';
import type { Interface } from '../../model/interface';
import { AddressSet } from '../../traffic/address-set';

/** "Using IAP for TCP forwarding": where connections by a tunnel come from. */
const tunnelSources = AddressSet.of('35.235.240.0/20');

/** Whether a connection by a tunnel of Identity-Aware Proxy may come in at an interface. */
export const admitsTunnels = ({ ingress, unaddressed }: Interface): boolean => !unaddressed && ingress.every(mayAdmit);

/** A rule that allows may come after one that denies: that only makes a doubt too many. */
const mayAdmit = ({ lists, otherwise, doubt }: Firewall): boolean =>
  doubt !== undefined ||
  otherwise === 'allow' ||
  lists.some(({ rules }) => rules.some(({ action, remote }) => action === 'allow' && remote.addresses.overlaps(tunnelSources)));
