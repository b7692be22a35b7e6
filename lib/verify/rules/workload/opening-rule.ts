import type { Opening } from '../../model/workload';
import { findingId } from '../../verdict/finding';
import { agentWorkloads } from '../agent-workloads';
import type { Rule } from '../rule';
import { because, verdictOf } from '../verdict-of';

export interface OpeningRuleProps {
  readonly id: string;
  readonly title: string;
  readonly kind: Opening['kind'];
  readonly message: string;
  readonly fix: string;
}

/** A rule that is broken by every opening of a kind in an agent's workloads. */
export function openingRule({ id, title, kind, message, fix }: OpeningRuleProps): Rule {
  return {
    id,
    title,
    judge: (facts) =>
      agentWorkloads(facts).flatMap(({ agent, workload }) =>
        workload.openings
          .filter((opening) => opening.kind === kind)
          .map(({ hop, doubt }) => ({
            id: findingId(id, agent.id, `${workload.id}:${hop.pointer}`),
            rule: id,
            verdict: verdictOf([doubt]),
            agent: agent.id,
            message: `${message}: ${hop.why}${because([doubt])}`,
            fix,
            path: [hop],
          })),
      ),
  };
}
