import { type Answer, allOf, not, oneOf } from './answer';
import { matches, type Operator, operatorOf } from './condition-operator';
import { type Fact, type Facts, factOf } from './fact';
import type { Glyph, Glyphs } from './glyph';
import type { Condition } from './statement';

/** Whether requests exist for which a condition holds, and for which it fails: what the requester chooses may do both. */
export interface Judgement {
  readonly holds: Answer;
  readonly fails: Answer;
}

const open: Judgement = { holds: 'maybe', fails: 'maybe' };
const either: Judgement = { holds: 'yes', fails: 'yes' };
const settled = (holds: Answer): Judgement => ({ holds, fails: not(holds) });

/** All of a statement's conditions together. */
export function judged(conditions: readonly Condition[], facts: Facts): Judgement {
  const each = conditions.map((condition) => judge(condition, facts));
  const fails = oneOf(each.map((judgement) => judgement.fails));
  const certain = each.every((judgement) => judgement.holds === 'yes');
  // two conditions on keys that the requester chooses may contradict each other
  const chosen = new Set(conditions.filter(({ key }) => factOf(facts, key)?.kind === 'free').map(({ key }) => key));
  const contested = [...chosen].some((key) => conditions.filter((condition) => condition.key === key).length > 1);
  return { holds: certain && contested ? 'maybe' : allOf(each.map((judgement) => judgement.holds)), fails };
}

function judge(condition: Condition, facts: Facts): Judgement {
  const fact = factOf(facts, condition.key);
  if (condition.operator === 'null') return judgeNull(condition, fact);
  const operator = operatorOf(condition.operator);
  if (!operator || !fact) return open;
  if (fact.kind === 'absent') return settled(holdsWithout(condition, operator));
  if (fact.kind === 'free') return condition.values.length ? either : open;
  return settled(holdsFor(condition, operator, fact.values, facts));
}

/** IAM User Guide, "Condition operators": `Null` is true if the key is to be absent. */
function judgeNull({ values }: Condition, fact: Fact | undefined): Judgement {
  if (!fact) return open;
  if (fact.kind === 'free') return either;
  const wanted = values.map((value) => matches({ kind: 'bool', negated: false }, value, absence(fact.kind === 'absent')));
  return settled(oneOf(wanted));
}

const absence = (is: boolean): Glyphs => [...String(is)].map((char): Glyph => ({ kind: 'char', char }));

/** IAM User Guide, "Condition operators" and "Set operators for multivalued context keys": what a missing key means. */
function holdsWithout({ ifExists, quantifier }: Condition, { negated }: Operator): Answer {
  if (ifExists || quantifier === 'forallvalues') return 'yes';
  if (quantifier === 'foranyvalue') return 'no';
  return negated ? 'yes' : 'no';
}

function holdsFor({ quantifier, values }: Condition, operator: Operator, given: readonly Glyphs[], facts: Facts): Answer {
  const wanted = values.map((value) => withFacts(value, facts));
  const meets = given.map((item) => {
    const found = oneOf(wanted.map((value) => matches(operator, value, item)));
    return operator.negated ? not(found) : found;
  });
  return quantifier === 'foranyvalue' ? oneOf(meets) : allOf(meets);
}

/** Puts known facts in the place of policy variables. */
function withFacts(value: Glyphs, facts: Facts): Glyphs {
  return value.flatMap((glyph) => {
    if (glyph.kind !== 'hole' || glyph.of) return [glyph];
    const fact = factOf(facts, glyph.key.slice(2, -1).toLowerCase());
    return fact?.kind === 'known' && fact.values.length === 1 ? (fact.values[0] as Glyphs) : [glyph];
  });
}
