import type { Place } from '../../world/place';
import type { Value } from '../../world/value';
import { actionGlyphs } from './action';
import { type Answer, not } from './answer';
import { type Binding, excludesRoles, isForServicesOnly } from './binding';
import { reachesElsewhere } from './elsewhere';
import { actionPrefixes } from './endpoint-service';
import type { Region } from './escape';
import { anything, type Glyphs } from './glyph';
import { type OwnAccount, type Owner, ownerOf } from './ownership';
import { statementsOf } from './parse-policy';
import { covers } from './pattern';
import { printedGlyphs } from './print-glyphs';
import { all, namesNoResource, type Residual, residualsOf } from './residual';
import { expandedValue } from './resource-arn';
import type { Statement } from './statement';

export interface ConfinementContext extends OwnAccount {
  /** What the agents' role may do, everywhere; empty if they have none. @default - not known */
  readonly rolePolicies?: readonly Statement[];
  /** The ARNs of the agents' roles; with them, statements for other roles of the account are known to be none of theirs. @default - not known */
  readonly roleArns?: readonly Value[];
}

/** Why a service endpoint isn't confined, and which statement says so. */
export interface OpenReason {
  /** Lower case, without a final period. */
  readonly why: string;
  readonly place: Place;
}

export interface Confinement {
  readonly verdict: 'confined' | 'open' | 'unknown';
  /** Empty if confined. */
  readonly reasons: readonly OpenReason[];
}

/**
 * Whether a service endpoint's policy lets through only what stays in this account. `docs/what-proven-means.md`, "Confined": each allowed
 * action is bound to this account's resources by ARN or `aws:ResourceAccount`; or names no resource and is bound to this account's
 * principals; or is `s3:GetObject` on a bucket that AWS publishes. Bound to this account's principals alone is enough for other actions
 * only if the agents' role may not do them on anything else.
 */
export function confinement(policy: Value | undefined, service: string, place: Place, context: ConfinementContext): Confinement {
  if (policy === undefined || policy === null)
    return { verdict: 'open', reasons: [{ why: 'has no policy, so lets everything through', place }] };
  const statements = statementsOf(policy, place, context.resources);
  const denies = statements.filter(({ effect }) => effect === 'Deny');
  const found = carried(service).flatMap((actions) =>
    statements.filter(({ effect }) => effect === 'Allow').flatMap((statement) => findings(statement, actions, denies, context)),
  );
  const open = found.filter(({ confined }) => confined === 'no');
  const rest = found.filter(({ confined }) => confined === 'maybe');
  if (open.length > 0) return { verdict: 'open', reasons: reasonsOf(open) };
  return rest.length > 0 ? { verdict: 'unknown', reasons: reasonsOf(rest) } : { verdict: 'confined', reasons: [] };
}

interface Finding extends OpenReason {
  readonly confined: Answer;
}

function reasonsOf(findings: readonly Finding[]): readonly OpenReason[] {
  const unique = new Map(findings.map(({ why, place }) => [`${place.pointer} ${why}`, { why, place }]));
  return [...unique.values()];
}

const carried = (service: string): readonly Glyphs[] =>
  actionPrefixes(service)?.map((prefix) => actionGlyphs(`${prefix}:*`)) ?? [anything];

function findings(
  statement: Statement,
  carriedActions: Glyphs,
  denies: readonly Statement[],
  context: ConfinementContext,
): readonly Finding[] {
  if (isForServicesOnly(statement)) return [];
  const left = residualsOf(statement, { actions: { inside: [carriedActions], outside: [] }, resources: all }, denies, context);
  const doubtful = denies.some(isUnclear);
  const others = isForOtherRoles(statement, context);
  return left.flatMap((residual) => {
    const { confined: answer, why } = others && residual.binding.principal === 'yes' ? confined : isConfined(residual, context);
    if (answer === 'yes') return [];
    const certain = answer === 'no' && !statement.doubt && !doubtful;
    return [
      {
        confined: certain ? 'no' : 'maybe',
        why: statement.doubt?.reason ?? withGiven(why, statement),
        place: statement.place,
      } as const,
    ];
  });
}

/** Says as well what parameters were taken to be. */
const withGiven = (why: string, { given }: Statement): string => (given.length > 0 ? `${why}, with ${given.join(', ')}` : why);

/** Whether a deny may take more away than can be told. */
const isUnclear = ({ doubt, conditions, actions, resources, principals }: Statement): boolean =>
  doubt !== undefined ||
  principals?.entries.some(({ kind }) => kind === 'unknown') === true ||
  conditions.some(({ operator, values }) => operator === 'unknown' || values.some(hasHole)) ||
  [...actions.patterns, ...(resources?.patterns ?? [])].some(hasHole);

const hasHole = (glyphs: Glyphs): boolean => glyphs.some((glyph) => glyph.kind === 'hole' && glyph.of !== undefined);

/** Only roles of this account that no agent has: what they do elsewhere isn't the agents' doing. */
const isForOtherRoles = (statement: Statement, { roleArns, resources }: ConfinementContext): boolean =>
  roleArns !== undefined &&
  excludesRoles(
    statement,
    roleArns.map((arn) => expandedValue(arn, resources)),
  );

interface Judgement {
  readonly confined: Answer;
  readonly why: string;
}

const confined: Judgement = { confined: 'yes', why: '' };

function isConfined(residual: Residual, context: ConfinementContext): Judgement {
  const { binding, resources, actions } = residual;
  if (binding.resource === 'yes') return confined;
  const owners = resources.inside.map((arn) => ownerOf(arn, context));
  if (owners.includes('this account') || (owners.includes('aws') && reads(actions))) return confined;
  if (namesNoResource(residual) || owners.includes('nobody')) return principalOnly(residual, binding);
  if (binding.principal === 'yes') return byRole(residual, context);
  return {
    confined: binding.resource === 'maybe' || owners.includes('not known') ? 'maybe' : 'no',
    why: reason(residual, owners),
  };
}

function principalOnly({ actions }: Residual, { principal }: Binding): Judgement {
  if (principal === 'yes') return confined;
  return { confined: principal, why: `allows ${printedRegion(actions)} to principals of other accounts` };
}

const getObject = actionGlyphs('s3:GetObject');
const reads = ({ inside }: Region): boolean => inside.some((action) => covers(getObject, action) === 'yes');

/** Bound to this account's principals only: the agents are one, by their role. */
function byRole(residual: Residual, { rolePolicies, ...own }: ConfinementContext): Judgement {
  const what = `allows ${printedRegion(residual.actions)} on other accounts' resources`;
  if (!rolePolicies) return { confined: 'maybe', why: `${what}, and the agent's role isn't known` };
  return { confined: not(reachesElsewhere(residual, rolePolicies, own)), why: `${what}, which the agent's role may do` };
}

function reason({ actions, resources }: Residual, owners: readonly Owner[]): string {
  const what = `allows ${printedRegion(actions)} on ${printedRegion(resources)}`;
  if (owners.includes('aws')) return `${what}, where s3:GetObject alone is known to be harmless`;
  return owners.includes('not known') ? `${what}, of which the account isn't known` : `${what}, which may be another account's`;
}

function printedRegion({ inside, outside }: Region): string {
  const [, ...named] = inside;
  const shown = named.at(-1) ?? inside[0] ?? anything;
  const but = outside.length ? ` but ${outside.map(printedGlyphs).join(', ')}` : '';
  return `${printedGlyphs(shown)}${but}`;
}
