/** How a type's ARN is made, and which of its references give an ARN or a name. */
export interface ResourceShape {
  /** `service:R:A:resource`; `R` and `A` are this region and account, `NAME` the physical name, `PATH` IAM's path. */
  readonly arn: string;
  /** The property that sets the physical name. @default - the cloud always makes it */
  readonly name?: string;
  /** What Ref gives. @default 'name' */
  readonly ref?: 'arn' | 'name' | 'other';
  /** Attributes that give the ARN. @default ['Arn'] */
  readonly arnAttributes?: readonly string[];
  /** Attributes that give the name. @default [] */
  readonly nameAttributes?: readonly string[];
}

const ec2 = (kind: string, ...nameAttributes: string[]): ResourceShape => ({ arn: `ec2:R:A:${kind}/NAME`, nameAttributes });

/** AWS CloudFormation Template Reference (return values) and Service Authorization Reference (resource types), by type. */
export const resourceShapes: Readonly<Record<string, ResourceShape>> = {
  // Secrets Manager adds a hyphen and six characters: AWS Secrets Manager User Guide, "What's in a secret"
  'AWS::SecretsManager::Secret': {
    arn: 'secretsmanager:R:A:secret:NAME-??????',
    name: 'Name',
    ref: 'arn',
    arnAttributes: ['Id', 'Arn'],
  },
  'AWS::SSM::Parameter': { arn: 'ssm:R:A:parameter/NAME', name: 'Name', arnAttributes: [] },
  'AWS::SSM::Document': { arn: 'ssm:R:A:document/NAME', name: 'Name', arnAttributes: [] },
  'AWS::KMS::Key': { arn: 'kms:R:A:key/NAME', nameAttributes: ['KeyId'] },
  'AWS::KMS::ReplicaKey': { arn: 'kms:R:A:key/NAME', nameAttributes: ['KeyId'] },
  'AWS::S3::Bucket': { arn: 's3:::NAME', name: 'BucketName' },
  'AWS::S3::AccessPoint': { arn: 's3:R:A:accesspoint/NAME', name: 'Name', nameAttributes: ['Name'] },
  'AWS::S3Express::DirectoryBucket': { arn: 's3express:R:A:bucket/NAME', name: 'BucketName' },
  'AWS::SQS::Queue': { arn: 'sqs:R:A:NAME', name: 'QueueName', ref: 'other', nameAttributes: ['QueueName'] },
  'AWS::SNS::Topic': {
    arn: 'sns:R:A:NAME',
    name: 'TopicName',
    ref: 'arn',
    arnAttributes: ['TopicArn'],
    nameAttributes: ['TopicName'],
  },
  'AWS::IAM::Role': { arn: 'iam::A:role/PATHNAME', name: 'RoleName' },
  'AWS::IAM::User': { arn: 'iam::A:user/PATHNAME', name: 'UserName' },
  'AWS::IAM::Group': { arn: 'iam::A:group/PATHNAME', name: 'GroupName' },
  'AWS::IAM::ManagedPolicy': {
    arn: 'iam::A:policy/PATHNAME',
    name: 'ManagedPolicyName',
    ref: 'arn',
    arnAttributes: ['PolicyArn'],
  },
  'AWS::IAM::InstanceProfile': { arn: 'iam::A:instance-profile/PATHNAME', name: 'InstanceProfileName' },
  'AWS::Lambda::Function': { arn: 'lambda:R:A:function:NAME', name: 'FunctionName' },
  'AWS::ECS::Cluster': { arn: 'ecs:R:A:cluster/NAME', name: 'ClusterName' },
  'AWS::ECS::TaskDefinition': { arn: 'ecs:R:A:task-definition/NAME', ref: 'arn', arnAttributes: ['TaskDefinitionArn'] },
  'AWS::ECS::Service': { arn: 'ecs:R:A:service/NAME', ref: 'arn', arnAttributes: ['ServiceArn'] },
  'AWS::ECR::Repository': { arn: 'ecr:R:A:repository/NAME', name: 'RepositoryName' },
  'AWS::CodeCommit::Repository': {
    ...{ arn: 'codecommit:R:A:NAME', name: 'RepositoryName', ref: 'other', nameAttributes: ['Name'] },
  },
  'AWS::DynamoDB::Table': { arn: 'dynamodb:R:A:table/NAME', name: 'TableName' },
  'AWS::DynamoDB::GlobalTable': { arn: 'dynamodb:R:A:table/NAME', name: 'TableName' },
  // the attribute ends with `:*`; compare `arnSuffix`
  'AWS::Logs::LogGroup': { arn: 'logs:R:A:log-group:NAME', name: 'LogGroupName' },
  'AWS::Kinesis::Stream': { arn: 'kinesis:R:A:stream/NAME', name: 'Name' },
  'AWS::KinesisFirehose::DeliveryStream': { arn: 'firehose:R:A:deliverystream/NAME', name: 'DeliveryStreamName' },
  'AWS::StepFunctions::StateMachine': {
    arn: 'states:R:A:stateMachine:NAME',
    name: 'StateMachineName',
    ref: 'arn',
    nameAttributes: ['Name'],
  },
  'AWS::Events::EventBus': { arn: 'events:R:A:event-bus/NAME', name: 'Name', nameAttributes: ['Name'] },
  'AWS::CodeBuild::Project': { arn: 'codebuild:R:A:project/NAME', name: 'Name' },
  'AWS::EKS::Cluster': { arn: 'eks:R:A:cluster/NAME', name: 'Name' },
  'AWS::RDS::DBInstance': { arn: 'rds:R:A:db:NAME', name: 'DBInstanceIdentifier', arnAttributes: ['DBInstanceArn'] },
  'AWS::RDS::DBCluster': { arn: 'rds:R:A:cluster:NAME', name: 'DBClusterIdentifier', arnAttributes: ['DBClusterArn'] },
  'AWS::AutoScaling::AutoScalingGroup': {
    arn: 'autoscaling:R:A:autoScalingGroup:*:autoScalingGroupName/NAME',
    name: 'AutoScalingGroupName',
    arnAttributes: ['AutoScalingGroupARN'],
  },
  'AWS::CloudFormation::Stack': { arn: 'cloudformation:R:A:stack/NAME', ref: 'arn', arnAttributes: [] },
  'AWS::EFS::FileSystem': { arn: 'elasticfilesystem:R:A:file-system/NAME', nameAttributes: ['FileSystemId'] },
  'AWS::EC2::Instance': ec2('instance', 'InstanceId'),
  'AWS::EC2::LaunchTemplate': ec2('launch-template', 'LaunchTemplateId'),
  'AWS::EC2::SecurityGroup': ec2('security-group', 'GroupId', 'Id'),
  'AWS::EC2::RouteTable': ec2('route-table', 'RouteTableId'),
  'AWS::EC2::Subnet': ec2('subnet', 'SubnetId'),
  'AWS::EC2::VPC': ec2('vpc', 'VpcId'),
  'AWS::EC2::VPCEndpoint': ec2('vpc-endpoint', 'Id'),
  'AWS::EC2::NetworkAcl': ec2('network-acl', 'Id'),
  'AWS::EC2::NetworkInterface': ec2('network-interface', 'Id'),
  'AWS::EC2::InternetGateway': ec2('internet-gateway', 'InternetGatewayId'),
};
