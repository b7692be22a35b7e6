import type { PortRange } from '../topology';
import type { GoogleTopology } from './topology';

/** Every port range that a rule names. */
export function rangesOf({ networks }: GoogleTopology): readonly PortRange[] {
  return networks.flatMap(({ firewalls, policy }) =>
    [...firewalls, ...(policy?.rules ?? [])].flatMap(({ traffic: { ports } }) => (ports ? [ports] : [])),
  );
}
