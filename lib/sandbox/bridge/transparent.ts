import type { Destination } from '../../policy/destination';
import { bridged, places } from '../places';
import type { Door } from './door';

/** What catches programs that know nothing of a proxy in a sandbox's own network namespace; none of it is there unasked. */
export interface Transparent {
  /** Commands for the new network namespace, by whoever owns it, before anything of the sandbox runs. */
  readonly network: readonly (readonly string[])[];
  readonly doors: readonly Door[];
  /** Lines of the sandbox's /etc/hosts: names are known by it alone, as there is no name server. */
  readonly hosts: string;
  /** What isn't caught, a line each. */
  readonly warnings: readonly string[];
}

/**
 * Makes every IPv4 address the namespace's own, with the bridge at ports 443 and 80 of all: a connection to any other port is refused at once,
 * as are datagrams; IPv6 has no route. So no packet filter is needed, and what a program connects to doesn't matter: the proxy judges the name
 * in the TLS handshake, or in plain HTTP the Host header.
 */
export function transparent(destinations: readonly Destination[]): Transparent {
  const open = destinations.filter(({ access, ports }) => access !== 'gateway' && ports.includes(443));
  const patterns = open.flatMap(({ hosts }) => hosts);
  const names = (wildcard: boolean) =>
    [...new Set(patterns.filter((host) => host.wildcard === wildcard).map(({ text }) => text))].sort();
  return {
    network,
    doors,
    hosts: names(false)
      .map((name) => `${bridged.host} ${name}\n`)
      .join(''),
    warnings: warnings(names(true), open),
  };
}

const network = [
  ['ip', 'route', 'add', 'local', '0.0.0.0/0', 'dev', 'lo'],
  // so that the bridge, which has no capability, may listen at 443 and 80
  ['sh', '-c', 'echo 0 > /proc/sys/net/ipv4/ip_unprivileged_port_start'],
];

const doors: readonly Door[] = [
  { address: '0.0.0.0', port: 443, socket: places.transparentSocket },
  { address: '0.0.0.0', port: 80, socket: places.transparentHttpSocket },
];

function warnings(wildcards: readonly string[], open: readonly Destination[]): readonly string[] {
  if (open.length === 0) return ['--transparent catches nothing: the policy has no tunnel and no intercept at port 443'];
  return wildcards.map(
    (host) => `'${host}' isn't known to programs that ignore proxy variables: list names, as /etc/hosts has no wildcards`,
  );
}
