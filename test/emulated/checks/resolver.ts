import { allOf, type Item, onlyOf, type World } from '../world';
import type { Airlock } from './airlock';
import { mustEqual, mustHold } from './must-equal';

/** The resolver of the agents' network answers the names that start a task and that of the door, and then nothing. */
export function checkResolver(world: World, { sealedVpc, doorHost }: Airlock): string[] {
  const associations = allOf(world, 'AWS::Route53Resolver::FirewallRuleGroupAssociation').filter(
    ({ VpcId }) => VpcId === sealedVpc,
  );
  const [association, ...others] = associations;
  if (!association || others.length > 0)
    return [`one rule group must be associated with ${sealedVpc}, got ${associations.length}`];
  const group = onlyOf(world, 'AWS::Route53Resolver::FirewallRuleGroup', { Id: association.FirewallRuleGroupId });
  const [allow = {}, block = {}, ...rest] = group.FirewallRules;
  return [
    ...mustEqual('number of rules after the two', rest.length, 0),
    ...mustEqual('first rule', ruleOf(allow), { Action: 'ALLOW', Redirection: 'TRUST_REDIRECTION_DOMAIN' }),
    ...mustEqual('last rule', ruleOf(block), {
      Action: 'BLOCK',
      BlockResponse: 'NXDOMAIN',
      Redirection: 'INSPECT_REDIRECTION_DOMAIN',
    }),
    ...mustHold('allowed names', namesOf(world, allow), [...startNames(world), doorHost]),
    ...mustHold('blocked names', namesOf(world, block), ['*']),
  ];
}

// a rule may be for one type of query only, which would let the others through
function ruleOf({ Action, BlockResponse, FirewallDomainRedirectionAction: Redirection, Qtype }: Item): Item {
  return JSON.parse(JSON.stringify({ Action, BlockResponse, Redirection, Qtype }));
}

const namesOf = (world: World, rule: Item): string[] =>
  allOf(world, 'AWS::Route53Resolver::FirewallDomainList').find(({ Id }) => Id === rule.FirewallDomainListId)?.Domains ?? [];

const startNames = ({ account, region }: World): string[] => [
  `api.ecr.${region}.amazonaws.com`,
  `${account}.dkr.ecr.${region}.amazonaws.com`,
  `logs.${region}.amazonaws.com`,
  `prod-${region}-starport-layer-bucket.s3.${region}.amazonaws.com`,
];
