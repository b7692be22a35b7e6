/** What an agent's container may reach. */
export interface AgentFilterProps {
  /** The door's address. */
  readonly address: string;
  /** The door's TCP ports. */
  readonly ports: readonly number[];
  /** Whether it may ask the resolver for names. */
  readonly resolves: boolean;
}

/** Compute Engine's metadata server, which no firewall rule of the network stops; it is also the resolver ("About VM metadata"). */
export const metadataServer = '169.254.169.254';

/**
 * The script by which an agent's host drops all that its container sends but to the door: the metadata server sees nothing of it, nor does the
 * host itself. Docker leaves the chain DOCKER-USER to such rules (Docker, "Packet filtering and firewalls").
 */
export function agentFilter({ address, ports, resolves }: AgentFilterProps): string {
  const door = ports.map((port) => `-d ${address}/32 -p tcp --dport ${port}`);
  const names = resolves ? ['udp', 'tcp'].map((protocol) => `-d ${metadataServer}/32 -p ${protocol} --dport 53`) : [];
  return [
    'set -eu',
    // each is put before the last one
    drop('iptables', 'DOCKER-USER'),
    ...[...names, ...door].map((packets) => `iptables -w -I DOCKER-USER -i docker0 ${packets} -j RETURN`),
    drop('iptables', 'INPUT'),
    drop('ip6tables', 'FORWARD'),
    drop('ip6tables', 'INPUT'),
    '',
  ].join('\n');
}

const drop = (program: string, chain: string): string => `${program} -w -I ${chain} -i docker0 -j DROP`;
