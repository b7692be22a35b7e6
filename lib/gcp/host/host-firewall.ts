import { type HostFile, textFile } from './host-file';
import { configFolder } from './host-folders';
import { unitText } from './unit-text';

export interface HostFirewallProps {
  /** TCP ports that the host answers at, besides what Container-Optimized OS leaves open itself. */
  readonly ports: readonly number[];
  /** User id of the host's container, if it may not be the host. @default - it may have the host's identity */
  readonly user?: number;
}

/** The unit that opens and closes. */
export const hostFirewall = 'airlock-firewall.service';

/**
 * Opens ports, as Container-Optimized OS drops what comes in ("Configuring the host firewall"), and closes the metadata server, which hands out the
 * host's access token, to the container: its user may ask it for names alone.
 */
export function hostFirewallFiles(props: HostFirewallProps): readonly HostFile[] {
  const path = `${configFolder}/firewall.sh`;
  const unit = unitText({
    Unit: { Description: 'Ports of the host, and what its container may not ask' },
    Service: { Type: 'oneshot', RemainAfterExit: 'yes', ExecStart: `/bin/bash ${path}` },
  });
  return [textFile(path, script(props)), textFile(`/etc/systemd/system/${hostFirewall}`, unit)];
}

// both chains are filled before they are used, and a second run changes nothing
const script = ({ ports, user }: HostFirewallProps): string => `#!/bin/bash
set -euo pipefail
PATH=/usr/sbin:/usr/bin:/sbin:/bin
${privilegedPorts(ports)}
fresh() { iptables -w -N "$1" 2>/dev/null || iptables -w -F "$1"; }
first() { iptables -w -C "$1" -j "$2" 2>/dev/null || iptables -w -I "$1" -j "$2"; }

fresh AIRLOCK-IN
for port in ${ports.join(' ')}; do iptables -w -A AIRLOCK-IN -p tcp --dport "$port" -j ACCEPT; done
first INPUT AIRLOCK-IN

${user === undefined ? '' : metadataClosed(user)}`;

const metadataClosed = (user: number): string => `fresh AIRLOCK-OUT
own=(-m owner --uid-owner ${user} -d 169.254.0.0/16)
iptables -w -A AIRLOCK-OUT "\${own[@]}" -p udp --dport 53 -j RETURN
iptables -w -A AIRLOCK-OUT "\${own[@]}" -p tcp --dport 53 -j RETURN
iptables -w -A AIRLOCK-OUT "\${own[@]}" -j REJECT
first OUTPUT AIRLOCK-OUT
`;

/** A container without capabilities in the host's network may only listen where anybody may. */
function privilegedPorts(ports: readonly number[]): string {
  const lowest = Math.min(...ports);
  return lowest < 1024 ? `printf ${lowest} >/proc/sys/net/ipv4/ip_unprivileged_port_start` : '';
}
