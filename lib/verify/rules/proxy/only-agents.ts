import type { Intrusion } from '../../reachability/intrusion';
import { findingId } from '../../verdict/finding';
import type { Rule } from '../rule';
import { serviceText } from '../service-text';
import { because, verdictOf } from '../verdict-of';

const id = 'AIRLOCK-PROXY-002';

export const onlyAgents: Rule = {
  id,
  title: "Nobody but agents can open a connection to the proxy's listener ports",
  judge: ({ model: { agents }, intrusions }) =>
    agents.flatMap(({ id: agent }) =>
      intrusions.map((intrusion) => ({
        id: findingId(id, agent, intrusion.who),
        rule: id,
        verdict: intrusion.kind === 'unknown' ? ('unknown' as const) : verdictOf(intrusion.doubts),
        agent,
        message: `isn't alone with proxy ${intrusion.proxy}: ${who(intrusion)} can use it (${serviceText(intrusion.services)}), and so its credentials${because(intrusion.doubts)}`,
        fix: `let only the agents' addresses or groups in to the listener ports of ${intrusion.proxy}`,
        path: intrusion.path,
      })),
    ),
};

function who({ kind, who: name }: Intrusion): string {
  if (kind === 'internet') return `the internet, through ${name},`;
  if (kind === 'foreign-account') return `other accounts, through ${name},`;
  return kind === 'unknown' ? `something that the inputs don't show, ${name},` : name;
}
