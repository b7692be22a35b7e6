import { AddressSet } from '../traffic/address-set';
import { extensionAt, hasOnly, isPart, listAt, type Part, partAt, valueAt } from './envoy-config';

/**
 * The upstream addresses that an RBAC filter lets through; undefined if it doesn't decide by the upstream's address alone. "Role Based
 * Access Control (RBAC) Filter": an ALLOW filter lets through what some policy matches, and a `matcher` beside the rules replaces them.
 */
export function guardedAddresses(filter: Part | undefined): AddressSet | undefined {
  const rules = partAt(filter, 'rules');
  if (!hasOnly(filter, ['@type', 'stat_prefix', 'rules']) || rules?.action !== 'ALLOW') return undefined;
  const policies = Object.values(partAt(rules, 'policies') ?? {});
  const found = policies.map((policy) =>
    hasOnly(policy, ['principals', 'permissions']) ? anyOf(listAt(policy, 'permissions')) : undefined,
  );
  return found.every((each) => each !== undefined) ? AddressSet.union(found) : undefined;
}

/**
 * The addresses that a cluster's hosts, of one address each, are let through at: the first of its own filters judges a host that was chosen,
 * before Envoy connects to it, unless the route says otherwise of a filter of that name.
 */
export function judgedAddresses(cluster: Part, toldByRoute: readonly string[] = []): AddressSet | undefined {
  const [options, ...more] = Object.values(partAt(cluster, 'typed_extension_protocol_options') ?? {});
  const [guard] = listAt(options, 'http_filters') ?? [];
  const isAsWritten = hasOnly(guard, ['name', 'typed_config']) && !toldByRoute.includes(String(valueAt(guard, 'name')));
  const found = isAsWritten ? extensionAt(guard) : undefined;
  return more.length === 0 && found?.type === 'extensions.filters.http.rbac.v3.RBAC' ? guardedAddresses(found.config) : undefined;
}

function anyOf(rules: readonly unknown[] | undefined): AddressSet | undefined {
  const sets = rules?.map(addressesOf);
  return sets?.every((each) => each !== undefined) ? AddressSet.union(sets) : undefined;
}

function addressesOf(rule: unknown): AddressSet | undefined {
  if (!isPart(rule) || Object.keys(rule).length !== 1) return undefined;
  if ('or_rules' in rule) return anyOf(listAt(rule.or_rules, 'rules'));
  if ('and_rules' in rule) return allOf(listAt(rule.and_rules, 'rules'));
  return 'matcher' in rule ? block(rule.matcher) : undefined;
}

function allOf(rules: readonly unknown[] | undefined): AddressSet | undefined {
  let found = AddressSet.all;
  for (const rule of rules ?? [undefined]) {
    const denied = isPart(rule) && 'not_rule' in rule;
    const set = addressesOf(denied ? rule.not_rule : rule);
    if (!set) return undefined;
    found = denied ? found.subtract(set) : found.intersect(set);
  }
  return found;
}

function block(matcher: unknown): AddressSet | undefined {
  const { type, config } = extensionAt(matcher) ?? {};
  if (type !== 'extensions.rbac.matchers.upstream_ip_port.v3.UpstreamIpPortMatcher') return undefined;
  if (!hasOnly(config, ['@type', 'upstream_ip'])) return undefined;
  const [address, bits] = [valueAt(config, 'upstream_ip', 'address_prefix'), valueAt(config, 'upstream_ip', 'prefix_len')];
  if (typeof address !== 'string' || typeof bits !== 'number') return undefined;
  try {
    return AddressSet.of(`${address}/${bits}`);
  } catch {
    return undefined;
  }
}
