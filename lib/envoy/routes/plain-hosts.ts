import type { Agent } from '../../policy/agent';
import type { BootstrapProps } from '../bootstrap-props';
import type { EnvoyConfig } from '../extension';
import { filterNames } from '../filters/filter-names';
import { noteWholePath } from '../filters/noted-facts';
import { onlyAtProxyPort } from '../filters/right-port';
import type { Rendered } from '../renderable';
import { interceptRoute } from './connect-routes';
import type { RuleContext } from './forward-route';
import { atPort, type InterceptedHost, interceptedHosts } from './intercepted-host';
import { ruleRoutes } from './rule-routes';

/**
 * Virtual hosts for plain HTTP to intercepted hosts, through the proxy port: judged by the same rules, sent on as verified HTTPS.
 * CONNECT to port 80 goes on if that is intercepted, too, and is `refused` otherwise.
 */
export function plainHosts(
  agent: Agent,
  props: BootstrapProps,
  context: RuleContext,
  refused: readonly EnvoyConfig[],
): readonly EnvoyConfig[] {
  const hosts = interceptedHosts(agent.destinations as readonly Rendered[]);
  const plainHost = (host: InterceptedHost): EnvoyConfig => {
    const atPort80 = atPort(80, host, hosts);
    const entrances = host.upstreams.map((upstream) => ({ upstream, prefix: '' }));
    return {
      name: `plain-${host.host}`,
      domains: [host.host, `${host.host}:80`],
      routes: [...(atPort80 ? [interceptRoute(agent, atPort80)] : []), ...refused, ...ruleRoutes(entrances, context)],
      typed_per_filter_config: {
        [filterNames.port]: onlyAtProxyPort(props),
        // no gateway's prefix is to be left out of the path that is recorded
        [filterNames.facts]: noteWholePath(),
      },
    };
  };
  return hosts.filter(({ port }) => port === 443).map(plainHost);
}
