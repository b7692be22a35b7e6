import { type Binding, bindingByEscape, bindingOf, both } from './binding';
import { beside, isInhabited, type Region, type Requests, within } from './escape';
import { anything } from './glyph';
import type { OwnAccount } from './ownership';
import { covers } from './pattern';
import { resourcelessActions } from './resourceless-actions';
import type { PatternSet, Statement } from './statement';

/** Requests that a statement allows and no deny is certain to take away, and what they are bound to. */
export interface Residual extends Requests {
  readonly binding: Binding;
}

const residualsAtMost = 64;

/** What is left of requests by denying statements: all that escape them in action, in resource or in what their condition asks. */
function residuals(start: Residual, denies: readonly Statement[], own: OwnAccount): readonly Residual[] {
  let left: readonly Residual[] = [start];
  for (const deny of denies) {
    const next = left.flatMap((residual) => escaping(residual, deny, own));
    // leaving a deny out of account leaves more requests
    if (next.length <= residualsAtMost) left = next;
  }
  return left;
}

function escaping(residual: Residual, deny: Statement, own: OwnAccount): readonly Residual[] {
  const binding = bindingByEscape(deny, own);
  if (!binding) return [residual];
  const inhabited = (region: Region) => isInhabited(region, 'possible');
  const byAction = beside(residual.actions, deny.actions).filter(inhabited);
  const byResource = deny.resources ? beside(residual.resources, deny.resources).filter(inhabited) : [];
  const conditional = deny.conditions.some(({ key }) => !key.endsWith('awsservice'));
  return [
    ...byAction.map((actions) => ({ ...residual, actions })),
    ...byResource.map((resources) => ({ ...residual, resources })),
    ...(conditional ? [{ ...residual, binding: both(residual.binding, binding) }] : []),
  ];
}

/** All resources. */
export const all: Region = { inside: [anything], outside: [] };
const everything: PatternSet = { patterns: [anything], not: false };

/** What a statement leaves of requests, after the denies. */
export function residualsOf(
  statement: Statement,
  of: Requests,
  denies: readonly Statement[],
  context: OwnAccount,
): readonly Residual[] {
  const inhabited = (region: Region) => isInhabited(region, 'possible');
  const binding = bindingOf(statement, context);
  const acting = within(of.actions, statement.actions).filter(inhabited);
  const on = within(of.resources, statement.resources ?? everything).filter(inhabited);
  return acting.flatMap((actions) => on.flatMap((resources) => residuals({ actions, resources, binding }, denies, context)));
}

/** Actions without a resource are allowed by `*` only. */
export const namesNoResource = ({ actions, resources }: Residual): boolean =>
  resources.inside.every((arn) => covers(arn, anything) === 'yes') &&
  actions.inside.some((action) => resourcelessActions.some((pattern) => covers(pattern, action) === 'yes'));
