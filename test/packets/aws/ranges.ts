import type { PortRange } from '../topology';
import type { AwsTopology } from './topology';

/** Every port range that a rule names. */
export function rangesOf({ networks }: AwsTopology): readonly PortRange[] {
  const rules = networks.flatMap(({ groups }) => groups.flatMap(({ ingress, egress = [] }) => [...ingress, ...egress]));
  const entries = networks.flatMap(({ acls }) => acls.flatMap((acl) => acl.entries));
  return [...rules, ...entries].flatMap(({ ports }) => (ports ? [ports] : []));
}
