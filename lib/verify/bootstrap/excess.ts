import type { Destination } from '../../policy/destination';
import type { EgressPolicy } from '../../policy/egress-policy';
import { AddressSet } from '../traffic/address-set';
import { publicAddresses } from '../traffic/public-addresses';

/** What an admission passes beyond a policy. `sure`: the request in `what` passes; otherwise it can't be told. */
export interface Excess {
  readonly what: string;
  readonly sure: boolean;
}

export const unguarded = (host: string): Excess => ({ what: `${host} at addresses that the policy doesn't allow`, sure: false });

/** Whether a host reaches no other addresses than a destination may have; any public ones if it names none. */
export function isGuarded({ addresses: blocks }: Pick<Destination, 'addresses'>, addresses: AddressSet | undefined): boolean {
  const allowed = blocks.length > 0 ? AddressSet.of(...blocks) : publicAddresses;
  return addresses !== undefined && allowed.covers(addresses);
}

/** Whether report mode lets a policy pass what it denies for as long as the proxy does. */
export const isReporting = ({ enforcement }: EgressPolicy, until: string | undefined): boolean =>
  enforcement !== 'enforce' && until !== undefined && until <= `${enforcement.reportUntil}T00:00:00Z`;

/** What is said of a request that the proxy itself stops passing. */
export const whileReporting = (until: string | undefined): string =>
  until === undefined ? '' : ` in report mode, until ${until.slice(0, 10)}`;
