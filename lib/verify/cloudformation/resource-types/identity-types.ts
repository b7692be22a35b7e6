import { type ModelledType, modelled } from '../../coverage/modelled-type';

/** Types that say who may do what, and those that hold what is worth protecting. */
export const identityTypes: Readonly<Record<string, ModelledType>> = {
  'AWS::ECR::Repository': modelled('RepositoryName RepositoryPolicyText'),
  'AWS::IAM::AccessKey': modelled('', 'never: its secret is one wherever it is given'),
  'AWS::IAM::InstanceProfile': modelled('Roles InstanceProfileName', "a role isn't in the inputs"),
  'AWS::IAM::ManagedPolicy': modelled('PolicyDocument Roles ManagedPolicyName', "a condition can't be told from the inputs"),
  'AWS::IAM::Policy': modelled('PolicyDocument Roles', "a condition can't be told from the inputs"),
  'AWS::IAM::Role': modelled(
    'AssumeRolePolicyDocument Policies ManagedPolicyArns PermissionsBoundary RoleName',
    'it has a managed policy that is neither in the inputs nor a known one of AWS',
  ),
  'AWS::IAM::RolePolicy': modelled('PolicyDocument RoleName', "a condition can't be told from the inputs"),
  'AWS::KMS::Key': modelled('KeyPolicy'),
  'AWS::KMS::ReplicaKey': modelled('KeyPolicy'),
  'AWS::Lambda::Permission': modelled('FunctionName Action Principal'),
  'AWS::S3::Bucket': modelled(
    'BucketName AccessControl PublicAccessBlockConfiguration ReplicationConfiguration',
    "it is copied to a bucket whose account isn't in the inputs",
  ),
  'AWS::S3::BucketPolicy': modelled('Bucket PolicyDocument', "a condition can't be told from the inputs"),
  'AWS::SNS::Subscription': modelled('TopicArn Protocol Endpoint', "whose the subscriber is isn't in the inputs"),
  'AWS::SNS::Topic': modelled('TopicName Subscription'),
  'AWS::SNS::TopicInlinePolicy': modelled('TopicArn PolicyDocument', "a condition can't be told from the inputs"),
  'AWS::SNS::TopicPolicy': modelled('Topics PolicyDocument', "a condition can't be told from the inputs"),
  'AWS::SQS::Queue': modelled('QueueName'),
  'AWS::SQS::QueueInlinePolicy': modelled('Queue PolicyDocument', "a condition can't be told from the inputs"),
  'AWS::SQS::QueuePolicy': modelled('Queues PolicyDocument', "a condition can't be told from the inputs"),
  'AWS::SSM::Parameter': modelled('Name Value'),
  'AWS::SSM::ResourcePolicy': modelled('ResourceArn Policy'),
  'AWS::SecretsManager::ResourcePolicy': modelled('SecretId ResourcePolicy', "a condition can't be told from the inputs"),
  'AWS::SecretsManager::Secret': modelled('Name'),
};
