import fc from 'fast-check';
import { expect, test } from 'vitest';
import { confinement } from '../../../../lib/verify/cloudformation/policy-language/confinement';
import type { Fields } from '../../../../lib/verify/world/value';
import { place, policy, resources } from './world';

const own = '111122223333';
const foreign = '444455556666';

type Keys = Readonly<Record<string, string>>;

/** One request through the endpoint, by somebody of another account or without credentials: the agents have no role. */
interface Request {
  readonly action: string;
  readonly resource: string;
  readonly keys: Keys;
  readonly leaks: boolean;
}

const buckets = [
  { name: 'acme-artifacts', account: own },
  { name: 'acme-of-somebody', account: foreign },
  { name: 'anything', account: foreign },
  { name: 'prod-eu-west-1-starport-layer-bucket', account: '777788889999' },
];
const network: Keys = { 'aws:SourceVpc': 'vpc-1' };
const callers: readonly Keys[] = [{ ...network, 'aws:PrincipalAccount': foreign, 'aws:PrincipalIsAWSService': 'false' }, network];

const requests: readonly Request[] = callers.flatMap((caller) => [
  ...buckets.flatMap(({ name, account }) =>
    ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'].map((action) => ({
      action,
      resource: `arn:aws:s3:::${name}/key`,
      keys: { ...caller, 'aws:ResourceAccount': account },
      leaks: account !== own && !(name.includes('starport') && action === 's3:GetObject'),
    })),
  ),
  ...('aws:PrincipalAccount' in caller ? [{ action: 's3:ListAllMyBuckets', resource: '*', keys: caller, leaks: true }] : []),
]);

const conditions = fc.constantFrom<readonly [string, string, string]>(
  ['StringEquals', 'aws:ResourceAccount', own],
  ['StringEqualsIfExists', 'aws:ResourceAccount', own],
  ['StringNotEquals', 'aws:ResourceAccount', own],
  ['StringNotEqualsIfExists', 'aws:ResourceAccount', own],
  ['StringLike', 'aws:ResourceAccount', '*'],
  ['StringEquals', 'aws:ResourceAccount', foreign],
  ['StringEquals', 'aws:PrincipalAccount', own],
  ['StringNotEquals', 'aws:PrincipalAccount', own],
  ['StringNotEquals', 'aws:PrincipalAccount', foreign],
  ['StringEqualsIfExists', 'aws:PrincipalAccount', own],
  ['Null', 'aws:ResourceAccount', 'false'],
  ['Null', 'aws:PrincipalAccount', 'true'],
  ['Bool', 'aws:PrincipalIsAWSService', 'true'],
  ['Bool', 'aws:PrincipalIsAWSService', 'false'],
  ['BoolIfExists', 'aws:PrincipalIsAWSService', 'false'],
  ['StringEquals', 'aws:SourceVpc', 'vpc-1'],
);
const patternsOf = (...patterns: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...patterns), { minLength: 1, maxLength: 2 });

interface Written {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly notActions: boolean;
  readonly resources: readonly string[];
  readonly notResources: boolean;
  readonly conditions: readonly (readonly [string, string, string])[];
}

const written: fc.Arbitrary<Written> = fc.record({
  effect: fc.constantFrom('Allow' as const, 'Deny' as const),
  actions: patternsOf('*', 's3:*', 's3:GetObject', 's3:Put*', 's3:ListAllMyBuckets'),
  notActions: fc.boolean(),
  resources: patternsOf(
    '*',
    'arn:aws:s3:::*',
    'arn:aws:s3:::acme-*/*',
    'arn:aws:s3:::acme-artifacts/*',
    'arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*',
  ),
  notResources: fc.boolean(),
  conditions: fc.array(conditions, { maxLength: 2 }),
});

function statement({ effect, actions, notActions, resources: on, notResources, conditions: all }: Written): Fields {
  const block: Record<string, Record<string, string>> = {};
  for (const [operator, key, value] of all) block[operator] = { ...block[operator], [key]: value };
  return {
    Effect: effect,
    Principal: '*',
    [notActions ? 'NotAction' : 'Action']: actions,
    [notResources ? 'NotResource' : 'Resource']: on,
    ...(all.length ? { Condition: block } : {}),
  };
}

const isIn = (globs: readonly string[], text: string) =>
  globs.some((glob) => new RegExp(`^${glob.replaceAll('*', '.*')}$`, 'i').test(text));

function holds(operator: string, value: string, given: string | undefined): boolean {
  const name = operator.replace('IfExists', '');
  if (name === 'Null') return (given === undefined) === (value === 'true');
  if (given === undefined) return operator.endsWith('IfExists') || name === 'StringNotEquals';
  if (name === 'StringLike') return isIn([value], given);
  return (given === value) === (name !== 'StringNotEquals');
}

/** A condition block has a key of an operator once: the last one counts. */
const kept = (all: Written['conditions']) => [...new Map(all.map((one) => [`${one[0]} ${one[1]}`, one])).values()];

const applies = (rule: Written, { action, resource, keys }: Request): boolean =>
  isIn(rule.actions, action) !== rule.notActions &&
  isIn(rule.resources, resource) !== rule.notResources &&
  kept(rule.conditions).every(([operator, key, value]) => holds(operator, value, keys[key]));

function isAllowed(rules: readonly Written[], request: Request): boolean {
  const applying = rules.filter((rule) => applies(rule, request));
  return applying.some(({ effect }) => effect === 'Allow') && applying.every(({ effect }) => effect === 'Allow');
}

const verdict = (rules: readonly Written[]) =>
  confinement(policy(...rules.map(statement)), 's3', place, { resources, account: own, rolePolicies: [] }).verdict;

test('no request leaves through an endpoint that is confined', () => {
  fc.assert(
    fc.property(fc.array(written, { minLength: 1, maxLength: 4 }), (rules) => {
      if (verdict(rules) !== 'confined') return;
      expect(requests.filter((request) => request.leaks && isAllowed(rules, request))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});
