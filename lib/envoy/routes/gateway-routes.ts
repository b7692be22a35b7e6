import { ambiguousPathRegex } from '../../policy/path-pattern';
import type { EnvoyConfig } from '../extension';
import type { Rendered } from '../renderable';
import { upstreamsOf } from '../upstreams/upstream';
import { denyRoute } from './deny-route';
import type { RuleContext } from './forward-route';
import { ruleRoutes } from './rule-routes';

/** Routes of each gateway under `/NAME/`, and what cannot be judged elsewhere. */
export function gatewayRoutes(gateways: readonly Rendered[], context: RuleContext): readonly EnvoyConfig[] {
  const entrances = (gateway: Rendered) => upstreamsOf(gateway).map((upstream) => ({ upstream, prefix: `/${gateway.name}` }));
  return [
    ...gateways.flatMap((gateway) => ruleRoutes(entrances(gateway), context)),
    denyRoute({ safe_regex: { regex: ambiguousPathRegex('refuse') } }, 'path-ambiguous'),
  ];
}
