import { describe, expect, test } from 'vitest';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import type { DestinationInput } from '../../lib/policy/schema';
import { policy, resourcesOf, stackOf } from './fixture';
import { doorIn } from './proxy-fixture';

const claude = policy.document.destinations[0] as DestinationInput;
const policyOf = (...destinations: readonly DestinationInput[]) => EgressPolicy.parse({ version: 1, destinations });

/** The firewall rules of the proxies: direction, priority, blocks and ports, `-` if they deny. */
function rulesOf(given = policy): unknown[] {
  const stack = stackOf();
  doorIn(stack, { policy: given });
  return Object.values(resourcesOf(stack, 'compute_firewall'))
    .filter(({ target_service_accounts: targets }) => targets)
    .map(({ direction, priority, source_ranges, destination_ranges, allow }) => [
      direction,
      priority,
      (source_ranges ?? destination_ranges).join(' '),
      allow ? allow[0].ports.join(' ') : '-',
    ]);
}

describe('the firewall of the proxies', () => {
  const [fromDoor, fromHealthChecks, notPrivate, ...out] = rulesOf();

  test('lets in the door at the ports of agents, and health checks at their own', () => {
    expect([fromDoor, fromHealthChecks]).toEqual([
      ['INGRESS', 1200, '10.65.2.0/24', '8080 3128'],
      ['INGRESS', 1200, '35.191.0.0/16 130.211.0.0/22', '9902'],
    ]);
  });

  test('lets out to port 443 of public addresses, and to no private one', () => {
    expect(out).toEqual([['EGRESS', 1200, '0.0.0.0/0', '443']]);
    expect(notPrivate).toEqual([
      'EGRESS',
      1100,
      expect.stringMatching(/^10\.0\.0\.0\/8 .*172\.16\.0\.0\/12 192\.168\.0\.0\/16/),
      '-',
    ]);
  });

  test('lets out to private addresses that the policy permits, first', () => {
    const orders: DestinationInput = {
      ...{ name: 'orders', host: 'orders.corp.example', access: 'gateway', allow: 'any' },
      upstream: { addresses: ['10.20.0.0/16'], port: 8443 },
    };
    expect(rulesOf(policyOf(claude, orders)).slice(3)).toEqual([
      ['EGRESS', 1200, '0.0.0.0/0', '443'],
      ['EGRESS', 1000, '10.20.0.0/16', '8443'],
    ]);
  });

  test('has no rule for addresses that the proxies can’t have', () => {
    const far: DestinationInput = {
      ...{ name: 'far', host: 'far.corp.example', access: 'gateway', allow: 'any' },
      upstream: { addresses: ['fd12:3456::/32', '10.20.0.0/16'], port: 443 },
    };
    expect(JSON.stringify(rulesOf(policyOf(far)))).not.toContain('fd12');
  });
});
