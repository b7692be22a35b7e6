import type { Forwarder } from '../../model/forwarder';
import { neverImplied } from '../../reachability/proxy-ports';
import { PortSet } from '../../traffic/port-set';

/** "google_compute_forwarding_rule": more than these aren't a list of ports, but a range or all. */
const mostListed = 5;

/** The ports at which forwarders lead to one of some hosts, where they list any; undefined if none does. */
export function forwardedPorts(hosts: readonly string[], forwarders: readonly Forwarder[]): PortSet | undefined {
  const targets = forwarders
    .flatMap(({ listeners }) => listeners)
    .flatMap(({ targets }) => targets)
    .filter(({ to, ports, doubt }) => hosts.includes(to) && !doubt && ports.size() <= mostListed);
  const ports = targets.reduce((all, each) => all.union(each.ports), PortSet.none).subtract(neverImplied);
  return ports.isEmpty() ? undefined : ports;
}
