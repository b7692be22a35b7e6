import { call, field, isSame, text } from './cel';
import { hasOnly, listAt, type Part, partAt, textAt, valueAt } from './envoy-config';

const anyone = [{ any: true }];

/** The rules of an RBAC filter, or of a route's own; undefined if there are none, or if a `matcher` beside replaces them. */
export const rulesOf = (config: Part | undefined): Part | undefined =>
  hasOnly(config, ['@type', 'stat_prefix', 'rules']) ? partAt(config, 'rules') : undefined;

const policiesOf = (rules: Part | undefined, action: string): readonly unknown[] =>
  rules?.action === action && hasOnly(rules, ['action', 'policies']) ? Object.values(partAt(rules, 'policies') ?? {}) : [];

const upgrade = { header: { name: 'upgrade', present_match: true } };

/** Whether rules refuse every request that asks for an upgrade. */
export const refusesUpgrades = (rules: Part | undefined): boolean =>
  policiesOf(rules, 'DENY').some(
    (policy) =>
      hasOnly(policy, ['principals', 'permissions']) &&
      isSame(valueAt(policy, 'principals'), anyone) &&
      (listAt(policy, 'permissions') ?? []).some((permission) => isSame(permission, upgrade)),
  );

/** The host and port that a connection must be for, as CONNECT named it, or its requests are refused; undefined if any does. */
export function onlyName(rules: Part | undefined): string | undefined {
  const names = policiesOf(rules, 'DENY').flatMap((policy) => {
    const [principal, ...others] = listAt(policy, 'principals') ?? [];
    const state = partAt(principal, 'not_id', 'filter_state');
    const exact = textAt(state, 'string_match', 'exact');
    const isAlone = others.length === 0 && hasOnly(policy, ['principals', 'permissions']) && exact !== undefined;
    const refuses = { not_id: { filter_state: { key: 'airlock.name', string_match: { exact } } } };
    return isAlone && isSame(principal, refuses) && isSame(valueAt(policy, 'permissions'), anyone) ? [exact] : [];
  });
  return names[0];
}

/** The start of a day (RFC 3339) before which rules allow anything, and nothing after; undefined for other rules. */
export function endOf(rules: Part | undefined): string | undefined {
  const [policy, ...others] = policiesOf(rules, 'ALLOW');
  const [, limit] = listAt(partAt(policy, 'condition', 'call_expr'), 'args') ?? [];
  const [time] = listAt(partAt(limit, 'call_expr'), 'args') ?? [];
  const end = textAt(time, 'const_expr', 'string_value') ?? '';
  const known = { principals: anyone, permissions: anyone, condition: before(end) };
  return others.length === 0 && /^\d{4}-\d\d-\d\dT00:00:00Z$/.test(end) && isSame(policy, known) ? end : undefined;
}

const before = (end: string): unknown => call('_<_', [field('request', 'time'), call('timestamp', [text(end)])]);
