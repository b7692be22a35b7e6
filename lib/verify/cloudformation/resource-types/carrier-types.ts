import { type ModelledType, modelled } from '../../coverage/modelled-type';

const policy = "a condition can't be told from the inputs";
const code = "what code does with what it is handed isn't in the inputs";
const target = "whose its target is isn't in the inputs";

/** Types that carry or keep what is put into them, and what says who else gets it. */
export const carrierTypes: Readonly<Record<string, ModelledType>> = {
  'AWS::Backup::BackupPlan': modelled('BackupPlan', "it copies backups to a vault that could be another account's"),
  'AWS::Backup::BackupSelection': modelled('BackupPlanId BackupSelection'),
  'AWS::CodeCommit::Repository': modelled('RepositoryName Triggers', code),
  'AWS::CodePipeline::Pipeline': modelled('Stages', code),
  'AWS::DynamoDB::GlobalTable': modelled('TableName Replicas GlobalTableSourceArn', target),
  'AWS::DynamoDB::Table': modelled('TableName ResourcePolicy StreamSpecification KinesisStreamSpecification', target),
  'AWS::ECR::ReplicationConfiguration': modelled('ReplicationConfiguration', "whose the registry is can't be told"),
  'AWS::ECR::RegistryPolicy': modelled('PolicyText', policy),
  'AWS::Events::ApiDestination': modelled('InvocationEndpoint', 'what it calls is made in the inputs'),
  'AWS::Events::EventBus': modelled('Name Policy', policy),
  'AWS::Events::EventBusPolicy': modelled('EventBusName Statement Action Principal Condition', policy),
  'AWS::Kinesis::ResourcePolicy': modelled('ResourceArn ResourcePolicy', policy),
  'AWS::Kinesis::Stream': modelled('Name'),
  'AWS::Kinesis::StreamConsumer': modelled('StreamARN'),
  'AWS::KinesisFirehose::DeliveryStream': modelled(
    'DeliveryStreamName KinesisStreamSourceConfiguration S3DestinationConfiguration ExtendedS3DestinationConfiguration HttpEndpointDestinationConfiguration SplunkDestinationConfiguration SnowflakeDestinationConfiguration RedshiftDestinationConfiguration ElasticsearchDestinationConfiguration AmazonopensearchserviceDestinationConfiguration AmazonOpenSearchServerlessDestinationConfiguration IcebergDestinationConfiguration',
    target,
  ),
  'AWS::Lambda::EventSourceMapping': modelled('EventSourceArn FunctionName Enabled DestinationConfig', code),
  'AWS::Logs::AccountPolicy': modelled('PolicyType PolicyDocument SelectionCriteria', 'it selects log groups'),
  'AWS::Logs::Destination': modelled('TargetArn', target),
  'AWS::Logs::LogGroup': modelled('LogGroupName ResourcePolicyDocument'),
  'AWS::Logs::SubscriptionFilter': modelled('LogGroupName DestinationArn', target),
  'AWS::Oam::Link': modelled('SinkIdentifier ResourceTypes LinkConfiguration', "whose the sink is isn't in the inputs"),
  'AWS::S3::Bucket': modelled(
    'BucketName AccessControl PublicAccessBlockConfiguration ReplicationConfiguration NotificationConfiguration',
    "it is copied to a bucket whose account isn't in the inputs",
  ),
  'AWS::S3::AccessGrant': modelled('Grantee Permission AccessGrantsLocationId', 'it is for another account'),
  'AWS::S3::AccessGrantsInstance': modelled(''),
  'AWS::S3::AccessGrantsLocation': modelled('LocationScope'),
  'AWS::S3::AccessPoint': modelled('Bucket Policy', 'its policy names somebody outside'),
  'AWS::S3::BucketPolicy': modelled('Bucket PolicyDocument', policy),
  'AWS::S3Express::BucketPolicy': modelled('Bucket PolicyDocument', policy),
  'AWS::S3Express::DirectoryBucket': modelled('BucketName'),
  'AWS::SNS::Subscription': modelled('TopicArn Protocol Endpoint', "whose the subscriber is isn't in the inputs"),
  'AWS::SNS::Topic': modelled('TopicName Subscription'),
  'AWS::SNS::TopicInlinePolicy': modelled('TopicArn PolicyDocument', policy),
  'AWS::SNS::TopicPolicy': modelled('Topics PolicyDocument', policy),
  'AWS::SQS::Queue': modelled('QueueName RedrivePolicy'),
  'AWS::SQS::QueueInlinePolicy': modelled('Queue PolicyDocument', policy),
  'AWS::SQS::QueuePolicy': modelled('Queues PolicyDocument', policy),
  'Custom::S3BucketNotifications': modelled('BucketName NotificationConfiguration', code),
};
