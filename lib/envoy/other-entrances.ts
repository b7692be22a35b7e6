import type { AuditLog } from './audit-log';
import type { AgentSource, BootstrapProps } from './bootstrap-props';
import type { EnvoyConfig } from './extension';
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
  const ports = ownPorts(props);
  const [only] = sources;
  if (ports.length === 0 || !only) return { listeners: [], clusters: [] };
  if (sources.length > 1 || only.sources || only.endpointIds || props.proxyProtocol) {
    throw new Error(
      'transparentPort, gatewaySocket and proxySocket need one agent, from anywhere: they lead to the ports from this machine',
    );
  }
  return {
    listeners: [
      ...(transparentPort === undefined ? [] : [transparentListener(only.agent, transparentPort, props, log)]),
      ...(gatewaySocket === undefined ? [] : [socketListener('gateway', gatewaySocket)]),
      ...(proxySocket === undefined ? [] : [socketListener('proxy', proxySocket)]),
    ],
    clusters: ports.map((port) => ownPortCluster(port, props)),
  };
}
