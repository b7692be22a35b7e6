import type { Firewall, FirewallRule } from '../../model/firewall';
import { AddressSet } from '../../traffic/address-set';
import type { PortSet } from '../../traffic/port-set';
import { ServiceSet } from '../../traffic/service-set';
import { hop } from '../../world/hop';
import { type Fields, isFields, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { oncePerIndex } from '../reading/once-per-index';
import type { ResourceIndex } from '../resource-index';
import { domainRules } from './domain-rule-groups';

/** What AWS Network Firewall makes of packets that are routed to its endpoints. */
export function networkFirewall(index: ResourceIndex, firewall: Resource): Firewall {
  const found = known(index).get(firewall.id) ?? judged(index, firewall);
  known(index).set(firewall.id, found);
  return found;
}

const known = oncePerIndex(() => new Map<string, Firewall>());

function judged(index: ResourceIndex, firewall: Resource): Firewall {
  const policy = index.resourceOf(firewall.properties.FirewallPolicyArn, 'AWS::NetworkFirewall::FirewallPolicy');
  const settings = index.follow(policy?.properties.FirewallPolicy);
  if (!policy || !isFields(settings)) return undecided(firewall, `the policy of the firewall ${firewall.id} isn't in the inputs`);
  return stateless(index, policy, settings);
}

const decided = ({ place }: Resource, otherwise: 'allow' | 'deny'): Firewall => ({
  lists: [],
  otherwise,
  hop: hop(place, otherwise === 'allow' ? 'lets everything through' : 'drops everything'),
});

const undecided = ({ place }: Resource, reason: string): Firewall => ({
  lists: [],
  otherwise: 'allow',
  hop: hop(place, 'may let packets through'),
  doubt: { reason, place },
});

/** What happens to every packet, as far as no rule group decides: "Defining rule actions in AWS Network Firewall". */
function stateless(index: ResourceIndex, policy: Resource, settings: Fields): Firewall {
  if (index.elements(settings.StatelessRuleGroupReferences).length > 0)
    return undecided(policy, "what stateless rule groups decide isn't modelled");
  const actions = texts(index, settings.StatelessDefaultActions);
  if (actions.includes('aws:drop')) return decided(policy, 'deny');
  if (actions.includes('aws:pass')) return decided(policy, 'allow');
  if (!actions.includes('aws:forward_to_sfe')) return undecided(policy, "the default actions for packets aren't known");
  return stateful(index, policy, settings);
}

/** Domain lists are read, other stateful rules aren't. */
function stateful(index: ResourceIndex, policy: Resource, settings: Fields): Firewall {
  const groups = index.elements(settings.StatefulRuleGroupReferences).map((reference) => domainRules(index, reference));
  if (groups.some(({ kind }) => kind === 'other')) return undecided(policy, "what stateful rule groups decide isn't modelled");
  const listed = groups.flatMap((group) => (group.kind === 'allowlist' ? [group.ports] : []));
  return listed.length > 0 ? listing(policy, listed) : byDefault(index, policy, settings);
}

/** Whoever sends the name of an allowed domain is let through to any address; what else passes can't be told. */
function listing(policy: Resource, listed: readonly PortSet[]): Firewall {
  const rules = listed.map((ports): FirewallRule => {
    const why = 'lets through connections that name an allowed domain, to any address';
    return {
      action: 'allow',
      priority: 0,
      remote: { addresses: AddressSet.all },
      services: ServiceSet.tcp(ports),
      hop: hop(policy.place, why),
    };
  });
  const doubt = { reason: "what passes beside the allowed domains isn't modelled", place: policy.place };
  const rest: FirewallRule = {
    action: 'allow',
    priority: 1,
    remote: { addresses: AddressSet.all },
    services: ServiceSet.all,
    hop: hop(policy.place, 'may let other packets through'),
    doubt,
  };
  return { lists: [{ rules: [...rules, rest] }], otherwise: 'deny', hop: hop(policy.place, 'drops the rest') };
}

/** "Managing evaluation order for Suricata compatible rules": in strict order the default actions decide, else what no rule drops passes. */
function byDefault(index: ResourceIndex, policy: Resource, settings: Fields): Firewall {
  const options = index.follow(settings.StatefulEngineOptions);
  const strict = isFields(options) && index.follow(options.RuleOrder) === 'STRICT_ORDER';
  const actions = texts(index, settings.StatefulDefaultActions);
  if (!strict || actions.length === 0) return decided(policy, 'allow');
  if (actions.includes('aws:drop_strict')) return decided(policy, 'deny');
  if (actions.every((action) => action.startsWith('aws:alert'))) return decided(policy, 'allow');
  return undecided(policy, "what the firewall lets pass before a connection stands isn't modelled");
}

const texts = (index: ResourceIndex, value: Value | undefined): readonly string[] =>
  index.elements(value).flatMap((each) => (typeof each === 'string' ? [each] : []));
