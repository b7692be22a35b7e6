import type { Agent } from '../policy/agent';
import type { Destination } from '../policy/destination';
import { httpAuditLog } from './audit-log';
import type { BootstrapProps } from './bootstrap-props';
import { connectHosts, unlistedConnects, useGateway } from './connect-routes';
import { denyRoute, malformedHost } from './deny-route';
import { type EnvoyConfig, extension } from './extension';
import { gatewayRoutes } from './gateway-routes';
import { handOn } from './hand-on';
import { type FilterContext, httpFilters } from './http-filters';
import { httpManager } from './http-manager';
import { isGateway, type Rendered } from './renderable';
import { ruleContext } from './rule-routes';

/** What one agent's HTTP connection managers need to know besides the agent. */
export interface ConnectionManagerContext extends FilterContext {
  readonly props: BootstrapProps;
  /** Destinations whose hosts report mode opens no tunnel to. */
  readonly withoutReportTunnel: readonly Destination[];
}

/** The HTTP side of one agent: parse strictly, count, judge, and answer or forward. */
export function connectionManager(agent: Agent, context: ConnectionManagerContext): EnvoyConfig {
  const { props, log } = context;
  const gateways = gatewaysOf(agent).map(({ name }) => name);
  return httpManager(log, {
    upgrade_configs: [{ upgrade_type: 'CONNECT' }],
    access_log: httpAuditLog(agent.name, log),
    http_filters: httpFilters(agent, context, { gateways, gate: rightPort(props), more: [handOn(agent.name, log.reportEnd)] }),
    route_config: routes(agent, context),
  });
}

const gatewaysOf = ({ destinations }: Agent) => (destinations as readonly Rendered[]).filter(isGateway);

// the upgrade to CONNECT that tunnels need is taken for any method, and bytes would go on unread once an upstream agrees to it
const upgrade: EnvoyConfig = { header: { name: 'upgrade', present_match: true } };

/** The proxy port takes CONNECT only, the gateway port all else, and neither an upgrade; the policies' names are the reasons in the record. */
function rightPort({ gatewayPort, proxyPort }: BootstrapProps): EnvoyConfig {
  const isConnect = { header: { name: ':method', string_match: { exact: 'CONNECT' } } };
  const on = (port: number, rule: EnvoyConfig) => ({
    principals: [{ any: true }],
    permissions: [{ and_rules: { rules: [{ destination_port: port }, rule] } }],
  });
  return extension('airlock.port', 'extensions.filters.http.rbac.v3.RBAC', {
    rules: {
      action: 'DENY',
      policies: {
        'connect-at-gateway': on(gatewayPort, isConnect),
        'plain-http': on(proxyPort, { not_rule: isConnect }),
        malformed: { principals: [{ any: true }], permissions: [upgrade] },
      },
    },
  });
}

function routes(agent: Agent, { props, log: { reportEnd }, withoutReportTunnel }: ConnectionManagerContext): EnvoyConfig {
  const gateways = gatewaysOf(agent);
  const gatewayUrl = `http://${props.publicHost ?? props.address}:${props.gatewayPort}`;
  const unlisted = unlistedConnects(reportEnd ? { closed: withoutReportTunnel } : undefined);
  return {
    name: agent.name,
    virtual_hosts: [
      ...connectHosts(agent, unlisted),
      {
        name: 'gateways',
        domains: ['*'],
        routes: [
          malformedHost,
          ...useGateway(gateways, gatewayUrl),
          ...unlisted,
          ...gatewayRoutes(gateways, ruleContext(agent, props, reportEnd)),
          denyRoute({ prefix: '' }, 'no-such-gateway', {
            hint: `gateways: ${gateways.map(({ name }) => `/${name}/`).join(' ') || 'none'}`,
          }),
        ],
      },
    ],
  };
}
