import { type Place, within } from '../../world/place';
import type { Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { statementsOf } from '../policy-language/parse-policy';
import type { Statement } from '../policy-language/statement';
import { oncePerIndex } from '../reading/once-per-index';
import { referredResource } from '../reading/referred-resource';
import type { ResourceIndex } from '../resource-index';

/** Where policies of resources stand: in a resource of their own that names the other, or in the resource itself. */
const separate = [
  ['AWS::SecretsManager::ResourcePolicy', 'SecretId', 'ResourcePolicy'],
  ['AWS::S3::BucketPolicy', 'Bucket', 'PolicyDocument'],
  ['AWS::SSM::ResourcePolicy', 'ResourceArn', 'Policy'],
  ['AWS::SQS::QueuePolicy', 'Queues', 'PolicyDocument'],
  ['AWS::SQS::QueueInlinePolicy', 'Queue', 'PolicyDocument'],
  ['AWS::SNS::TopicPolicy', 'Topics', 'PolicyDocument'],
  ['AWS::SNS::TopicInlinePolicy', 'TopicArn', 'PolicyDocument'],
] as const;

/** A function's policy is made of permissions, one statement each: "AWS::Lambda::Permission". */
function permissionDocument(index: ResourceIndex, { properties }: Resource): Value {
  const { Principal: principal = null, Action = null } = properties;
  const key = index.keyOf(principal) ?? '';
  const named = key === '*' ? '*' : { [/\.amazonaws\.com(?:\.cn)?$/.test(key) ? 'Service' : 'AWS']: principal };
  return { Statement: [{ Effect: 'Allow', Principal: named, Action, Resource: '*' }] };
}

const own: Readonly<Record<string, string>> = {
  'AWS::KMS::Key': 'KeyPolicy',
  'AWS::KMS::ReplicaKey': 'KeyPolicy',
  'AWS::ECR::Repository': 'RepositoryPolicyText',
  'AWS::IAM::Role': 'AssumeRolePolicyDocument',
};

/** What the policy of a resource says; undefined if it has none. */
export function resourcePolicy(index: ResourceIndex, resource: Resource): readonly Statement[] | undefined {
  const property = own[resource.type];
  const stated = property === undefined ? undefined : resource.properties[property];
  const inside =
    stated === undefined || property === undefined
      ? []
      : statementsOf(stated, within(resource.place, 'Properties', property), index.world.resources);
  const all = [...inside, ...(beside(index).get(resource.id) ?? [])];
  return all.length > 0 ? all : undefined;
}

/** What a policy is of, by whichever attribute names it, or by its written name. */
function targetKey(index: ResourceIndex, value: Value | undefined): string | undefined {
  const key = index.keyOf(value);
  const made = referredResource(
    index,
    value,
    'AWS::SecretsManager::Secret',
    'AWS::S3::Bucket',
    'AWS::Lambda::Function',
    'AWS::SSM::Parameter',
    'AWS::SQS::Queue',
    'AWS::SNS::Topic',
  );
  if (made || key === undefined) return made?.id;
  const [bucket] = index.referring('AWS::S3::Bucket', 'BucketName', key);
  const [lambda] = index.referring('AWS::Lambda::Function', 'FunctionName', key);
  return bucket?.id ?? lambda?.id ?? key;
}

const beside = oncePerIndex((index): ReadonlyMap<string, readonly Statement[]> => {
  const policies = new Map<string, Statement[]>();
  const add = (resource: Resource, target: string, document: Value | undefined, place: Place) => {
    const targets = index.elements(resource.properties[target]).flatMap((each) => targetKey(index, each) ?? []);
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
  return policies;
});
