import type { Answer } from './answer';
import { judged } from './condition';
import type { Facts } from './fact';
import { naming, type Requester } from './principal';
import type { Statement } from './statement';

/** A statement as it bears on one ask. */
export interface Rule {
  readonly statement: Statement;
  /** Whether requests of the ask exist that it applies to, actions and resources aside. */
  readonly applies: Answer;
  /** Whether requests of the ask exist that it doesn't apply to, actions and resources aside. */
  readonly spares: Answer;
}

/** Which part of a policy grants: what a resource's policy says of the requester itself, or also what it says of its account. */
export type Reach = 'identity' | 'direct' | 'direct or account';

export function rulesOf(
  statements: readonly Statement[],
  facts: Facts,
  requester: Requester | undefined,
  reach: Reach,
): readonly Rule[] {
  return statements
    .map((statement) => rule(statement, facts, named(statement, requester, reach)))
    .filter(({ applies }) => applies !== 'no');
}

function named(statement: Statement, requester: Requester | undefined, reach: Reach): Answer {
  if (reach === 'identity' || !requester) return 'yes';
  const { direct, account } = naming(statement.principals, requester);
  if (direct === 'yes' || (reach === 'direct' && statement.effect === 'Allow')) return direct;
  return account === 'no' ? direct : account === 'yes' ? 'yes' : 'maybe';
}

function rule(statement: Statement, facts: Facts, names: Answer): Rule {
  const { holds, fails } = judged(statement.conditions, facts);
  const certain = names === 'yes' && !statement.doubt;
  if (names === 'no') return { statement, applies: 'no', spares: 'yes' };
  return {
    statement,
    applies: certain ? holds : holds === 'no' ? 'no' : 'maybe',
    spares: certain || fails === 'yes' ? fails : 'maybe',
  };
}
