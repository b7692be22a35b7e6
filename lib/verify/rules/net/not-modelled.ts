import { findingId } from '../../verdict/finding';
import type { Rule } from '../rule';

const id = 'AIRLOCK-NET-004';

export const notModelled: Rule = {
  id,
  title: 'Nothing touches the boundary that the judge does not understand',
  judge: ({ model: { agents, doubts } }) =>
    agents.flatMap(({ id: agent }) =>
      doubts.map(({ reason, place }) => ({
        id: findingId(id, agent, place?.resource ?? reason),
        rule: id,
        verdict: 'unknown' as const,
        agent,
        message: `hangs on what isn't known: ${reason}`,
        fix: place
          ? `take ${place.resource} out of the agent's surroundings, or replace it by resources that are modelled (docs/modelled-resources.md)`
          : 'give the missing input, or take out what needs it',
        path: place ? [{ ...place, why: reason }] : [],
      })),
    ),
};
