import { Reference } from '../../world/value';
import { type Answer, not, oneOf } from './answer';
import { arnFields, arnPattern } from './arn';
import { charGlyphs, type Glyphs, literalOf, nameGlyph } from './glyph';
import { overlaps } from './pattern';
import type { PrincipalEntry, Principals } from './statement';

/** Who asks. */
export interface Requester {
  readonly kind: 'role' | 'user' | 'service' | 'federated' | 'canonical' | 'anyone';
  /** The ARN of a role or user, the name of a service or identity provider, an account's id in S3; absent of `anyone`. */
  readonly name?: Glyphs;
}

export const ownAccount: Glyphs = [nameGlyph(new Reference('AWS::AccountId'))];

/** How a policy of a resource names a requester. */
export interface Naming {
  /** By itself or as everyone: the policy alone may grant. */
  readonly direct: Answer;
  /** By its account: the account's own policies must grant too. */
  readonly account: Answer;
}

/** IAM User Guide, "AWS JSON policy elements: Principal". */
export function naming(principals: Principals | undefined, requester: Requester): Naming {
  if (!principals) return { direct: 'no', account: 'no' };
  const direct = oneOf(principals.entries.map((entry) => namesDirectly(entry, requester)));
  const account = oneOf(principals.entries.map((entry) => namesAccount(entry, requester)));
  return principals.not ? { direct: not(oneOf([direct, account])), account: 'no' } : { direct, account };
}

function namesDirectly({ kind, name }: PrincipalEntry, requester: Requester): Answer {
  if (kind === 'any') return 'yes';
  if (kind === 'unknown') return 'maybe';
  if (requester.kind === 'anyone' || !requester.name || !kindsOf[requester.kind].includes(kind)) return 'no';
  if (kind !== 'aws') return overlaps(name, requester.name);
  return oneOf([overlaps(arnPattern(name), arnPattern(requester.name)), namesSession(name, requester.name)]);
}

const kindsOf: Readonly<Record<Exclude<Requester['kind'], 'anyone'>, readonly PrincipalEntry['kind'][]>> = {
  role: ['aws'],
  user: ['aws'],
  service: ['service'],
  federated: ['federated'],
  canonical: ['canonicaluser'],
};

/** A session of the role; whether it is this one hangs on the name that it is given. */
function namesSession(entry: Glyphs, role: Glyphs): Answer {
  const session = arnFields(entry);
  const own = arnFields(role);
  if (!session || !own || literalOf(session[2]) !== 'sts') return 'no';
  const pattern = [...charGlyphs('assumed-role/'), ...withoutPath(own[5]), ...charGlyphs('/')];
  const [, , , , , resource] = session;
  return overlaps([...pattern, { kind: 'many', bounded: false }], resource) === 'no' ? 'no' : 'maybe';
}

/** The last part of `role/path/name`. */
function withoutPath(resource: Glyphs): Glyphs {
  const slash = resource.findLastIndex((glyph) => glyph.kind === 'char' && glyph.char === '/');
  return resource.slice(slash + 1);
}

function namesAccount({ kind, name }: PrincipalEntry, requester: Requester): Answer {
  if (kind !== 'aws' || (requester.kind !== 'role' && requester.kind !== 'user')) return 'no';
  const fields = arnFields(name);
  if (fields) return literalOf(fields[5]) === 'root' && literalOf(fields[2]) === 'iam' ? overlaps(fields[4], ownAccount) : 'no';
  return overlaps(name, ownAccount);
}
