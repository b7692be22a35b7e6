import type { Agent } from '../../policy/agent';
import type { Destination } from '../../policy/destination';
import { httpAuditLog } from '../access-log/audit-log';
import type { BootstrapProps } from '../bootstrap-props';
import { alternatives, gatewayHint, hostHint } from '../denials/hint';
import type { EnvoyConfig } from '../extension';
import { handOn } from '../filters/hand-on';
import { type FilterContext, httpFilters } from '../filters/http-filters';
import { rightPort } from '../filters/right-port';
import { publicUrls } from '../public-urls';
import { isGateway, isIntercept, type Rendered } from '../renderable';
import { authorityRoute } from '../routes/authority-route';
import { connectHosts, unlistedConnects, useGateway } from '../routes/connect-routes';
import { denyRoute, malformedHost } from '../routes/deny-route';
import { ruleContext } from '../routes/forward-route';
import { gatewayRoutes } from '../routes/gateway-routes';
import { plainHosts } from '../routes/plain-hosts';
import { httpManager } from './http-manager';

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
  const { gateway: gatewayUrl } = publicUrls(props);
  const others = alternatives(agent, props);
  const unlisted = unlistedConnects(hostHint(others), reportEnd ? { closed: withoutReportTunnel } : undefined);
  return {
    name: agent.name,
    ...(interception && { max_direct_response_body_size_bytes: 65_536 }),
    virtual_hosts: [
      ...connectHosts(agent, unlisted),
      ...plainHosts(agent, props, ruleContext(agent, reportEnd), unlisted),
      {
        name: 'gateways',
        domains: ['*'],
        routes: [
          malformedHost,
          ...(interception && gives(agent) ? [authorityRoute(interception, props)] : []),
          ...useGateway(gateways, gatewayUrl),
          ...unlisted,
          ...gatewayRoutes(gateways, ruleContext(agent, reportEnd)),
          denyRoute({ prefix: '' }, 'no-such-gateway', { hint: gatewayHint(others) }),
        ],
      },
    ],
  };
}
