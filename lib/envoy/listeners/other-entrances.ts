import type { AuditLog } from '../access-log/audit-log';
import type { AgentSource, BootstrapProps } from '../bootstrap-props';
import type { EnvoyConfig } from '../extension';
import { ownPortCluster, ownPorts } from './own-port';
import { socketListener } from './socket-listener';
import { transparentListener } from './transparent-listener';

/** Ways in besides the two ports, all of which lead to these: listeners, and the clusters that they need. */
export interface OtherEntrances {
  readonly listeners: readonly EnvoyConfig[];
  readonly clusters: readonly EnvoyConfig[];
}

/** @throws if agents are told apart by what only the two ports see */
export function otherEntrances(sources: readonly AgentSource[], props: BootstrapProps, log: AuditLog): OtherEntrances {
  const { transparentPort, gatewaySocket, proxySocket } = props;
  refuseStrangers(sources, props);
  const [only, ...others] = sources.map(({ agent }) => agent);
  return {
    listeners: [
      ...(transparentPort === undefined
        ? []
        : [transparentListener(others.length > 0 ? undefined : only, transparentPort, props, log)]),
      ...(gatewaySocket === undefined ? [] : [socketListener('gateway', gatewaySocket)]),
      ...(proxySocket === undefined ? [] : [socketListener('proxy', proxySocket)]),
    ],
    clusters: ownPorts(props).map((port) => ownPortCluster(port, props)),
  };
}

/** All lead to the ports from this machine, where nobody else is seen unless a header says who comes. */
function refuseStrangers(sources: readonly AgentSource[], props: BootstrapProps): void {
  const { transparentPort, gatewaySocket, proxySocket, proxyProtocol } = props;
  const isAnybody = sources.length === 1 && !sources[0]?.sources && !sources[0]?.endpointIds;
  if ((gatewaySocket !== undefined || proxySocket !== undefined) && (!isAnybody || proxyProtocol)) {
    throw new Error(
      'gatewaySocket and proxySocket need one agent, from anywhere, and no proxyProtocol: nothing tells who comes by them',
    );
  }
  if (transparentPort !== undefined && !isAnybody && !proxyProtocol) {
    throw new Error('transparentPort needs one agent, from anywhere, or proxyProtocol, which tells the agents apart');
  }
}
