import { describe, expect, test } from 'vitest';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { destinationFor, toolHost, toolProblems } from '../../lib/policy/tool';

const orders = {
  name: 'orders',
  host: 'orders.corp.example',
  access: 'gateway',
  upstream: { addresses: ['10.65.0.0/23'], port: 8443, ca: 'corp-ca' },
  allow: 'any',
};
const tunnel = {
  name: 'stocks',
  hosts: ['stocks.corp.example'],
  access: 'tunnel',
  upstream: { addresses: ['10.65.0.0/24', '10.65.1.0/24'] },
  ports: [8443, 9443],
};
const policy = EgressPolicy.parse({ version: 1, destinations: [orders, tunnel] });
const tool = { host: 'orders.corp.example', port: 8443, blocks: ['10.65.0.0/24', '10.65.1.0/24'] };

describe('a policy leads to a tool', () => {
  test.each([
    ['that is at its port and in its block', tool],
    ['in a part of its block', { ...tool, blocks: ['10.65.1.128/28'] }],
    ['whose addresses are not known yet', { ...tool, blocks: [] }],
    ['by a tunnel, at one of its ports', { ...tool, host: 'stocks.corp.example', port: 9443 }],
    ['not at all if it doesn’t name it, which is no fault of its own', { ...tool, host: 'other.corp.example' }],
  ])('%s', (_, each) => {
    expect(toolProblems(policy, each)).toEqual([]);
  });
});

describe('a policy is held against a tool', () => {
  test.each([
    [
      'at another port than a gateway’s',
      { ...tool, port: 443 },
      "tool 'orders.corp.example': port must be the upstream.port of destination 'orders', 8443: change one of them, got 443",
    ],
    [
      'at none of a tunnel’s ports',
      { ...tool, host: 'stocks.corp.example', port: 443 },
      "tool 'stocks.corp.example': port must be the ports of destination 'stocks', 8443, 9443: change one of them, got 443",
    ],
    [
      'in a block that is not permitted',
      { ...tool, blocks: ['10.65.0.0/24', '10.65.2.0/24'] },
      "tool 'orders.corp.example': upstream.addresses of destination 'orders' must cover 10.65.2.0/24, where the tool answers, \
got 10.65.0.0/23",
    ],
    [
      'in a block that is wider than what is permitted',
      { ...tool, blocks: ['10.65.0.0/22'] },
      "tool 'orders.corp.example': upstream.addresses of destination 'orders' must cover 10.65.0.0/22, where the tool answers, \
got 10.65.0.0/23",
    ],
    [
      'in a block of the other family',
      { ...tool, blocks: ['fd00::/64'] },
      "tool 'orders.corp.example': upstream.addresses of destination 'orders' must cover fd00::/64, where the tool answers, \
got 10.65.0.0/23",
    ],
  ])('%s', (_, each, message) => {
    expect(toolProblems(policy, each)).toEqual([message]);
  });

  test('that permits no private address', () => {
    const open = EgressPolicy.parse({
      version: 1,
      destinations: [{ ...orders, host: 'orders.example.com', upstream: { port: 8443 } }],
    });
    expect(toolProblems(open, { ...tool, host: 'orders.example.com' })).toEqual([
      "tool 'orders.example.com': upstream.addresses of destination 'orders' must cover 10.65.0.0/24, 10.65.1.0/24, where the tool \
answers, got none",
    ]);
  });

  test('that needs a name below the tool’s', () => {
    const below = { ...tunnel, hosts: ['api.orders.corp.example', 'myorders.corp.example'] };
    const both = EgressPolicy.parse({ version: 1, destinations: [orders, below] });
    expect(toolProblems(both, tool)).toEqual([
      "tool 'orders.corp.example': host must have no other name of the policy below it, as it would no longer resolve, \
got 'api.orders.corp.example'",
    ]);
  });
});

test('a tool’s host is read as the policy reads it', () => {
  expect(toolHost('Orders.Corp.example')).toBe('orders.corp.example');
  expect(destinationFor(policy, toolHost('Orders.Corp.example'))?.name).toBe('orders');
});

test.each(['*.corp.example', '10.65.0.5', 'https://orders.corp.example', ''])('a tool’s host may not be %j', (text) => {
  expect(() => toolHost(text)).toThrow(/^host .*, got '.*'$/);
});
