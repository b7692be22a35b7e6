import { findingId } from '../../verdict/finding';
import type { Rule } from '../rule';
import { because, verdictOf } from '../verdict-of';

const id = 'AIRLOCK-WORKLOAD-001';

export const sharedStorage: Rule = {
  id,
  title: 'An agent shares no storage with the proxy',
  // another host that shares storage is followed as one that the agent reaches
  judge: ({ shared }) =>
    shared
      .filter(({ withProxy }) => withProxy)
      .map(({ agent, other, path, doubts }) => ({
        id: findingId(id, agent, other),
        rule: id,
        verdict: verdictOf(doubts),
        agent,
        message: `shares storage with the proxy ${other}${because(doubts)}`,
        fix: `give the agent storage of its own, or none: nothing that ${other} reads or writes`,
        path,
      })),
};
