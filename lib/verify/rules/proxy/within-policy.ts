import type { EgressPolicy } from '../../../policy/egress-policy';
import type { Admission } from '../../bootstrap/admission';
import { admissions } from '../../bootstrap/admissions';
import { excessOf } from '../../bootstrap/beyond-policy';
import { envoyConfig } from '../../bootstrap/envoy-config';
import type { Bootstrap } from '../../model/bootstrap';
import type { Role } from '../../model/role';
import { type Finding, findingId } from '../../verdict/finding';
import type { Rule } from '../rule';

const id = 'AIRLOCK-PROXY-003';

export const withinPolicy: Rule = {
  id,
  title: 'The deployed proxy admits nothing beyond the policy (asked for with --policy)',
  judge: ({ model: { agents, proxies, bootstraps }, policy }) => {
    if (!policy) return [];
    const found = proxies.flatMap((proxy) =>
      problems(
        proxy,
        bootstraps.filter((each) => each.proxy === proxy.id),
        policy,
      ),
    );
    return agents.flatMap(({ id: agent }) =>
      found.map(({ culprit, ...problem }) => ({ ...problem, id: findingId(id, agent, culprit), rule: id, agent })),
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
