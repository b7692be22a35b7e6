import { expect, test } from 'vitest';
import { allows } from '../../../../lib/verify/cloudformation/policy-language/allows';
import { ask } from '../../../../lib/verify/cloudformation/policy-language/ask';
import { capabilities } from '../../../../lib/verify/cloudformation/policy-language/capability';
import {
  managedPolicyNames,
  managedPolicyStatements,
} from '../../../../lib/verify/cloudformation/policy-language/managed-policy';
import { statementsOf } from '../../../../lib/verify/cloudformation/policy-language/parse-policy';
import { requesterFacts } from '../../../../lib/verify/cloudformation/policy-language/requester-facts';
import { expandedValue } from '../../../../lib/verify/cloudformation/policy-language/resource-arn';
import { cpuTime } from '../../../cpu-time';
import { account, allow, deny, join, place, policy, reference, region, resources } from './world';

test('every capability is asked of every known AWS policy in a moment', () => {
  const name = expandedValue(reference('Role', 'Arn'), resources);
  const facts = requesterFacts(name);
  const all = cpuTime(() => {
    for (const policyName of managedPolicyNames) {
      const identity = managedPolicyStatements(`arn:aws:iam::aws:policy/${policyName}`, place, resources) ?? [];
      for (const { actions } of capabilities) {
        const asked = ask(actions, [reference('Secret')], facts, resources);
        allows({ requester: { kind: 'role', name }, identity }, asked);
      }
    }
  });
  expect(all / (managedPolicyNames.length * capabilities.length)).toBeLessThan(5);
});

test('a deny of ten thousand secrets is weighed in a moment', () => {
  const name = expandedValue(reference('Role', 'Arn'), resources);
  const facts = requesterFacts(name);
  const secret = (index: number) => join('arn:aws:secretsmanager:', region, ':', account, ':secret:', reference(`S${index}`));
  const known = Array.from({ length: 10_000 }, (_, index) => secret(index));
  const get = 'secretsmanager:GetSecretValue';
  const identity = statementsOf(policy(allow(get), allow(get, secret(7)), deny(get, known)), place, resources);
  const wide = statementsOf(policy(allow(get, 'arn:aws:secretsmanager:*:*:secret:*'), deny(get, known)), place, resources);
  const requester = { kind: 'role', name } as const;
  const all = cpuTime(() => {
    expect(allows({ requester, identity }, ask([get], 'any', facts, resources)).answer).toBe('yes');
    expect(allows({ requester, identity: wide }, ask([get], 'any', facts, resources)).answer).toBe('yes');
    expect(allows({ requester, identity }, ask([get], [secret(7)], facts, resources)).answer).toBe('no');
  });
  expect(all).toBeLessThan(5000);
});
