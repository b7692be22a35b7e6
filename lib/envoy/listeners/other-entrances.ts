import type { AuditLog } from '../access-log/audit-log';
import type { AgentSource, BootstrapProps } from '../bootstrap-props';
import type { EnvoyConfig } from '../extension';
import { socketAddress } from '../socket-address';
import { type OwnPort, ownPortClusters } from './own-port';
import { socketAt, socketListener } from './socket-listener';
import { type TransparentEntrance, transparentListener } from './transparent-listener';

/** Ways in besides the two ports, all of which lead to these: listeners, and the clusters that they need. */
export interface OtherEntrances {
  readonly listeners: readonly EnvoyConfig[];
  readonly clusters: readonly EnvoyConfig[];
}

/** @throws if agents are told apart by what only the two ports see, or nothing would lead in */
export function otherEntrances(sources: readonly AgentSource[], props: BootstrapProps, log: AuditLog): OtherEntrances {
  refuseStrangers(sources, props);
  refuseNoSockets(props);
  const [only, ...others] = sources.map(({ agent }) => agent);
  return {
    listeners: [...transparentListeners(others.length > 0 ? undefined : only, props, log), ...socketListeners(props)],
    clusters: ownPortClusters(props),
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

function socketListeners(props: BootstrapProps): readonly EnvoyConfig[] {
  const { gatewaySocket, proxySocket, transparentHttpSocket } = props;
  const sockets = { gateway: gatewaySocket, proxy: proxySocket, 'transparent-http': transparentHttpSocket };
  const given = Object.entries(sockets) as [OwnPort, string | undefined][];
  return given.flatMap(([port, path]) => (path === undefined ? [] : [socketListener(port, path, props)]));
}

function refuseNoSockets({ socketsOnly, gatewaySocket, proxySocket, transparentPort }: BootstrapProps): void {
  if (!socketsOnly) return;
  if (gatewaySocket === undefined || proxySocket === undefined)
    throw new Error('socketsOnly needs gatewaySocket and proxySocket, by which alone the proxy can be reached');
  if (transparentPort !== undefined) throw new Error(`socketsOnly allows no transparentPort, got ${transparentPort}`);
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
