import { describe, expect, test } from 'vitest';
import { admittedAgents } from '../../lib/aws/admitted-agents';

const writer = { agent: 'writer', sources: ['10.0.1.0/24'], endpointIds: ['vpce-1'] };
const reader = { agent: 'reader', sources: ['10.0.2.0/24'], endpointIds: ['vpce-1'] };

describe('a proxy', () => {
  test('admits agents that come from different addresses', () => {
    expect(admittedAgents([writer, reader])).toEqual([writer, reader]);
  });

  test('takes an agent that comes by several doors for one', () => {
    expect(admittedAgents([writer, { ...writer, endpointIds: ['vpce-2', 'vpce-1'] }])).toEqual([
      { ...writer, endpointIds: ['vpce-1', 'vpce-2'] },
    ]);
  });

  test.each([
    ['no list of endpoints', { ...writer, endpointIds: undefined }],
    ['an empty list of endpoints', { ...writer, endpointIds: [] }],
  ])('refuses an agent with %s, which would admit everyone', (_, source) => {
    expect(() => admittedAgents([reader, source])).toThrow("endpointIds of agent 'writer'");
  });

  test.each([
    ['the same addresses', reader.sources],
    ['no addresses', undefined],
  ])('refuses two agents that come from %s, which it could not tell apart', (_, sources) => {
    const agents = [
      { ...writer, sources, endpointIds: ['vpce-1'] },
      { ...reader, sources, endpointIds: ['vpce-2'] },
    ];
    expect(() => admittedAgents(agents)).toThrow("agents 'writer' and 'reader' must come from different addresses");
  });
});
