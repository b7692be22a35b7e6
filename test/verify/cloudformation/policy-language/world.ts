import type { Place } from '../../../../lib/verify/world/place';
import { AnyOf, type Fields, Reference, Text, Unresolved, type Value } from '../../../../lib/verify/world/value';
import type { Resource } from '../../../../lib/verify/world/world';

export const place: Place = { resource: 'App/Policy', type: 'AWS::IAM::Policy', file: 'app.json', pointer: '/Policy' };

const resource = (id: string, type: string, properties: Fields = {}): Resource => ({
  id,
  type,
  properties,
  metadata: {},
  place: { resource: id, type, file: 'app.json', pointer: `/Resources/${id}` },
});

/** What the policies in these tests refer to. */
export const resources: ReadonlyMap<string, Resource> = new Map(
  [
    resource('App/Secret', 'AWS::SecretsManager::Secret'),
    resource('App/Other', 'AWS::SecretsManager::Secret'),
    resource('App/Named', 'AWS::SecretsManager::Secret', { Name: 'prod/key' }),
    resource('App/Parameter', 'AWS::SSM::Parameter', { Name: '/prod/key' }),
    resource('App/Key', 'AWS::KMS::Key'),
    resource('App/Bucket', 'AWS::S3::Bucket'),
    resource('App/NamedBucket', 'AWS::S3::Bucket', { BucketName: 'acme-artifacts' }),
    resource('App/Role', 'AWS::IAM::Role'),
    resource('App/Admin', 'AWS::IAM::Role', { RoleName: 'admin', Path: '/ops/' }),
    resource('App/Repository', 'AWS::ECR::Repository'),
    resource('App/Logs', 'AWS::Logs::LogGroup'),
    resource('App/Queue', 'AWS::SQS::Queue'),
    resource('App/Topic', 'AWS::SNS::Topic'),
    resource('App/Task', 'AWS::ECS::TaskDefinition'),
    resource('App/Thing', 'AWS::Widget::Thing'),
    resource('App/Custom', 'Custom::LookUp'),
  ].map((item) => [item.id, item]),
);

export const account = new Reference('AWS::AccountId');
export const region = new Reference('AWS::Region');
export const partition = new Reference('AWS::Partition');
export const reference = (name: string, attribute?: string): Reference => new Reference(`App/${name}`, attribute);
export const imported = new Unresolved("the export 'x' isn't in the inputs");
/** A parameter that takes any text. */
export const free = new AnyOf('Free', () => true);
/** A parameter that takes nothing that these tests know of. */
export const closed = new AnyOf('Closed', () => false);
export const join = (...parts: readonly Value[]): Text => new Text(parts as Text['parts']);

/** A policy of statements. */
export const policy = (...statements: readonly Value[]): Fields => ({ Version: '2012-10-17', Statement: statements });
export const allow = (action: Value, resource: Value = '*', more: Fields = {}): Fields => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...more,
});
export const deny = (action: Value, resource: Value = '*', more: Fields = {}): Fields => ({
  ...allow(action, resource, more),
  Effect: 'Deny',
});
export const when = (operator: string, key: string, value: Value): Fields => ({ Condition: { [operator]: { [key]: value } } });
