import type { Agent } from '../policy/agent';
import type { Destination } from '../policy/destination';
import { httpAuditLog } from './audit-log';
import { authorityRoute } from './authority-route';
import type { BootstrapProps } from './bootstrap-props';
import { connectHosts, unlistedConnects, useGateway } from './connect-routes';
import { denyRoute, malformedHost } from './deny-route';
import type { EnvoyConfig } from './extension';
import { gatewayRoutes } from './gateway-routes';
import { handOn } from './hand-on';
import { alternatives, gatewayHint, hostHint } from './hint';
import { type FilterContext, httpFilters } from './http-filters';
import { httpManager } from './http-manager';
import { plainHosts } from './plain-hosts';
import { isGateway, isIntercept, type Rendered } from './renderable';
import { rightPort } from './right-port';
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
  return httpManager(log, alternatives(agent, props), {
    upgrade_configs: [{ upgrade_type: 'CONNECT' }],
    access_log: httpAuditLog(agent.name, log),
    http_filters: httpFilters(agent, context, { gateways, gate: rightPort(props), more: [handOn(agent.name, log.reportEnd)] }),
    route_config: routes(agent, context),
  });
}

const gatewaysOf = ({ destinations }: Agent) => (destinations as readonly Rendered[]).filter(isGateway);

const gives = ({ destinations }: Agent) => destinations.some(isIntercept);

function routes(agent: Agent, { props, log: { reportEnd }, withoutReportTunnel }: ConnectionManagerContext): EnvoyConfig {
  const gateways = gatewaysOf(agent);
  const { interception } = props;
  const gatewayUrl = `http://${props.publicHost ?? props.address}:${props.gatewayPort}`;
  const others = alternatives(agent, props);
  const unlisted = unlistedConnects(hostHint(others), reportEnd ? { closed: withoutReportTunnel } : undefined);
  return {
    name: agent.name,
    ...(interception && { max_direct_response_body_size_bytes: 65_536 }),
    virtual_hosts: [
      ...connectHosts(agent, unlisted),
      ...plainHosts(agent, props, ruleContext(agent, props, reportEnd), unlisted),
      {
        name: 'gateways',
        domains: ['*'],
        routes: [
          malformedHost,
          ...(interception && gives(agent) ? [authorityRoute(interception, props)] : []),
          ...useGateway(gateways, gatewayUrl),
          ...unlisted,
          ...gatewayRoutes(gateways, ruleContext(agent, props, reportEnd)),
          denyRoute({ prefix: '' }, 'no-such-gateway', { hint: gatewayHint(others) }),
        ],
      },
    ],
  };
}
