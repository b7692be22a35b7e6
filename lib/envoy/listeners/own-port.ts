import type { BootstrapProps } from '../bootstrap-props';
import { type EnvoyConfig, extension } from '../extension';
import { singleEndpoint, socketAddress } from '../socket-address';
import { noCircuitBreaker } from '../upstreams/upstream-cluster';
import { writtenProxyProtocol } from './proxy-protocol';

/** The ports that other ways in lead to. */
export type OwnPort = keyof typeof portOf;

const portOf = {
  gateway: ({ gatewayPort }: BootstrapProps) => gatewayPort,
  proxy: ({ proxyPort }: BootstrapProps) => proxyPort,
  'transparent-http': ({ transparentHttpPort }: BootstrapProps) => {
    if (transparentHttpPort === undefined) throw new Error('transparentHttpSocket needs transparentHttpPort, which it leads to');
    return transparentHttpPort;
  },
};

const clusterName = (port: OwnPort) => `own-${port}-port`;

/** The cluster that leads back to a port of this very proxy, so that whoever comes that way is judged, counted and recorded there. */
export function ownPortCluster(port: OwnPort, props: BootstrapProps): EnvoyConfig {
  const name = clusterName(port);
  const address = props.address === '0.0.0.0' ? '127.0.0.1' : props.address;
  return {
    name,
    type: 'STATIC',
    connect_timeout: '5s',
    ...noCircuitBreaker,
    load_assignment: singleEndpoint(name, socketAddress(address, portOf[port](props))),
    // the port tells agents apart by what this says
    ...(props.proxyProtocol && { transport_socket: writtenProxyProtocol }),
  };
}

/** The filter that passes a connection's bytes on to that port. */
export function toOwnPort(port: OwnPort, fields: EnvoyConfig = {}): EnvoyConfig {
  return extension('envoy.filters.network.tcp_proxy', 'extensions.filters.network.tcp_proxy.v3.TcpProxy', {
    stat_prefix: clusterName(port),
    cluster: clusterName(port),
    idle_timeout: '3600s',
    ...fields,
  });
}

/** Ports that ways in lead to which are asked for. */
export function ownPorts(props: BootstrapProps): readonly OwnPort[] {
  const { gatewaySocket, proxySocket, transparentPort, transparentSocket, transparentHttpSocket } = props;
  const leadsToProxy = [proxySocket, transparentPort, transparentSocket].some((way) => way !== undefined);
  return [
    ...(gatewaySocket === undefined ? [] : (['gateway'] as const)),
    ...(leadsToProxy ? (['proxy'] as const) : []),
    ...(transparentHttpSocket === undefined ? [] : (['transparent-http'] as const)),
  ];
}
