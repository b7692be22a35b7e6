import type { Credential } from '../../model/workload';
import { findingId } from '../../verdict/finding';
import { agentWorkloads } from '../agent-workloads';
import type { Rule } from '../rule';
import { because, verdictOf } from '../verdict-of';

export interface CredentialRuleProps {
  readonly id: string;
  readonly title: string;
  readonly kind: Credential['kind'];
  readonly message: (name: string) => string;
}

/** A rule that is broken by every credential of a kind within an agent's reach. */
export function credentialRule({ id, title, kind, message }: CredentialRuleProps): Rule {
  return {
    id,
    title,
    judge: (facts) =>
      agentWorkloads(facts).flatMap(({ agent, workload }) =>
        workload.credentials
          .filter((credential) => credential.kind === kind)
          .map(({ name, hop, doubt }) => ({
            id: findingId(id, agent.id, `${workload.id}:${name}`),
            rule: id,
            verdict: verdictOf([doubt]),
            agent: agent.id,
            message: `${message(name)}${because([doubt])}`,
            fix: `take '${name}' out of ${workload.id}, and let the proxy set the credential on the way`,
            path: [hop],
          })),
      ),
  };
}
