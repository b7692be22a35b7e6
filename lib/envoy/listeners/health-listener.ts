import { type EnvoyConfig, extension } from '../extension';
import { socketAddress } from '../socket-address';
import { proxyProtocol } from './proxy-protocol';

/** Answers 200 to `GET /ready` on a port of its own, so that load balancers need neither agent ports nor admin. */
export function healthListener(address: string, port: number): EnvoyConfig {
  const answer = (path: EnvoyConfig, status: number) => ({ match: path, direct_response: { status } });
  const manager = 'extensions.filters.network.http_connection_manager.v3.HttpConnectionManager';
  return {
    name: 'health',
    address: socketAddress(address, port),
    listener_filters: [proxyProtocol({ optional: true })],
    filter_chains: [
      {
        filters: [
          extension('envoy.filters.network.http_connection_manager', manager, {
            stat_prefix: 'health',
            http_filters: [extension('envoy.filters.http.router', 'extensions.filters.http.router.v3.Router')],
            route_config: {
              virtual_hosts: [
                { name: 'health', domains: ['*'], routes: [answer({ path: '/ready' }, 200), answer({ prefix: '' }, 404)] },
              ],
            },
          }),
        ],
      },
    ],
  };
}
