import type { AuditLog } from '../access-log/audit-log';
import type { AgentSource, BootstrapProps } from '../bootstrap-props';
import type { EnvoyConfig } from '../extension';
import { socketAddress } from '../socket-address';
import { ownPortCluster, ownPorts } from './own-port';
import { socketAt, socketListener } from './socket-listener';
import { type TransparentEntrance, transparentListener } from './transparent-listener';

/** Ways in besides the two ports, all of which lead to these: listeners, and the clusters that they need. */
export interface OtherEntrances {
  readonly listeners: readonly EnvoyConfig[];
  readonly clusters: readonly EnvoyConfig[];
}

/** @throws if agents are told apart by what only the two ports see */
export function otherEntrances(sources: readonly AgentSource[], props: BootstrapProps, log: AuditLog): OtherEntrances {
  refuseStrangers(sources, props);
  const [only, ...others] = sources.map(({ agent }) => agent);
  return {
    listeners: [...transparentListeners(others.length > 0 ? undefined : only, props, log), ...socketListeners(props)],
    clusters: ownPorts(props).map((port) => ownPortCluster(port, props)),
  };
}

function transparentListeners(agent: string | undefined, props: BootstrapProps, log: AuditLog): readonly EnvoyConfig[] {
  const { address, transparentPort: port, transparentSocket: path } = props;
  const entrances: readonly TransparentEntrance[] = [
    ...(port === undefined ? [] : [{ name: 'transparent', address: socketAddress(address, port), agent } as const]),
    ...(path === undefined ? [] : [{ name: 'transparent-socket', address: socketAt(path), source: '127.0.0.1', agent } as const]),
  ];
  return entrances.map((entrance) => transparentListener(entrance, props, log));
}

function socketListeners({ gatewaySocket, proxySocket, transparentHttpSocket }: BootstrapProps): readonly EnvoyConfig[] {
  return [
    ...(gatewaySocket === undefined ? [] : [socketListener('gateway', gatewaySocket)]),
    ...(proxySocket === undefined ? [] : [socketListener('proxy', proxySocket)]),
    ...(transparentHttpSocket === undefined ? [] : [socketListener('transparent-http', transparentHttpSocket)]),
  ];
}

/** All lead to the ports from this machine, where nobody else is seen unless a header says who comes. */
function refuseStrangers(sources: readonly AgentSource[], props: BootstrapProps): void {
  const { transparentPort, gatewaySocket, proxySocket, transparentSocket, transparentHttpSocket, proxyProtocol } = props;
  const hasSocket = [gatewaySocket, proxySocket, transparentSocket, transparentHttpSocket].some((path) => path !== undefined);
  const isAnybody = sources.length === 1 && !sources[0]?.sources && !sources[0]?.endpointIds;
  if (hasSocket && (!isAnybody || proxyProtocol)) {
    throw new Error(
      'gatewaySocket, proxySocket and the transparent sockets need one agent, from anywhere, and no proxyProtocol: nothing tells who comes by them',
    );
  }
  if (transparentPort !== undefined && !isAnybody && !proxyProtocol) {
    throw new Error('transparentPort needs one agent, from anywhere, or proxyProtocol, which tells the agents apart');
  }
}
