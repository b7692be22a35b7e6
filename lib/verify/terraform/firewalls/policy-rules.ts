import { doubtIn } from '../../choice/truth';
import type { FirewallRule } from '../../model/firewall';
import { AddressSet } from '../../traffic/address-set';
import { ServiceSet } from '../../traffic/service-set';
import type { Doubt } from '../../world/doubt';
import { within } from '../../world/place';
import { AnyOf, type Fields, Unresolved, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { blocks, openBlocks } from '../evaluate/blocks';
import { networkKey } from '../network-key';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import { truth } from '../truth';
import { combined, type Direction, type ListedRule } from './listed-rule';
import { policyOwn, policyRemotes, policyServices, tagKey } from './policy-match';
import { priorityOf } from './priority';
import { secureTagGroup } from './scoped-group';

/** The types of firewall policies, with their separate rules. */
const ruleTypes: Readonly<Record<string, string>> = {
  google_compute_firewall_policy: 'google_compute_firewall_policy_rule',
  google_compute_network_firewall_policy: 'google_compute_network_firewall_policy_rule',
  google_compute_region_network_firewall_policy: 'google_compute_region_network_firewall_policy_rule',
  google_compute_firewall_policy_with_rules: '',
  google_compute_network_firewall_policy_with_rules: '',
  google_compute_region_network_firewall_policy_with_rules: '',
};

/** The types of firewall policies. */
export const policyTypes: readonly string[] = Object.keys(ruleTypes);

const known = oncePerIndex(() => new Map<string, readonly ListedRule[]>());

/** The rules of a firewall policy, by its key; of one that the inputs don't make, doubt about everything. */
export function policyRules(index: ResourceIndex, policy: string, user: Resource): readonly ListedRule[] {
  const found = known(index).get(policy) ?? made(index, policy, user);
  known(index).set(policy, found);
  return found;
}

function made(index: ResourceIndex, policy: string, user: Resource): readonly ListedRule[] {
  const resource = index.get(policy);
  const separate = resource && ruleTypes[resource.type];
  if (!resource || separate === undefined) return unknownRules(user, `the rules of the policy '${policy}' aren't in the inputs`);
  const open = openBlocks(index.follow(resource.properties.rule));
  return [
    ...blocks(index.follow(resource.properties.rule)).flatMap((rule, position) =>
      listed(index, resource, rule, { ...resource, place: within(resource.place, 'rule', position) }),
    ),
    ...index
      .referring(separate, 'firewall_policy', policy, ...policyTypes)
      .flatMap((rule) => listed(index, resource, rule.properties, rule)),
    ...(open ? unknownRules(resource, `the rules of ${policy} aren't known`) : []),
  ];
}

/** Rules of which nothing is known may allow and deny anything. */
function unknownRules(user: Resource, reason: string): readonly ListedRule[] {
  const doubt = { reason, place: user.place };
  return (['egress', 'ingress'] as const).map((direction) => ({ direction, rules: either(user, direction, -1, doubt) }));
}

function either({ place }: Resource, direction: Direction, priority: number, doubt: Doubt): readonly FirewallRule[] {
  const remotes = [{ remote: { addresses: AddressSet.all }, text: 'anything' }];
  return (['allow', 'deny'] as const).flatMap((action) =>
    combined({ place, direction, action, priority, doubt }, remotes, everything),
  );
}

const everything = [{ services: ServiceSet.all }];

function listed(index: ResourceIndex, policy: Resource, rule: Fields, by: Resource): readonly ListedRule[] {
  const off = truth(index, rule.disabled, ['true'], false);
  if (off === true) return [];
  const outgoing = truth(index, rule.direction, ['egress'], false);
  const directions: readonly Direction[] =
    typeof outgoing === 'object' ? ['egress', 'ingress'] : [outgoing ? 'egress' : 'ingress'];
  const { priority, doubt } = priorityOf(index, rule.priority, -1);
  const reason = policy.doubt ?? by.doubt ?? doubtIn(off) ?? doubtIn(outgoing) ?? doubt;
  const [match = {}] = blocks(index.follow(rule.match));
  return directions.map((direction) => ({
    direction,
    ...targeted(index, by, rule),
    ...policyOwn(index, match, direction),
    rules: actions(index, rule.action).flatMap(({ action, doubt: open }) =>
      combined(
        { place: by.place, direction, action, priority, ...((reason ?? open) && { doubt: (reason ?? open) as Doubt }) },
        policyRemotes(index, match, direction),
        policyServices(index, match),
      ),
    ),
  }));
}

interface Action {
  readonly action: FirewallRule['action'];
  readonly doubt?: Doubt;
}

/** "Firewall policy rules": inspection may let a packet through or drop it; it isn't passed on to the next rules. */
function actions(index: ResourceIndex, property: Value | undefined): readonly Action[] {
  const action = index.keyOf(property)?.toLowerCase();
  if (action === 'allow' || action === 'deny') return [{ action }];
  if (action === 'goto_next') return [{ action: 'next' }];
  const doubt = { reason: `what '${action}' makes of packets can't be told from the inputs` };
  return [
    { action: 'allow', doubt },
    { action: 'deny', doubt },
  ];
}

function targeted(index: ResourceIndex, by: Resource, rule: Fields): Pick<ListedRule, 'targets' | 'targetDoubt'> {
  const tags = blocks(index.follow(rule.target_secure_tags ?? rule.target_secure_tag)).map(({ name }) => name);
  const accounts = index.elements(rule.target_service_accounts);
  const networks = index.elements(rule.target_resources);
  if (tags.length + accounts.length + networks.length === 0) return {};
  const open = [...tags, ...accounts, ...networks].find((value) => value instanceof AnyOf || value instanceof Unresolved);
  const targets = [
    ...tags.map((name) => secureTagGroup(tagKey(index, name))),
    ...accounts.map((value) => policyAccount(index.keyOf(value, 'google_service_account') ?? '')),
    ...networks.map((value) => policyNetwork(networkKey(index, by, value) ?? '')),
  ];
  return { targets, ...(open !== undefined && { targetDoubt: { reason: `whom it is for isn't known: ${index.keyOf(open)}` } }) };
}

/** How a policy's rule names the account that a host must run as. */
export const policyAccount = (account: string): string => `runs as ${account}`;

/** How a policy's rule names the network that a host must be in. */
export const policyNetwork = (network: string): string => `is in ${network}`;
