import type { Agent } from '../../policy/agent';
import type { Destination } from '../../policy/destination';
import type { HostPattern } from '../../policy/host-pattern';
import { hostRegex, reportableHostRegex, reportablePort } from '../../policy/report-mode';
import { type EnvoyConfig, typed } from '../extension';
import { filterNames } from '../filters/filter-names';
import { cutWithinTheHour, untilReportEnds } from '../filters/report-mode';
import { tunnelName } from '../listeners/tunnel-listener';
import { isTunnel, type Rendered } from '../renderable';
import { denyRoute } from './deny-route';
import { atPort, type InterceptedHost, interceptedHosts, interceptName } from './intercepted-host';
import { routeMetadata } from './route-metadata';

const connect: EnvoyConfig = { connect_matcher: {} };

/**
 * Virtual hosts for CONNECT: each leads on to the listener that judges what comes through it; all else is denied.
 * What is intercepted at port 80 and has plain HTTP as well is one of `plainHosts`.
 */
export function connectHosts(agent: Agent, unlisted: readonly EnvoyConfig[]): readonly EnvoyConfig[] {
  const destinations = agent.destinations as readonly Rendered[];
  const tunnels = destinations.filter(isTunnel);
  const intercepted = interceptedHosts(destinations);
  const own = intercepted.filter((host) => host.port !== 80 || !atPort(443, host, intercepted));
  return [
    ...tunnels.flatMap((tunnel) => tunnel.ports.flatMap((port) => tunnelHosts(tunnel, port, unlisted))),
    ...own.map((host) => interceptHost(agent, host)),
  ];
}

function tunnelHosts(tunnel: Rendered, port: number, unlisted: readonly EnvoyConfig[]): readonly EnvoyConfig[] {
  const name = `tunnel-${tunnel.name}-${port}`;
  const wildcards = tunnel.hosts.filter(({ wildcard }) => wildcard);
  const exact = tunnel.hosts.filter((host) => !wildcards.includes(host));
  const host = (name: string, hosts: readonly HostPattern[], headers?: readonly EnvoyConfig[]): EnvoyConfig => ({
    name,
    domains: hosts.map(({ text }) => `${text}:${port}`),
    routes: [
      { match: { ...connect, headers }, ...openTo(tunnelName(port), { destination: tunnel.name, reason: 'allowed' }) },
      denyRoute({ prefix: '/' }, 'plain-http'),
      ...unlisted,
    ],
  });
  return [
    // Envoy finds an exact name in a table, however long the list is
    ...(exact.length > 0 ? [host(name, exact)] : []),
    ...(wildcards.length > 0 ? [host(`${name}-wildcards`, wildcards, [authority(wildcards.map(oneLabel), String(port))])] : []),
  ];
}

const interceptHost = (agent: Agent, host: InterceptedHost): EnvoyConfig => ({
  name: `intercept-${host.name}`,
  domains: [host.name],
  routes: [interceptRoute(agent, host), denyRoute({ prefix: '/' }, 'plain-http')],
});

/** The route by which CONNECT to an intercepted host goes on. */
export function interceptRoute(agent: Agent, { name, upstreams }: InterceptedHost): EnvoyConfig {
  const facts = { destination: upstreams[0]?.destination.name, name, reason: 'allowed' } as const;
  return { match: connect, ...openTo(interceptName(agent), facts) };
}

function openTo(cluster: string, facts: Parameters<typeof routeMetadata>[0]) {
  return {
    metadata: routeMetadata(facts),
    route: {
      cluster,
      timeout: '0s',
      idle_timeout: '3600s',
      upgrade_configs: [{ upgrade_type: 'CONNECT', connect_config: {} }],
    },
    typed_per_filter_config: {
      [filterNames.handOn]: typed('config.route.v3.FilterConfig', { config: {} }),
    },
  };
}

// Envoy's own *.example.org takes any number of labels, the policy's takes one
const oneLabel = ({ text }: HostPattern): string => text.replaceAll('.', '\\.').replace('*', '[^.]+');

function authority(hostRegexes: readonly string[], port: string): EnvoyConfig {
  return { name: ':authority', string_match: { safe_regex: { regex: `(?i)(?:${hostRegexes.join('|')}):${port}` } } };
}

/** Routes for CONNECT to a gateway's host, which are told its URL, as the proxy could not see into a tunnel to it. */
export function useGateway(gateways: readonly Rendered[], gatewayUrl: string): readonly EnvoyConfig[] {
  return gateways.map(({ name, hosts }) =>
    denyRoute({ ...connect, headers: [authority(hosts.map(oneLabel), '[0-9]+')] }, 'use-gateway', {
      destination: name,
      hint: `use ${gatewayUrl}/${name}/ instead of CONNECT`,
    }),
  );
}

/** Routes for CONNECT to a host that no destination has: denied, unless `report` lets names pass that are not those of `closed`. */
export function unlistedConnects(hint: string, report?: { readonly closed: readonly Destination[] }): readonly EnvoyConfig[] {
  const deny = (match: EnvoyConfig) => denyRoute(match, 'host-not-allowed', { hint });
  if (!report) return [deny(connect)];
  const closed = report.closed.flatMap(({ hosts }) => hosts.map(hostRegex));
  return [
    ...(closed.length > 0 ? [deny({ ...connect, headers: [authority(closed, '[0-9]+')] })] : []),
    outside({ ...connect, headers: [authority([reportableHostRegex], String(reportablePort))] }, hint),
    deny(connect),
  ];
}

function outside(match: EnvoyConfig, hint: string): EnvoyConfig {
  const open = openTo(tunnelName(reportablePort), { reason: 'host-not-allowed', hint });
  return {
    match,
    ...open,
    route: { ...open.route, ...cutWithinTheHour },
    typed_per_filter_config: { ...open.typed_per_filter_config, ...untilReportEnds() },
  };
}
