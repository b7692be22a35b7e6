import { Reference, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { type Answer, oneOf } from '../policy-language/answer';
import { type ArnFields, arnFields, joinedFields, ownArn } from '../policy-language/arn';
import { type Glyphs, glyphsOf, literalOf } from '../policy-language/glyph';
import { isOwnAccount, type OwnAccount } from '../policy-language/ownership';
import { covers, overlaps } from '../policy-language/pattern';
import { ownAccount } from '../policy-language/principal';
import { arnOf, expandedValue, physicalNameOf } from '../policy-language/resource-arn';
import type { ResourceIndex } from '../resource-index';

/** A resource that a value names, or could name. */
export interface NamedThing {
  readonly resource: Resource;
  readonly answer: Exclude<Answer, 'no'>;
}

/** The things of some types that a value names: compare {@link namedAmong}. */
export const namedThings = (
  index: ResourceIndex,
  value: Value | undefined,
  own: OwnAccount,
  types: readonly string[],
): readonly NamedThing[] => namedAmong(index, value, own, index.ofType(...types));

/** Which of some things a value names: by reference, by an ARN or a URL in text, or by a name; what only deployment tells could be any. */
export function namedAmong(
  index: ResourceIndex,
  value: Value | undefined,
  own: OwnAccount,
  things: readonly Resource[],
): readonly NamedThing[] {
  const followed = index.follow(value);
  if (followed === undefined || followed === null) return [];
  const target = followed instanceof Reference ? index.get(followed.resource) : undefined;
  if (target && things.includes(target)) return [{ resource: target, answer: 'yes' }];
  const whole = target && wholes[target.type];
  if (target && whole) return namedAmong(index, target.properties[whole], own, things);
  if (target && !/^(Custom::|AWS::CloudFormation::)/.test(target.type)) return [];
  const text = expandedValue(followed, own.resources);
  const found = things.flatMap((resource) => {
    const answer = names(text, resource, own);
    return answer === 'no' ? [] : [{ resource, answer }];
  });
  const certain = found.filter(({ answer }) => answer === 'yes');
  return certain.length > 0 ? certain : found;
}

/** Types that are a part of another one, with the property that names the whole. */
const wholes: Readonly<Record<string, string>> = {
  'AWS::Kinesis::StreamConsumer': 'StreamARN',
  'AWS::Lambda::Alias': 'FunctionName',
  'AWS::Lambda::Version': 'FunctionName',
};

/** Whether a text names a resource, as far as accounts and regions are known. */
function names(text: Glyphs, resource: Resource, own: OwnAccount): Answer {
  const arn = arnFields(arnOf(resource) ?? []);
  if (!arn) return 'no';
  const asked = arnFields(text);
  if (!asked) return oneOf(writtenNames(resource, arn[5]).map((name) => alike(name, text)));
  const here = inAccount(asked, own);
  return here ? oneOf(withParts(resource, arn).map((each) => alike(each, here))) : 'no';
}

function alike(own: Glyphs, asked: Glyphs): Answer {
  if (covers(own, asked) === 'yes') return 'yes';
  return overlaps(own, asked) === 'no' ? 'no' : 'maybe';
}

/** An ARN in this partition and, where its number is this one's, this account; undefined in another account. */
function inAccount([arn, , service, region, account, resource]: ArnFields, own: OwnAccount): Glyphs | undefined {
  const whose = account.length === 0 ? 'maybe' : isOwnAccount(account, own);
  if (whose === 'no' && literalOf(account) !== undefined) return undefined;
  return joinedFields([arn, ownPartition, service, region, whose === 'yes' ? ownAccount : account, resource]);
}

const [, ownPartition] = arnFields(ownArn('s3', false, false, [])) as ArnFields;

/** What else names it than an ARN: AWS CloudFormation Template Reference, by type. */
const writtenNames = (resource: Resource, part: Glyphs): readonly Glyphs[] => {
  const before = { 'AWS::SQS::Queue': '*/', 'AWS::Lambda::Function': '*:' }[resource.type];
  return [physicalNameOf(resource), part, ...(before === undefined ? [] : [[...glyphsOf(before), ...part]])].flatMap((name) =>
    endings(resource).map((ending) => [...name, ...ending]),
  );
};

/** An ARN, and those of parts of the thing. */
function withParts(resource: Resource, [arn, partition, service, region, account, part]: ArnFields): readonly Glyphs[] {
  return endings(resource).map((ending) => joinedFields([arn, partition, service, region, account, [...part, ...ending]]));
}

/** How the ARNs of parts of a thing go on: AWS Service Authorization Reference, by service. */
const endings = ({ type }: Resource): readonly Glyphs[] => ['', ...(goingOn[type] ?? [])].map((text) => glyphsOf(text));

const goingOn: Readonly<Record<string, readonly string[]>> = {
  'AWS::Lambda::Function': [':*'],
  'AWS::Kinesis::Stream': ['/consumer/*'],
  'AWS::DynamoDB::Table': ['/stream/*'],
  'AWS::DynamoDB::GlobalTable': ['/stream/*'],
  'AWS::Logs::LogGroup': [':*'],
};
