import type { Answer } from '../policy-language/answer';
import type { Glyphs } from '../policy-language/glyph';
import { arnOf } from '../policy-language/resource-arn';
import type { CapabilityRow } from './capability-rows';
import { type Grant, grantOf } from './grant';
import { mayElsewhere, mayOn, type RoleRequester } from './requester';

/** What it means that a row's actions are allowed on things that the inputs don't make: on all of a type, or on some that are named. */
interface Beyond {
  readonly all: Answer;
  readonly named: Answer;
}

/** By the row's first action, as far as that begins with one of these; anything else changes the account for certain. */
const beyond: readonly (readonly [prefix: string, Beyond])[] = [
  // whatever is outside the inputs isn't the system's, unless everything is meant
  ['lambda:Get', { all: 'maybe', named: 'maybe' }],
  ['kms:', { all: 'no', named: 'no' }],
  ['ec2:', { all: 'yes', named: 'maybe' }],
  ['vpc-lattice:', { all: 'yes', named: 'maybe' }],
  ['ecs:ExecuteCommand', { all: 'maybe', named: 'no' }],
  ['ecs:', { all: 'maybe', named: 'maybe' }],
  ['ssm:Put', { all: 'maybe', named: 'no' }],
  ['ssm:', { all: 'maybe', named: 'maybe' }],
  ['ec2-instance-connect:', { all: 'maybe', named: 'maybe' }],
  ['lambda:', { all: 'maybe', named: 'maybe' }],
  ['autoscaling:', { all: 'maybe', named: 'maybe' }],
  ['codebuild:', { all: 'yes', named: 'maybe' }],
  ['ecr:', { all: 'yes', named: 'no' }],
  ['secretsmanager:Put', { all: 'yes', named: 'maybe' }],
];

const certain: Beyond = { all: 'yes', named: 'yes' };

const beyondOf = ({ actions }: CapabilityRow): Beyond =>
  beyond.find(([prefix]) => actions[0]?.startsWith(prefix))?.[1] ?? certain;

/** What a row's actions give on things outside the inputs; `known` are the ARNs of those inside. */
export function grantsOutside(by: RoleRequester, row: CapabilityRow, action: string, known: readonly Glyphs[]): Grant[] {
  const permission = mayElsewhere(by, [action], known);
  if (permission.answer === 'no') return [];
  const { all, named } = beyondOf(row);
  const limit = meansAll(by, row, action) ? all : named;
  return grantOf(permission, {
    kind: row.kind,
    action,
    object: 'on what is outside the inputs',
    limit,
    ...(limit === 'maybe' && { reason: `what ${action} is allowed on isn't in the inputs` }),
  });
}

/** Whether a resource of any name will do. */
function meansAll(by: RoleRequester, { on }: CapabilityRow, action: string): boolean {
  const types = on === 'any' ? [] : on;
  return types.some((type) => {
    const some = { id: 'any', type, properties: {}, metadata: {}, place: by.role.place };
    const arn = arnOf(some);
    return arn !== undefined && mayOn(by, [action], some, [arn]).answer === 'yes';
  });
}
