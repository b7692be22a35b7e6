import type { Answer } from '../policy-language/answer';
import { not } from '../policy-language/answer';
import { arnFields } from '../policy-language/arn';
import { absent, type Fact, type Facts, free, known } from '../policy-language/fact';
import { type Glyphs, literalOf } from '../policy-language/glyph';
import { areOwnAccounts, isOwnAccount, type OwnAccount, ownerOf } from '../policy-language/ownership';
import type { Requester } from '../policy-language/principal';
import { printedGlyphs } from '../policy-language/print-glyphs';
import type { Condition, PrincipalEntry, Statement } from '../policy-language/statement';

/** Somebody outside the account who may be meant by a policy, and what is known of his requests. */
export interface Outsider {
  /** As reports name him. */
  readonly name: string;
  /** Whether he is outside for certain. */
  readonly outside: Answer;
  readonly requester: Requester;
  readonly facts: Facts;
}

/** What is known of a request that comes from nowhere in this system. */
const afar: readonly (readonly [string, Fact])[] = [
  ...['aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip', 'aws:sourceaccount', 'aws:sourcearn', 'aws:sourceorgid'].map(
    (key) => [key, absent] as const,
  ),
  // the owner of the thing that a service sends from: Amazon SNS Developer Guide, "Example cases for access control"
  ['aws:sourceowner', absent],
  ...[
    'aws:securetransport',
    'aws:referer',
    'aws:useragent',
    'aws:currenttime',
    'aws:epochtime',
    'sns:protocol',
    'sns:endpoint',
  ].map((key) => [key, free] as const),
];

const organisation = ['aws:principalorgid', 'aws:principalorgpaths'];
const identity = ['aws:principalaccount', 'aws:principalarn', 'aws:principaltag/', 'aws:userid'];

/** Anybody, without an account. */
export const everybody: Outsider = {
  name: 'everybody',
  outside: 'yes',
  requester: { kind: 'anyone' },
  facts: new Map([...afar, ...[...identity, ...organisation].map((key) => [key, absent] as const)]),
};

/** Another account of the organisation: whether it has one isn't known. */
const neighbour: Outsider = {
  name: 'other accounts of the organisation',
  outside: 'yes',
  requester: { kind: 'anyone' },
  facts: new Map([...afar, ...identity.map((key) => [key, absent] as const)]),
};

/** Conditions by which a policy isn't public, though it names everybody: Amazon S3 User Guide, "The meaning of 'public'". */
const places = ['aws:sourceip', 'aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip'];

/** Whoever asks from a place that the inputs don't make; the place may be the owner's own. */
function visitor({ resources }: OwnAccount, conditions: readonly Condition[]): readonly Outsider[] {
  const named = conditions.filter(({ key, operator }) => places.includes(key) && !/not|null/.test(operator));
  const made = (value: Glyphs): boolean =>
    value.some((glyph) => glyph.kind === 'name' && resources.has(glyph.reference.resource));
  const found = named.filter(({ values }) => !values.every(made));
  if (found.length === 0) return [];
  const facts = new Map([...everybody.facts, ...found.map(({ key }) => [key, free] as const)]);
  const name = `whoever comes from ${found.flatMap(({ values }) => values.map(printedGlyphs)).join(', ')}`;
  return [{ name, outside: 'maybe', requester: { kind: 'anyone' }, facts }];
}

/** The accounts, roles and users outside that a policy names, each once. */
export function namedOutsiders(statements: readonly Statement[], own: OwnAccount): readonly Outsider[] {
  const allowing = statements.filter(({ effect }) => effect === 'Allow');
  const conditions = allowing.flatMap((each) => each.conditions);
  const names = [...allowing.flatMap(principalNames), ...conditions.filter(namesPrincipals).flatMap(({ values }) => values)];
  const several = areOwnAccounts(names.flatMap(wholeAccount), own) === 'no';
  const found = new Map(names.map((name) => [printedGlyphs(name), outsider(name, own, several)]));
  const outside = [...found.values()].filter((each) => each.outside !== 'no');
  const neighbours = conditions.some(({ key }) => organisation.includes(key)) ? [neighbour] : [];
  return [...outside, ...allowing.flatMap((each) => canonicalUsers(each, own)), ...neighbours, ...visitor(own, conditions)];
}

/** Accounts by the ids that S3 has for them, and distributions of the inputs, which have such an id too. */
function canonicalUsers({ principals }: Statement, own: OwnAccount): readonly Outsider[] {
  const entries = principals && !principals.not ? principals.entries : [];
  const named = entries.filter(({ kind, name }) => kind === 'canonicaluser' && ownerOf(name, own) !== 'this account');
  return named.map(({ name }) => ({
    ...{ name: `the canonical user ${printedGlyphs(name)}`, outside: 'maybe' },
    ...{ requester: { kind: 'canonical', name }, facts: new Map(afar) },
  }));
}

const principalNames = ({ principals }: Statement): Glyphs[] =>
  principals && !principals.not ? principals.entries.filter(isAccount).map(({ name }) => name) : [];

const isAccount = ({ kind }: PrincipalEntry): boolean => kind === 'aws';

const namesPrincipals = ({ key, operator }: Condition): boolean =>
  (key === 'aws:principalaccount' || key === 'aws:principalarn') && !operator.includes('not') && operator !== 'null';

/** The number of an account that a name means as a whole. */
function wholeAccount(name: Glyphs): Glyphs[] {
  const fields = arnFields(name);
  if (fields) return literalOf(fields[5]) === 'root' ? [fields[4]] : [];
  return isNumber(name) ? [name] : [];
}

function outsider(name: Glyphs, own: OwnAccount, several: boolean): Outsider {
  const account = arnFields(name)?.[4];
  const outside = isOutside(name, own);
  return {
    name: printedGlyphs(name),
    outside: outside === 'maybe' && several && wholeAccount(name).length > 0 ? 'yes' : outside,
    requester: { kind: 'user', name },
    facts: new Map<string, Fact>([
      ...afar,
      ['aws:principalaccount', known(account ?? name)],
      ...(account ? [['aws:principalarn', known(name)] as const] : []),
    ]),
  };
}

/** Whether a name is of somebody outside. Distributions have users in an account of AWS. */
export function isOutside(name: Glyphs, own: OwnAccount): Answer {
  const account = arnFields(name)?.[4];
  if (account && literalOf(account) === 'cloudfront') return 'no';
  if (account ?? isNumber(name)) return not(isOwnAccount(account ?? name, own));
  const owner = ownerOf(name, own);
  return owner === 'others' ? 'yes' : owner === 'this account' ? 'no' : 'maybe';
}

const isNumber = (name: Glyphs): boolean =>
  /^\d{12}$/.test(literalOf(name) ?? '') || (name.length === 1 && name[0]?.kind === 'name' && name[0].key === 'AWS::AccountId#');
