import { grouped } from '../../indexing/grouped';
import type { Doubt } from '../../world/doubt';
import { type Place, within } from '../../world/place';
import { isFields, Reference, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import type { Answer } from '../policy-language/answer';
import { documentOf } from '../policy-language/json-text';
import { statementsOf } from '../policy-language/parse-policy';
import type { Statement } from '../policy-language/statement';
import { oncePerIndex } from '../reading/once-per-index';
import { valuesAt } from '../reading/property-path';
import type { ResourceIndex } from '../resource-index';
import { eventBuses } from './default-bus';
import { type NamedThing, namedAmong } from './named-things';

/** Where policies of resources stand that name the other, and the types that they are of. */
const separate = [
  ['AWS::SecretsManager::ResourcePolicy', 'SecretId', 'ResourcePolicy', 'AWS::SecretsManager::Secret'],
  ['AWS::S3::BucketPolicy', 'Bucket', 'PolicyDocument', 'AWS::S3::Bucket'],
  ['AWS::S3Express::BucketPolicy', 'Bucket', 'PolicyDocument', 'AWS::S3Express::DirectoryBucket'],
  ['AWS::SSM::ResourcePolicy', 'ResourceArn', 'Policy', 'AWS::SSM::Parameter'],
  ['AWS::SQS::QueuePolicy', 'Queues', 'PolicyDocument', 'AWS::SQS::Queue'],
  ['AWS::SQS::QueueInlinePolicy', 'Queue', 'PolicyDocument', 'AWS::SQS::Queue'],
  ['AWS::SNS::TopicPolicy', 'Topics', 'PolicyDocument', 'AWS::SNS::Topic'],
  ['AWS::SNS::TopicInlinePolicy', 'TopicArn', 'PolicyDocument', 'AWS::SNS::Topic'],
  ['AWS::Kinesis::ResourcePolicy', 'ResourceArn', 'ResourcePolicy', 'AWS::Kinesis::Stream'],
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
  if (Statement !== undefined && Statement !== null) return { Statement: documentOf(Statement) ?? null };
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

/** What policies beside their resources say, by the resource that each is of or could be of. */
const beside = oncePerIndex((index): ReadonlyMap<string, readonly Statement[]> => {
  const own = { resources: index.world.resources };
  const found = policiesBeside(index).flatMap(({ resource, target, document, place, type }) => {
    const statements = statementsOf(document, place, own.resources).map((each) => doubted(each, resource.doubt));
    const among = type === 'AWS::Events::EventBus' ? eventBuses(index) : index.ofType(type);
    const things = index.elements(target).flatMap((each) => namedAmong(index, each, own, among));
    return [...bySurest(things)].flatMap(([id, answer]) =>
      statements.map((statement) => ({
        id,
        statement: answer === 'yes' ? statement : doubted(statement, { reason: `whether ${resource.id} is of ${id}`, place }),
      })),
    );
  });
  const groups = grouped(found, ({ id }) => id);
  return new Map([...groups].map(([id, each]) => [id, each.map(({ statement }) => statement)]));
});

const bySurest = (things: readonly NamedThing[]): ReadonlyMap<string, Answer> =>
  new Map(things.toSorted((a, b) => a.answer.localeCompare(b.answer)).map(({ resource, answer }) => [resource.id, answer]));

const doubted = (statement: Statement, doubt: Doubt | undefined): Statement =>
  doubt && !statement.doubt ? { ...statement, doubt } : statement;

/** A policy that stands beside what it is of. */
interface PolicyBeside {
  readonly resource: Resource;
  readonly target: Value | undefined;
  /** The type that it is of. */
  readonly type: string;
  readonly document: Value | undefined;
  readonly place: Place;
}

const policiesBeside = (index: ResourceIndex): readonly PolicyBeside[] => [
  ...separate.flatMap(([policy, target, property, type]) =>
    index.ofType(policy).map((resource) => ({
      ...{ resource, target: resource.properties[target], type },
      ...{ document: resource.properties[property], place: within(resource.place, 'Properties', property) },
    })),
  ),
  ...index.ofType('AWS::Lambda::Permission').map((resource) => ({
    ...{ resource, target: resource.properties.FunctionName, type: 'AWS::Lambda::Function' },
    ...{ document: permissionDocument(index, resource), place: resource.place },
  })),
  ...index.ofType('AWS::ECR::RegistryPolicy').flatMap((resource) =>
    index.ofType('AWS::ECR::Repository').map(({ id, type }) => ({
      ...{ resource, target: new Reference(id), type },
      ...{ document: resource.properties.PolicyText, place: within(resource.place, 'Properties', 'PolicyText') },
    })),
  ),
  ...index.ofType('AWS::Events::EventBusPolicy').map((resource) => ({
    ...{ resource, target: resource.properties.EventBusName ?? 'default', type: 'AWS::Events::EventBus' },
    ...{ document: busDocument(resource), place: within(resource.place, 'Properties') },
  })),
];
