import { doubtIn, type Truth } from '../choice/truth';
import { grouped } from '../indexing/grouped';
import type { Answer, Resolver } from '../model/resolver';
import type { Doubt } from '../world/doubt';
import { type Hop, hop } from '../world/hop';
import type { Resource } from '../world/world';
import { howToDescribe } from './assume/describe-command';
import { type DnsRule, firewallRules } from './dns/dns-firewall';
import { oncePerIndex } from './reading/once-per-index';
import { truth } from './reading/truth';
import type { ResourceIndex } from './resource-index';

/** What the resolver of a VPC answers about names that aren't the VPC's own. */
export function resolver(index: ResourceIndex, vpc: Resource): Resolver {
  // "AWS::EC2::VPC": DNS support is on where it is left out
  const supported = truth(index, vpc.properties.EnableDnsSupport, ['true'], true);
  if (supported === false) return { answers: [] };
  const filtered = [...filteredAnswers(index, vpc), ...failingOpen(index, vpc)];
  const unsure = doubtIn(supported);
  return { answers: unsure ? filtered.map((answer) => ({ ...answer, doubt: answer.doubt ?? unsure })) : filtered };
}

/** The resolver of a VPC that the inputs don't make. */
export const foreignResolver = (network: string, path: readonly Hop[]): Resolver => ({
  answers: [
    {
      names: 'any',
      path,
      doubt: { reason: `what the resolver of '${network}' answers isn't in the inputs${howToDescribe(network)}` },
    },
  ],
});

/** "How Route 53 Resolver DNS Firewall works": rules are asked in order, the first that matches decides, and what none matches passes. */
function filteredAnswers(index: ResourceIndex, vpc: Resource): readonly Answer[] {
  const rules = firewallRules(index, vpc);
  const end = rules.findIndex((rule) => rule.blocksAll && !rule.doubt);
  const asked = end < 0 ? rules : rules.slice(0, end);
  const answers = asked.flatMap((rule) => rule.answers);
  if (end >= 0) return answers;
  return [...answers, rest(index, vpc, rules)];
}

/** What no rule of the firewalls blocks for certain. */
function rest(index: ResourceIndex, vpc: Resource, rules: readonly DnsRule[]): Answer {
  const why =
    rules.length === 0
      ? 'has no DNS Firewall, so that its resolver answers any name'
      : 'has DNS Firewall rules that leave other names open';
  const steps = rules.filter(({ blocksAll }) => blocksAll).map(({ hop }) => hop);
  const doubt = rules.find((rule) => rule.blocksAll)?.doubt ?? profileDoubt(index, vpc) ?? forwardDoubt(index, vpc);
  return { names: 'any', path: [hop(vpc.place, why), ...steps], ...(doubt && { doubt }) };
}

/** A Route 53 Profile may bring rule groups along. */
function profileDoubt(index: ResourceIndex, vpc: Resource): Doubt | undefined {
  const [association] = index.referring('AWS::Route53Profiles::ProfileAssociation', 'ResourceId', vpc.id);
  return (
    association && { reason: `what the Route 53 Profile at ${vpc.id} brings along isn't modelled`, place: association.place }
  );
}

/** A rule for every name sends questions to servers of its own: whether those answer isn't for the inputs to say. */
function forwardDoubt(index: ResourceIndex, vpc: Resource): Doubt | undefined {
  const all = index
    .referring('AWS::Route53Resolver::ResolverRuleAssociation', 'VPCId', vpc.id)
    .flatMap(({ properties }) => index.resourceOf(properties.ResolverRuleId, 'AWS::Route53Resolver::ResolverRule') ?? [])
    .find((rule) => index.keyOf(rule.properties.DomainName) === '.' && index.keyOf(rule.properties.RuleType) === 'FORWARD');
  return all && { reason: `what the servers answer that ${all.id} forwards to isn't in the inputs`, place: all.place };
}

const configs = oncePerIndex((index) =>
  grouped(index.ofType('AWS::Route53Resolver::FirewallConfig'), ({ properties }) => index.keyOf(properties.ResourceId)),
);

/** "DNS Firewall VPC configuration": with fail open the resolver answers whatever the firewall doesn't get to. */
function failingOpen(index: ResourceIndex, vpc: Resource): readonly Answer[] {
  return (configs(index).get(vpc.id) ?? []).flatMap((config): readonly Answer[] => {
    const opens = failsOpen(index, config);
    if (opens === false) return [];
    const doubt = config.doubt ?? doubtIn(opens);
    const path = [hop(config.place, 'lets questions through when the firewall fails', 'Properties', 'FirewallFailOpen')];
    return [{ names: 'any', path, ...(doubt && { doubt }) }];
  });
}

function failsOpen(index: ResourceIndex, { properties }: Resource): Truth {
  const local = truth(index, properties.FirewallFailOpen, ['use_local_resource_setting'], false);
  if (local === true) return { reason: "the local setting for a firewall that fails isn't in the inputs" };
  return truth(index, properties.FirewallFailOpen, ['enabled'], false);
}
