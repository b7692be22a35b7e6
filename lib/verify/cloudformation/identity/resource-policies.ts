import { type Place, within } from '../../world/place';
import { isFields, Text, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { parsedText } from '../policy-language/json-text';
import { statementsOf } from '../policy-language/parse-policy';
import type { Statement } from '../policy-language/statement';
import { oncePerIndex } from '../reading/once-per-index';
import { valuesAt } from '../reading/property-path';
import { referredResource } from '../reading/referred-resource';
import type { ResourceIndex } from '../resource-index';
import { defaultBus, isDefaultBus } from './default-bus';

/** Where policies of resources stand: in a resource of their own that names the other, or in the resource itself. */
const separate = [
  ['AWS::SecretsManager::ResourcePolicy', 'SecretId', 'ResourcePolicy'],
  ['AWS::S3::BucketPolicy', 'Bucket', 'PolicyDocument'],
  ['AWS::S3Express::BucketPolicy', 'Bucket', 'PolicyDocument'],
  ['AWS::SSM::ResourcePolicy', 'ResourceArn', 'Policy'],
  ['AWS::SQS::QueuePolicy', 'Queues', 'PolicyDocument'],
  ['AWS::SQS::QueueInlinePolicy', 'Queue', 'PolicyDocument'],
  ['AWS::SNS::TopicPolicy', 'Topics', 'PolicyDocument'],
  ['AWS::SNS::TopicInlinePolicy', 'TopicArn', 'PolicyDocument'],
  ['AWS::Kinesis::ResourcePolicy', 'ResourceArn', 'ResourcePolicy'],
] as const;

/** A function's policy is made of permissions, one statement each: "AWS::Lambda::Permission". */
function permissionDocument(index: ResourceIndex, { properties }: Resource): Value {
  const { Principal: principal = null, Action = null } = properties;
  const key = index.keyOf(principal) ?? '';
  const named = key === '*' ? '*' : { [/\.amazonaws\.com(?:\.cn)?$/.test(key) ? 'Service' : 'AWS']: principal };
  return { Statement: [{ Effect: 'Allow', Principal: named, Action, Resource: '*' }] };
}

/** A statement of a bus's policy, or what one is made of: "AWS::Events::EventBusPolicy". */
function busDocument({ properties }: Resource): Value {
  const { Statement, Principal = null, Action = null, Condition } = properties;
  if (Statement !== undefined && Statement !== null)
    return {
      Statement: (typeof Statement === 'string' || Statement instanceof Text ? parsedText(Statement) : Statement) ?? null,
    };
  const named = Principal === '*' ? '*' : { AWS: Principal };
  const conditions = isFields(Condition)
    ? { [String(Condition.Type)]: { [String(Condition.Key)]: Condition.Value ?? null } }
    : {};
  return { Statement: [{ Effect: 'Allow', Principal: named, Action, Resource: '*', Condition: conditions }] };
}

/** Where a resource has policies of its own. */
const own: Readonly<Record<string, readonly string[]>> = {
  'AWS::KMS::Key': ['KeyPolicy'],
  'AWS::KMS::ReplicaKey': ['KeyPolicy'],
  'AWS::ECR::Repository': ['RepositoryPolicyText'],
  'AWS::IAM::Role': ['AssumeRolePolicyDocument'],
  'AWS::DynamoDB::Table': ['ResourcePolicy.PolicyDocument', 'StreamSpecification.ResourcePolicy.PolicyDocument'],
  'AWS::DynamoDB::GlobalTable': [
    'Replicas.ResourcePolicy.PolicyDocument',
    'Replicas.ReplicaStreamSpecification.ResourcePolicy.PolicyDocument',
  ],
  'AWS::Events::EventBus': ['Policy'],
  'AWS::Logs::LogGroup': ['ResourcePolicyDocument'],
};

/** What the policy of a resource says; undefined if it has none. */
export function resourcePolicy(index: ResourceIndex, resource: Resource): readonly Statement[] | undefined {
  const inside = (own[resource.type] ?? []).flatMap((path) =>
    valuesAt(index, resource.properties, path).flatMap((stated) =>
      statementsOf(stated, within(resource.place, 'Properties', ...path.split('.').slice(0, 1)), index.world.resources),
    ),
  );
  const all = [...inside, ...(beside(index).get(resource.id) ?? [])];
  return all.length > 0 ? all : undefined;
}

/** What a policy is of, by whichever attribute names it, or by its written name. */
function targetKey(index: ResourceIndex, value: Value | undefined): string | undefined {
  const key = index.keyOf(value);
  const consumer = referredResource(index, value, 'AWS::Kinesis::StreamConsumer');
  if (consumer) return targetKey(index, consumer.properties.StreamARN);
  const made = referredResource(
    index,
    value,
    'AWS::SecretsManager::Secret',
    'AWS::S3::Bucket',
    'AWS::Lambda::Function',
    'AWS::SSM::Parameter',
    'AWS::SQS::Queue',
    'AWS::SNS::Topic',
    'AWS::Kinesis::Stream',
    'AWS::S3Express::DirectoryBucket',
    'AWS::Events::EventBus',
  );
  if (made || key === undefined) return made?.id;
  const [bucket] = index.referring('AWS::S3::Bucket', 'BucketName', key);
  const [lambda] = index.referring('AWS::Lambda::Function', 'FunctionName', key);
  return bucket?.id ?? lambda?.id ?? key;
}

const beside = oncePerIndex((index): ReadonlyMap<string, readonly Statement[]> => {
  const policies = new Map<string, Statement[]>();
  const add = (resource: Resource, target: string, document: Value | undefined, place: Place) => {
    const named = resource.properties[target];
    const targets =
      target === 'EventBusName' && isDefaultBus(index, named)
        ? [defaultBus]
        : index.elements(named).flatMap((each) => targetKey(index, each) ?? []);
    if (targets.length === 0) return;
    const statements = statementsOf(document, place, index.world.resources);
    const { doubt } = resource;
    const found = statements.map((statement) => (doubt && !statement.doubt ? { ...statement, doubt } : statement));
    for (const key of new Set(targets)) policies.set(key, [...(policies.get(key) ?? []), ...found]);
  };
  for (const [type, target, property] of separate)
    for (const resource of index.ofType(type))
      add(resource, target, resource.properties[property], within(resource.place, 'Properties', property));
  for (const permission of index.ofType('AWS::Lambda::Permission'))
    add(permission, 'FunctionName', permissionDocument(index, permission), permission.place);
  for (const policy of index.ofType('AWS::Events::EventBusPolicy'))
    add(policy, 'EventBusName', busDocument(policy), within(policy.place, 'Properties'));
  return policies;
});
