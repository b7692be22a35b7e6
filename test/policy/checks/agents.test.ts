import { describe, expect, test } from 'vitest';
import { claude, github, issuesOf, policyOf } from '../sample';

const withAgents = (agents: object) => ({ ...policyOf(claude, github), agents });

describe('agents are refused', () => {
  test.each<[string, object, string[]]>([
    ['if there is none', {}, ['policy: agents is empty, so nobody may use it: name an agent, or remove agents']],
    [
      'with a mistyped destination',
      { a: { destinations: ['cluade'] } },
      ["agent 'a': unknown destination 'cluade', did you mean 'claude'?"],
    ],
    [
      'with a foreign destination',
      { a: { destinations: ['bedrock'] } },
      ["agent 'a': unknown destination 'bedrock', use claude, github"],
    ],
    [
      'with a destination twice',
      { a: { destinations: ['claude', 'claude'] } },
      ["agent 'a': destination is listed twice: remove one, got 'claude'"],
    ],
    [
      'each by itself',
      { a: { destinations: ['x'] }, b: { destinations: ['claude', 'y'] } },
      ["agent 'a': unknown destination 'x', use claude, github", "agent 'b': unknown destination 'y', use claude, github"],
    ],
  ])('%s', (_what, agents, issues) => {
    expect(issuesOf(withAgents(agents))).toEqual(issues);
  });

  test('but not with destinations that exist', () => {
    expect(
      issuesOf(withAgents({ a: { destinations: ['github', 'claude'] }, constructor: { destinations: ['claude'] } })),
    ).toEqual([]);
  });
});
