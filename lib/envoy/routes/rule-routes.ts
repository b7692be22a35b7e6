import { ambiguousPathRegex, pathRegex } from '../../policy/path-pattern';
import type { Reason } from '../../policy/reason';
import { methodHint, pathHint } from '../denials/hint';
import type { EnvoyConfig } from '../extension';
import { cutWithinTheHour, untilReportEnds } from '../filters/report-mode';
import { clusterName, withoutCredential } from '../upstreams/upstream';
import { denyRoute } from './deny-route';
import { type Entrance, factsOf, under } from './entrance';
import { forwardRoute, type RuleContext } from './forward-route';
import { routeMetadata } from './route-metadata';

/**
 * Routes of the entrances that share a prefix, in order: what cannot be judged, what is allowed, and why the rest is not. As many as there
 * are, the answer is that of the one that comes nearest to allowing, as `decide` has it.
 */
export function ruleRoutes(entrances: readonly Entrance[], context: RuleContext): readonly EnvoyConfig[] {
  const strict = entrances.filter(({ upstream }) => upstream.destination.encodedSlash === 'refuse');
  const lenient = entrances.filter((entrance) => !strict.includes(entrance));
  const forwards = (some: readonly Entrance[]) => some.flatMap((entrance) => allowed(entrance, context));
  return [
    ...(lenient.length > 0 ? ambiguous(entrances, 'allow') : []),
    ...forwards(lenient),
    ...ambiguous(strict, 'refuse'),
    ...forwards(strict),
    ...entrances.flatMap((entrance) => otherMethods(entrance, context)),
    ...otherPaths(entrances, context),
  ];
}

function ambiguous([first]: readonly Entrance[], encodedSlash: 'refuse' | 'allow'): readonly EnvoyConfig[] {
  return first ? [denyRoute(under(first, ambiguousPathRegex(encodedSlash)), 'path-ambiguous', factsOf(first))] : [];
}

function allowed(entrance: Entrance, context: RuleContext): readonly EnvoyConfig[] {
  const { allow } = entrance.upstream.destination;
  if (allow === 'any')
    return [
      denyTrace(under(entrance, '^/.*$'), 'method-not-allowed', entrance),
      forwardRoute(under(entrance, '^/.*$'), entrance, context),
    ];
  return allow.map(({ methods, path }) =>
    forwardRoute({ ...under(entrance, pathRegex(path)), headers: [methodIn(methods)] }, entrance, context),
  );
}

// TRACE would show the agent the credential that the upstream received
const denyTrace = (match: EnvoyConfig, reason: Reason, entrance: Entrance): EnvoyConfig =>
  denyRoute({ ...match, headers: [methodIn(['TRACE'])] }, reason, { ...factsOf(entrance), hint: 'TRACE is never allowed' });

function otherMethods(entrance: Entrance, context: RuleContext): readonly EnvoyConfig[] {
  const { allow } = entrance.upstream.destination;
  if (allow === 'any') return [];
  return allow.flatMap(({ path, methods }) => {
    const verdict = { reason: 'method-not-allowed', hint: methodHint(methods) } as const;
    return outside(under(entrance, pathRegex(path)), verdict, entrance, context);
  });
}

function otherPaths(entrances: readonly Entrance[], context: RuleContext): readonly EnvoyConfig[] {
  const [entrance] = entrances;
  if (!entrance) return [];
  const rules = entrances.flatMap(({ upstream: { destination } }) => (destination.allow === 'any' ? [] : destination.allow));
  const verdict = { reason: 'path-not-allowed', hint: pathHint(rules) } as const;
  return [
    ...outside(under(entrance, '^/.*$'), verdict, entrance, context),
    denyRoute(under(entrance, '^$'), verdict.reason, { ...factsOf(entrance), hint: verdict.hint }),
  ];
}

/** Why a route denies, and what the agent may do instead. */
interface Verdict {
  readonly reason: Reason;
  readonly hint: string;
}

/** What the rules don't allow: denied, or in report mode sent to the same upstream without the policy's credential and headers. */
function outside(
  match: EnvoyConfig,
  { reason, hint }: Verdict,
  entrance: Entrance,
  context: RuleContext,
): readonly EnvoyConfig[] {
  if (!context.reportEnd) return [denyRoute(match, reason, { ...factsOf(entrance), hint })];
  const { route, typed_per_filter_config, ...rest } = forwardRoute(match, entrance, context);
  const reported = {
    ...rest,
    metadata: routeMetadata({ hint, ...factsOf(entrance), reason }),
    route: { ...route, cluster: clusterName(withoutCredential(entrance.upstream)), ...cutWithinTheHour },
    request_headers_to_add: [],
    request_headers_to_remove: Object.keys(entrance.upstream.destination.headers),
    typed_per_filter_config: { ...typed_per_filter_config, ...untilReportEnds() },
  };
  return [denyTrace(match, reason, entrance), reported];
}

const methodIn = (methods: readonly string[]): EnvoyConfig => ({
  name: ':method',
  string_match: { safe_regex: { regex: methods.join('|') } },
});
