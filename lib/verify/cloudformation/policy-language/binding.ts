import { type Answer, allOf, oneOf } from './answer';
import { arnFields, arnPattern } from './arn';
import { literally } from './condition-operator';
import { type Glyphs, literalOf } from './glyph';
import { areOwnAccounts, isOwnAccount, type OwnAccount } from './ownership';
import { overlaps } from './pattern';
import type { Condition, PrincipalEntry, Statement } from './statement';

/** Whether requests can only be for this account's resources, and only by its principals. */
export interface Binding {
  readonly resource: Answer;
  readonly principal: Answer;
}

export const unbound: Binding = { resource: 'no', principal: 'no' };

/** What both together bind. */
export const both = (a: Binding, b: Binding): Binding => ({
  resource: oneOf([a.resource, b.resource]),
  principal: oneOf([a.principal, b.principal]),
});

const equals = new Set(['stringequals', 'stringequalsignorecase', 'stringlike']);
const arnEquals = new Set([...equals, 'arnequals', 'arnlike']);

/** What an allowing statement's conditions and principals bind. */
export function bindingOf(statement: Statement, own: OwnAccount): Binding {
  const conditions = statement.conditions.filter((condition) => isStrict(condition, statement.conditions));
  const principal = oneOf([...conditions.map((condition) => boundPrincipal(condition, own)), namedPrincipals(statement, own)]);
  const resource = oneOf(conditions.map((condition) => boundResource(condition, principal, own)));
  return { resource, principal };
}

/** Whether only services can meet the conditions: a network's own programs, whatever their credentials, aren't services. */
export const isForServicesOnly = ({ conditions }: Statement): boolean =>
  conditions.some(
    (condition) => isOfServices(condition) && condition.operator === 'bool' && !condition.ifExists && isValue(condition, 'true'),
  );

/** Whether the statement admits none of these roles, as it names other roles of the account. */
export const excludesRoles = ({ conditions }: Statement, roles: readonly Glyphs[]): boolean =>
  conditions.some(
    (condition) =>
      condition.key === 'aws:principalarn' &&
      arnEquals.has(condition.operator) &&
      isStrict(condition, conditions) &&
      condition.values.every((value) => roles.every((role) => overlaps(arnPattern(value), arnPattern(role)) === 'no')),
  );

/** `…IfExists` also holds without the key, unless another condition wants it there; so does `ForAllValues`. */
function isStrict({ quantifier, ifExists, key }: Condition, all: readonly Condition[]): boolean {
  const present = all.some((other) => other.operator === 'null' && other.key === key && isFalse(other));
  return quantifier === undefined && (!ifExists || present);
}

const isFalse = (condition: Condition): boolean => isValue(condition, 'false');

const isValue = ({ values }: Condition, value: string): boolean =>
  values.length === 1 && literalOf(values[0] as Glyphs)?.toLowerCase() === value;

function boundPrincipal(condition: Condition, own: OwnAccount): Answer {
  if (condition.operator === 'unknown') return 'maybe';
  if (condition.key === 'aws:principalaccount' && equals.has(condition.operator)) return allOwn(condition, own);
  return condition.key === 'aws:principalarn' && arnEquals.has(condition.operator)
    ? allOf(condition.values.map((value) => isOwnPrincipal(value, own)))
    : 'no';
}

const resourceKeys = new Set(['aws:resourceaccount', 's3:resourceaccount']);

function boundResource(condition: Condition, principal: Answer, own: OwnAccount): Answer {
  if (condition.operator === 'unknown') return 'maybe';
  if (!resourceKeys.has(condition.key) || !equals.has(condition.operator)) return 'no';
  return condition.values.every(isCallersAccount) ? principal : allOwn(condition, own);
}

/** The caller's account, which is this one if the caller is bound to it. */
const isCallersAccount = ([only, more]: Glyphs): boolean =>
  only?.kind === 'hole' && !more && only.key.toLowerCase() === `\${aws:principalaccount}`;

/** A wildcard is one in `StringLike` only. */
const allOwn = ({ operator, values }: Condition, own: OwnAccount): Answer =>
  areOwnAccounts(operator === 'stringlike' ? values : values.map(literally), own);

function isOwnPrincipal(arn: Glyphs, own: OwnAccount): Answer {
  const fields = arnFields(arn);
  if (fields) return isOwnAccount(fields[4], own);
  return arn.some(({ kind }) => kind === 'many' || kind === 'one') ? 'no' : isOwnAccount(arn, own);
}

function namedPrincipals({ principals }: Statement, own: OwnAccount): Answer {
  if (!principals || principals.not || principals.entries.length === 0) return 'no';
  return allOf(principals.entries.map((entry) => namedPrincipal(entry, own)));
}

function namedPrincipal({ kind, name }: PrincipalEntry, own: OwnAccount): Answer {
  if (kind === 'aws') return isOwnPrincipal(name, own);
  return kind === 'unknown' ? 'maybe' : 'no';
}

const opposites: ReadonlyMap<string, string> = new Map([
  ['stringnotequals', 'stringequals'],
  ['stringnotequalsignorecase', 'stringequalsignorecase'],
  ['stringnotlike', 'stringlike'],
  ['arnnotequals', 'arnequals'],
  ['arnnotlike', 'arnlike'],
]);

/**
 * What escaping a deny binds: `Deny unless aws:ResourceAccount is …` leaves only that account's. `undefined` if its conditions don't come
 * down to one such condition; that a service calls isn't one, as no agent is a service.
 */
export function bindingByEscape({ conditions, doubt, principals }: Statement, own: OwnAccount): Binding | undefined {
  const everyone = !principals || (!principals.not && principals.entries.some(({ kind }) => kind === 'any'));
  const [only, more] = conditions.filter((condition) => !holdsForAgents(condition));
  if (!everyone || doubt || more) return undefined;
  if (!only) return { resource: 'yes', principal: 'yes' };
  const operator = opposites.get(only.operator);
  if (!operator || only.quantifier) return undefined;
  const kept: Condition = { ...only, operator, ifExists: false };
  const principal = boundPrincipal(kept, own);
  return { principal, resource: boundResource(kept, principal, own) };
}

/** True of all that a network's own programs ask, without credentials too, hence `IfExists`: AWS global condition context keys. */
function holdsForAgents(condition: Condition): boolean {
  return isOfServices(condition) && condition.operator === 'bool' && condition.ifExists && isFalse(condition);
}

const isOfServices = ({ key, quantifier }: Condition): boolean =>
  (key === 'aws:principalisawsservice' || key === 'aws:viaawsservice') && !quantifier;
