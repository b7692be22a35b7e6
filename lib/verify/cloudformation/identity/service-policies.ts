import type { PolicySet } from '../policy-language/allows';
import type { Glyphs } from '../policy-language/glyph';
import type { Statement } from '../policy-language/statement';

const known = new WeakMap<PolicySet, Map<string, PolicySet>>();

/** The part of a role's policies that can bear on actions of some services: wide policies name hundreds of others. */
export function servicePolicies(policies: PolicySet, actions: readonly string[]): PolicySet {
  const services = [...new Set(actions.map((action) => `${action.split(':')[0]}:`))];
  const parts = known.get(policies) ?? new Map<string, PolicySet>();
  known.set(policies, parts);
  const part = parts.get(services.join()) ?? partOf(policies, services);
  parts.set(services.join(), part);
  return part;
}

function partOf(policies: PolicySet, services: readonly string[]): PolicySet {
  const { identity, boundary } = policies;
  return {
    ...policies,
    identity: statementsFor(identity, services),
    ...(boundary && { boundary: statementsFor(boundary, services) }),
  };
}

const statementsFor = (statements: readonly Statement[], services: readonly string[]): Statement[] =>
  statements.flatMap((statement) => {
    if (statement.actions.not) return [statement];
    const patterns = statement.actions.patterns.filter((pattern) => services.some((service) => mayBegin(pattern, service)));
    return patterns.length === 0 ? [] : [{ ...statement, actions: { ...statement.actions, patterns } }];
  });

/** Whether a text of a pattern may begin so, as far as its letters go before the first that stands for others. */
function mayBegin(pattern: Glyphs, text: string): boolean {
  for (const [position, char] of [...text].entries()) {
    const glyph = pattern[position];
    if (!glyph) return false;
    if (glyph.kind !== 'char') return true;
    if (glyph.char !== char) return false;
  }
  return true;
}
