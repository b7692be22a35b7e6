import type { Resolver } from '../../model/resolver';
import { type Finding, findingId } from '../../verdict/finding';
import type { Facts } from '../facts';
import type { Rule } from '../rule';
import { because, verdictOf } from '../verdict-of';
import { resolversOf } from './resolvers-of';

const id = 'AIRLOCK-DNS-001';

const fix =
  'let the resolver answer exact names only, and block everything else for every query type, failing closed: by a DNS Firewall on AWS, ' +
  "by an empty private zone '.' on Google Cloud";

export const resolver: Rule = {
  id,
  title: "The resolver of an agent's network answers no foreign name that isn't listed exactly",
  judge: (facts) => resolversOf(facts).flatMap((found) => leaks(found.agent, found.network, found.resolver, found.doubts)),
};

function leaks(agent: string, network: string, { answers }: Resolver, doubts: Facts['model']['doubts']): Finding[] {
  return answers.flatMap(({ names, path, doubt }) => {
    if (names !== 'any' && 'exact' in names) return [];
    const all = [...doubts, doubt];
    const asked = names === 'any' ? 'any name' : `any name below ${names.wildcard}`;
    return [
      {
        id: findingId(id, agent, path.at(-1)?.resource ?? network),
        rule: id,
        verdict: verdictOf(all),
        agent,
        message: `can carry data out in DNS questions: the resolver of ${network} answers ${asked}${because(all)}`,
        fix,
        path,
      },
    ];
  });
}
