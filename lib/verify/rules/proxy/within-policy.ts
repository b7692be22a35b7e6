import type { EgressPolicy } from '../../../policy/egress-policy';
import type { Admission } from '../../bootstrap/admission';
import { admissions } from '../../bootstrap/admissions';
import { excessOf } from '../../bootstrap/beyond-policy';
import { envoyConfig } from '../../bootstrap/envoy-config';
import { tellsApartByHeader } from '../../bootstrap/told-by-header';
import type { Bootstrap } from '../../model/bootstrap';
import type { Role } from '../../model/role';
import type { Arrival } from '../../reachability/arrival';
import { type Finding, findingId } from '../../verdict/finding';
import type { Rule } from '../rule';

const id = 'AIRLOCK-PROXY-003';

export const withinPolicy: Rule = {
  id,
  title: 'The deployed proxy admits nothing beyond the policy (asked for with --policy)',
  judge: ({ model: { agents, proxies, bootstraps }, arrivals, policy }) => {
    if (!policy) return [];
    const found = proxies.flatMap((proxy) =>
      problems(
        proxy,
        bootstraps.filter((each) => each.proxy === proxy.id),
        policy,
      ),
    );
    const telling = policy.agents.length > 1 ? bootstraps.filter(({ text }) => tellsApartByHeader(text)) : [];
    return agents.flatMap(({ id: agent }) =>
      [...found, ...untold(proxies, telling, arrivals.get(agent) ?? [])].map(({ culprit, ...problem }) => ({
        ...problem,
        ...{ id: findingId(id, agent, culprit), rule: id, agent },
      })),
    );
  },
};

interface Problem extends Pick<Finding, 'verdict' | 'message' | 'fix' | 'path'> {
  readonly culprit: string;
}

const fix = 'render the bootstrap from the policy again, or add to the policy what the proxy is to admit';

function problems({ id: proxy }: Role, bootstraps: readonly Bootstrap[], policy: EgressPolicy): Problem[] {
  if (bootstraps.length === 0) {
    const message = `can't be held against the policy: no bootstrap of Envoy is found in proxy ${proxy}`;
    return [{ culprit: proxy, verdict: 'unknown', message, fix, path: [] }];
  }
  const found = bootstraps.flatMap((bootstrap) => problemsIn(bootstrap, policy));
  return [...new Map(found.map((problem) => [`${problem.culprit}\0${problem.verdict}`, problem])).values()];
}

/** Where an agent comes to a proxy by itself, and so writes the header by which the proxy tells agents apart. */
function untold(proxies: readonly Role[], bootstraps: readonly Bootstrap[], arrivals: readonly Arrival[]): Problem[] {
  if (bootstraps.length === 0) return [];
  const others = proxies
    .filter(({ id: proxy }) => !bootstraps.some((each) => each.proxy === proxy))
    .flatMap(({ members }) => members);
  const direct = arrivals.filter((each) => each.kind === 'proxy' && each.direct && !others.includes(each.destination));
  return direct.map(({ destination, path }) => ({
    culprit: `${destination}:direct`,
    verdict: 'unknown',
    message: `may say that it is another agent: it reaches ${destination} without a load balancer that says who connects`,
    fix: `let only the load balancer's security group or addresses in at ${destination}`,
    path,
  }));
}

function problemsIn({ proxy, text, hop, doubt }: Bootstrap, policy: EgressPolicy): Problem[] {
  const config = envoyConfig(text);
  const unsure = (message: string, what: string): Problem => ({
    culprit: `${proxy}:${what}`,
    verdict: 'unknown',
    message,
    fix,
    path: [hop],
  });
  const open = `can't be held against the policy: ${doubt ?? 'the bootstrap is not plain YAML'}`;
  if (!config) return [unsure(open, 'bootstrap')];
  const found = admissions(config).flatMap((admission): Problem[] => {
    const excess = excessOf(policy, admission);
    if (!excess) return [];
    if (!excess.sure || doubt !== undefined) return [unsure(`may pass more than the policy allows: ${excess.what}`, excess.what)];
    const what = `${excess.what}${asAgent(policy, admission)}`;
    return [{ ...unsure(`can send ${what}, which the policy doesn't allow`, what), verdict: 'refuted' }];
  });
  return [...found, ...(doubt === undefined ? [] : [unsure(open, 'bootstrap')])];
}

/** Which agent of the policy passes, where there are several: which one a workload is, only the proxy can tell. */
const asAgent = ({ agents }: EgressPolicy, admission: Admission): string =>
  agents.length > 1 && 'agent' in admission ? ` as '${admission.agent}'` : '';
