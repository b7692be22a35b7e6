import type { BootstrapProps } from '../bootstrap-props';
import { type EnvoyConfig, extension } from '../extension';
import { singleEndpoint, socketAddress } from '../socket-address';
import { noCircuitBreaker } from '../upstreams/upstream-cluster';
import { agentsName } from './agent-listener';
import { inwardCluster } from './internal-listener';
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

/** The clusters that lead back to ports of this very proxy, so that whoever comes that way is judged, counted and recorded there. */
export const ownPortClusters = (props: BootstrapProps): readonly EnvoyConfig[] =>
  props.socketsOnly ? [inwardCluster(agentsName)] : ownPorts(props).map((port) => ownPortCluster(port, props));

const clusterName = (port: OwnPort) => `own-${port}-port`;

function ownPortCluster(port: OwnPort, props: BootstrapProps): EnvoyConfig {
  const name = clusterName(port);
  return {
    name,
    type: 'STATIC',
    connect_timeout: '5s',
    ...noCircuitBreaker,
    load_assignment: singleEndpoint(name, socketAddress(fromHere(props), portOf[port](props))),
    // the port tells agents apart by what this says
    ...(props.proxyProtocol && { transport_socket: writtenProxyProtocol }),
  };
}

const fromHere = ({ address }: BootstrapProps): string => (address === '0.0.0.0' ? '127.0.0.1' : address);

/** The filters that pass a connection's bytes on to that port. */
export function toOwnPort(port: OwnPort, props: BootstrapProps, fields: EnvoyConfig = {}): readonly EnvoyConfig[] {
  const passing = extension('envoy.filters.network.tcp_proxy', 'extensions.filters.network.tcp_proxy.v3.TcpProxy', {
    stat_prefix: clusterName(port),
    cluster: props.socketsOnly ? agentsName : clusterName(port),
    idle_timeout: '3600s',
    ...fields,
  });
  return props.socketsOnly ? [asFromHere(port, props), passing] : [passing];
}

/** Says what a connection through a port would: that it comes from this machine, to this port. Names of objects: Envoy's "Well Known Filter State Objects". */
function asFromHere(port: OwnPort, props: BootstrapProps): EnvoyConfig {
  const said = { local_ip: `${fromHere(props)}:${portOf[port](props)}`, remote_ip: `${fromHere(props)}:0` };
  return extension('envoy.filters.network.set_filter_state', 'extensions.filters.network.set_filter_state.v3.Config', {
    on_new_connection: Object.entries(said).map(([name, text]) => ({
      object_key: `envoy.filters.listener.original_dst.${name}`,
      format_string: { text_format_source: { inline_string: text } },
      shared_with_upstream: 'ONCE',
    })),
  });
}

/** Ports that ways in lead to which are asked for. */
function ownPorts(props: BootstrapProps): readonly OwnPort[] {
  const { gatewaySocket, proxySocket, transparentPort, transparentSocket, transparentHttpSocket } = props;
  const leadsToProxy = [proxySocket, transparentPort, transparentSocket].some((way) => way !== undefined);
  return [
    ...(gatewaySocket === undefined ? [] : (['gateway'] as const)),
    ...(leadsToProxy ? (['proxy'] as const) : []),
    ...(transparentHttpSocket === undefined ? [] : (['transparent-http'] as const)),
  ];
}
