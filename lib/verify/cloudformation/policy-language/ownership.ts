import { AnyOf } from '../../world/value';
import { type Answer, allOf } from './answer';
import { type ArnFields, arnFields } from './arn';
import { awsOwnedBuckets, isAmong } from './aws-owned-buckets';
import { type Glyph, type Glyphs, literalOf } from './glyph';
import { printedGlyphs } from './print-glyphs';
import { physicalNameOf, type Resources } from './resource-arn';

/** What is known of the account that an endpoint is in. */
export interface OwnAccount {
  readonly resources: Resources;
  /** Its number, where templates were written for one account. @default - not known */
  readonly account?: string;
  /** Accounts that count as this one. @default [] */
  readonly trustedAccounts?: readonly string[];
  /** More buckets that AWS publishes, `REGION` standing for one. @default [] */
  readonly awsOwnedBuckets?: readonly string[];
}

/** Whose things a pattern names: `aws` if AWS publishes them for reading, `nobody` if no account is in their name but the caller's counts. */
export type Owner = 'this account' | 'aws' | 'nobody' | 'not known' | 'others';

/** Whose account a number is; policy variables are whatever the request says. */
export function isOwnAccount(number: Glyphs, own: OwnAccount): Answer {
  const [only, more] = number;
  if (only && !more && only.kind !== 'char') return isOwnSymbol(only);
  const literal = literalOf(number);
  if (literal === undefined) return number.some(isOpen) ? 'no' : 'maybe';
  if (literal === own.account || own.trustedAccounts?.includes(literal)) return 'yes';
  return own.account === undefined && /^\d{12}$/.test(literal) ? 'maybe' : 'no';
}

/** A wildcard or a policy variable: whatever the request says. */
const isOpen = (glyph: Glyph): boolean => glyph.kind === 'many' || glyph.kind === 'one' || (glyph.kind === 'hole' && !glyph.of);

function isOwnSymbol(glyph: Glyph): Answer {
  if (glyph.kind === 'name') return glyph.key === 'AWS::AccountId#' ? 'yes' : 'maybe';
  if (glyph.kind !== 'hole' || !glyph.of) return 'no';
  return admits(glyph.of, '999999999999') ? 'no' : 'maybe';
}

const admits = (symbol: unknown, value: string): boolean => symbol instanceof AnyOf && symbol.admits(value) === true;

/** Whether all numbers are this account's; of several that differ one isn't, wherever it is deployed with sense. */
export function areOwnAccounts(numbers: readonly Glyphs[], own: OwnAccount): Answer {
  const answers = numbers.map((number) => isOwnAccount(number, own));
  const fixed = numbers.filter((number) => isFixed(number) && !own.trustedAccounts?.includes(literalOf(number) ?? ''));
  const several = new Set(fixed.map(printedGlyphs)).size > 1;
  return several && answers.includes('maybe') ? 'no' : allOf(answers);
}

/** A number that is written, or `AWS::AccountId`. */
const isFixed = (number: Glyphs): boolean =>
  /^\d{12}$/.test(literalOf(number) ?? '') ||
  (number.length === 1 && number[0]?.kind === 'name' && isOwnSymbol(number[0]) === 'yes');

/** Whose things a pattern of ARNs names. */
export function ownerOf(arn: Glyphs, own: OwnAccount): Owner {
  const fields = arnFields(arn);
  if (!fields) return ownerOfText(arn, own);
  const [, , service, , account, resource] = fields;
  if (literalOf(service) === 's3' && account.length === 0) return ownerOfBucket(bucketOf(resource), own);
  if (account.length === 0) return ownerWithoutAccount(service);
  if (literalOf(account) === 'aws') return 'nobody';
  const owner = owners[isOwnAccount(account, own)];
  return owner === 'this account' && mayCrossFields(fields) ? 'not known' : owner;
}

function ownerWithoutAccount(service: Glyphs): Owner {
  const literal = literalOf(service);
  if (literal === undefined) return 'others';
  return nobodys.has(literal) ? 'nobody' : 'not known';
}

/**
 * A `*` that ends a field may stand for further fields: IAM User Guide, "IAM JSON policy elements: Resource". Only the keys of S3 objects have
 * colons, so that `arn:aws:s3:*:111122223333:accesspoint/x` may be an object of anybody's bucket.
 */
function mayCrossFields([, , service, region]: ArnFields): boolean {
  const literal = literalOf(service);
  return literal === undefined || (literal === 's3' && region.some(({ kind }) => kind === 'many' || kind === 'hole'));
}

const owners: Readonly<Record<Answer, Owner>> = { yes: 'this account', maybe: 'not known', no: 'others' };

/** Services with ARNs without an account: AWS's own models, parameters and the caller's own interfaces. */
const nobodys: ReadonlySet<string> = new Set(['bedrock', 'ssm', 'apigateway']);

function ownerOfText(text: Glyphs, own: OwnAccount): Owner {
  const [only, more] = text;
  if (!only || text.some(isOpen)) return 'others';
  if (more) return text.some((glyph) => glyph.kind === 'hole') ? ownerOfHoles(text) : 'not known';
  if (only.kind === 'name') return ownerOfReference(only.reference.resource, own);
  return only.kind === 'hole' ? ownerOfHoles(text) : 'not known';
}

function ownerOfHoles(text: Glyphs): Owner {
  const foreign = ['*', 'arn:aws:s3:::example-of-another-account', 'arn:aws:sqs:us-east-1:999999999999:example'];
  const free = text.some((glyph) => glyph.kind === 'hole' && (!glyph.of || foreign.some((value) => admits(glyph.of, value))));
  return free ? 'others' : 'not known';
}

/** A custom resource may return anything. */
function ownerOfReference(id: string, { resources }: OwnAccount): Owner {
  const resource = resources.get(id);
  return resource && !/^(Custom::|AWS::CloudFormation::)/.test(resource.type) ? 'this account' : 'not known';
}

function bucketOf(resource: Glyphs): Glyphs {
  const slash = resource.findIndex((glyph) => glyph.kind === 'char' && glyph.char === '/');
  return slash === -1 ? resource : resource.slice(0, slash);
}

/** A bucket's name says nothing of its account: it is this account's only if it is made in the inputs. */
function ownerOfBucket(bucket: Glyphs, own: OwnAccount): Owner {
  if (bucket.length === 0 || bucket.some(({ kind }) => kind === 'many' || kind === 'one')) return 'others';
  if (bucketNames(own.resources).has(printedGlyphs(bucket))) return 'this account';
  if (isAmong(bucket, awsOwnedBuckets) || isAmong(bucket, own.awsOwnedBuckets ?? [])) return 'aws';
  const free = bucket.some((glyph) => glyph.kind === 'hole' && (!glyph.of || admits(glyph.of, 'example-of-another-account')));
  return free ? 'others' : 'not known';
}

const known = new WeakMap<Resources, ReadonlySet<string>>();

/** Names of the buckets in the inputs, as printed; found once for each world. */
function bucketNames(resources: Resources): ReadonlySet<string> {
  const found = known.get(resources) ?? namesOf(resources);
  known.set(resources, found);
  return found;
}

function namesOf(resources: Resources): ReadonlySet<string> {
  const buckets = [...resources.values()].filter(({ type, doubt }) => type === 'AWS::S3::Bucket' && !doubt);
  return new Set(buckets.map((bucket) => printedGlyphs(physicalNameOf(bucket))));
}
