import { expect, test } from 'vitest';
import { EgressPolicy } from '../../../lib/policy/egress-policy';
import { type Weakening, weakened, weakenings } from '../../attacks/weakening';
import { claude, github, mirror, policyOf, uploads } from '../../envoy/policies';
import { rendered, verdict } from './deployed';

const policy = EgressPolicy.parse(policyOf([claude, github, uploads, mirror]));
const config = rendered(policy, {
  interception: { ca: { file: '/ca.pem' }, certificates: { kind: 'files', directory: '/leafs' } },
});

// what upstreams see of the proxy's own, how long it waits, what it says and what it records admits nothing
const others: readonly Weakening[] = ['no-own-stripping', 'no-header-timeout', 'no-replies', 'text-log', 'logged-headers'];
const all = Object.keys(weakenings) as Weakening[];

test.each(all.filter((name) => !others.includes(name)))("no proxy is proven without the control of '%s'", (name) => {
  expect(verdict(weakened(config, name), policy)).not.toBe('proven');
});

test.each(others)("a proxy is proven whatever '%s' takes away", (name) => {
  expect(verdict(weakened(config, name), policy)).toBe('proven');
});
