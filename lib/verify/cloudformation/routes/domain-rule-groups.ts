import { PortSet } from '../../traffic/port-set';
import { isFields, type Value } from '../../world/value';
import type { ResourceIndex } from '../resource-index';

/** What a stateful rule group makes of domain names, if that is all it does. */
export type DomainRules =
  /** Names let through, at the ports where their protocols are spoken. */
  | { readonly kind: 'allowlist'; readonly ports: PortSet }
  /** Names stopped, all else let through. */
  | { readonly kind: 'denylist' }
  /** Rules that aren't read. */
  | { readonly kind: 'other' };

/** The rules of the group that a policy refers to: "Stateful domain list rule groups in AWS Network Firewall". */
export function domainRules(index: ResourceIndex, reference: Value): DomainRules {
  const arn = isFields(reference) ? reference.ResourceArn : undefined;
  const group = index.resourceOf(arn, 'AWS::NetworkFirewall::RuleGroup');
  const [source] = [group?.properties.RuleGroup].map((value) => field(index, value, 'RulesSource'));
  const list = field(index, source, 'RulesSourceList');
  if (!isFields(list) || group?.doubt) return { kind: 'other' };
  const type = index.keyOf(list.GeneratedRulesType)?.toUpperCase();
  if (type === 'DENYLIST') return { kind: 'denylist' };
  const names = index.elements(list.Targets).filter((name) => typeof name === 'string');
  return type === 'ALLOWLIST' && names.length > 0
    ? { kind: 'allowlist', ports: ports(index, list.TargetTypes) }
    : { kind: 'other' };
}

function field(index: ResourceIndex, value: Value | undefined, name: string): Value | undefined {
  const followed = index.follow(value);
  return isFields(followed) ? index.follow(followed[name]) : undefined;
}

/** Where a name in a TLS greeting or in a request's Host header is looked for; whoever sends it may send it to any address. */
function ports(index: ResourceIndex, types: Value | undefined): PortSet {
  const named = index.elements(types);
  return PortSet.of(...(named.includes('TLS_SNI') ? [443] : []), ...(named.includes('HTTP_HOST') ? [80] : []));
}
