import type { HostPattern } from '../policy/host-pattern';
import { noAddressGuard } from './address-guard';
import { denyRoute } from './deny-route';
import { type EnvoyConfig, typed } from './extension';
import { filterNames } from './filter-names';
import type { Rendered } from './renderable';
import { routeMetadata } from './route-metadata';
import { tunnelName } from './tunnel-listener';

const connect: EnvoyConfig = { connect_matcher: {} };

/** One virtual host a destination and port: CONNECT to its hosts goes on to the tunnel listener, all else is denied. */
export function tunnelHosts(tunnels: readonly Rendered[]): readonly EnvoyConfig[] {
  return tunnels.flatMap((tunnel) => tunnel.ports.map((port) => tunnelHost(tunnel, port)));
}

function tunnelHost(tunnel: Rendered, port: number): EnvoyConfig {
  return {
    name: `tunnel-${tunnel.name}-${port}`,
    domains: tunnel.hosts.map(({ text }) => `${text}:${port}`),
    routes: [
      { match: { ...connect, headers: [authority(tunnel.hosts, String(port))] }, ...openTunnel(tunnel, port) },
      denyRoute({ prefix: '/' }, 'plain-http'),
      denyRoute(connect, 'host-not-allowed'),
    ],
  };
}

function openTunnel({ name }: Rendered, port: number): EnvoyConfig {
  return {
    metadata: routeMetadata({ destination: name, reason: 'allowed' }),
    route: {
      cluster: tunnelName(port),
      timeout: '0s',
      idle_timeout: '3600s',
      upgrade_configs: [{ upgrade_type: 'CONNECT', connect_config: {} }],
    },
    typed_per_filter_config: {
      // the tunnel listener judges the address, after the name in the TLS handshake
      [filterNames.addressGuard]: noAddressGuard(),
      [filterNames.handOn]: typed('config.route.v3.FilterConfig', { config: {} }),
    },
  };
}

// Envoy's own *.example.org takes any number of labels, the policy's takes one
function authority(hosts: readonly HostPattern[], port: string): EnvoyConfig {
  const names = hosts.map(({ text }) => text.replaceAll('.', '\\.').replace('*', '[^.]+'));
  return { name: ':authority', string_match: { safe_regex: { regex: `(?i)(?:${names.join('|')}):${port}` } } };
}

/** Routes for CONNECT to what is no tunnel: a gateway's host is told its URL, as the proxy could not see into a tunnel to it. */
export function refusedConnects(gateways: readonly Rendered[], gatewayUrl: string): readonly EnvoyConfig[] {
  const useGateway = gateways.map(({ name, hosts }) =>
    denyRoute({ ...connect, headers: [authority(hosts, '[0-9]+')] }, 'use-gateway', {
      destination: name,
      hint: `use ${gatewayUrl}/${name}/ instead of CONNECT`,
    }),
  );
  return [...useGateway, denyRoute(connect, 'host-not-allowed')];
}
