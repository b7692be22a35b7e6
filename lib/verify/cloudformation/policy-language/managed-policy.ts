import type { Place } from '../../world/place';
import { type Fields, Reference, type Value } from '../../world/value';
import { glyphsOf, printed } from './glyph';
import { managedPolicies } from './managed-policy-table';
import { managedServicePolicies } from './managed-service-policy-table';
import { anyStatement, statementsOf } from './parse-policy';
import { printedGlyphs } from './print-glyphs';
import type { Resources } from './resource-arn';
import type { Statement } from './statement';

const known: ReadonlyMap<string, readonly string[]> = new Map([
  ...Object.entries(managedPolicies),
  ...Object.entries(managedServicePolicies),
]);

/**
 * The statements of an AWS managed policy by its ARN; in doubt, and naming the policy, if it isn't one of the known. `undefined` if the ARN
 * is that of a policy in the inputs: its own document counts.
 */
export function managedPolicyStatements(arn: Value, place: Place, resources: Resources): readonly Statement[] | undefined {
  if (arn instanceof Reference && resources.has(arn.resource)) return undefined;
  const name = awsPolicyName(arn);
  if (name === undefined) return anyStatement(place, `the policy ${printed(arn)} isn't in the inputs`);
  const rows = known.get(name);
  if (!rows) return unknownPolicy(name, place);
  return statementsOf({ Statement: rows.map(statementOf) }, place, resources).map((statement) => ({ ...statement, place }));
}

/** The name with its path, `service-role/AWSLambdaBasicExecutionRole`; `undefined` if AWS doesn't own the policy. */
const awsPolicyName = (arn: Value): string | undefined =>
  /^arn:(?:aws[a-z-]*|\$\{AWS::Partition\}):iam::aws:policy\/(.+)$/.exec(printedGlyphs(glyphsOf(arn)))?.[1];

/** AWS's policies deny only where their names say so. */
function unknownPolicy(name: string, place: Place): readonly Statement[] {
  const any = anyStatement(place, `the AWS managed policy ${name} isn't known`);
  return /deny|quarantine/i.test(name) ? any : any.filter(({ effect }) => effect === 'Allow');
}

/** Reads `[!|-]actions [@ resources] [? key=values]`; `!` stands for NotAction, `-` for Deny. */
function statementOf(row: string): Fields {
  const [, sign, actions = '', on, key, value] =
    /^([!-])?([^@?]+?)(?:\s*@\s*([^?]+?))?(?:\s*\?\s*(\S+)=(\S+))?$/.exec(row.trim()) ?? [];
  return {
    Effect: sign === '-' ? 'Deny' : 'Allow',
    [sign === '!' ? 'NotAction' : 'Action']: actions.split(/\s+/),
    Resource: on === undefined ? '*' : on.split(/\s+/),
    ...(key && value ? { Condition: { StringLike: { [key]: value.split(',') } } } : {}),
  };
}

export const managedPolicyNames: readonly string[] = [...known.keys()].sort();
