import type { Agent } from '../policy/agent';
import type { BootstrapProps } from './bootstrap-props';
import type { EnvoyConfig } from './extension';
import { filterNames } from './filter-names';
import { interceptedHosts } from './intercepted-host';
import { noteWholePath } from './noted-facts';
import type { Rendered } from './renderable';
import { onlyAtProxyPort } from './right-port';
import { type RuleContext, ruleRoutes } from './rule-routes';

/**
 * Virtual hosts for plain HTTP to intercepted hosts, through the proxy port: judged by the same rules, sent on as verified HTTPS.
 * `refused` are routes for CONNECT to port 80.
 */
export function plainHosts(
  agent: Agent,
  props: BootstrapProps,
  context: RuleContext,
  refused: readonly EnvoyConfig[],
): readonly EnvoyConfig[] {
  const hosts = interceptedHosts(agent.destinations as readonly Rendered[]).filter(({ port }) => port === 443);
  return hosts.map(({ host, upstreams }) => ({
    name: `plain-${host}`,
    domains: [host, `${host}:80`],
    routes: [
      ...refused,
      ...ruleRoutes(
        upstreams.map((upstream) => ({ upstream, prefix: '' })),
        context,
      ),
    ],
    typed_per_filter_config: {
      [filterNames.port]: onlyAtProxyPort(props),
      // no gateway's prefix is to be left out of the path that is recorded
      [filterNames.facts]: noteWholePath(),
    },
  }));
}
