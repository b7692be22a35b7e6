/**
 * What AWS managed policies allow, as `actions @ resources`; no resources means all. AWS Managed Policy Reference, by name. Each row says no
 * less than its policy says of what could matter to a boundary.
 */
export const managedPolicies: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ['*'],
  PowerUserAccess: [
    '!iam:* organizations:* account:*',
    'iam:CreateServiceLinkedRole iam:DeleteServiceLinkedRole iam:ListRoles organizations:DescribeOrganization account:ListRegions account:Get*',
  ],
  ReadOnlyAccess: [
    `acm:Describe* acm:Get* acm:List* apigateway:GET athena:BatchGet* athena:Get* athena:List* autoscaling:Describe* batch:Describe* batch:List*
     bedrock:Get* bedrock:List* cloudformation:Describe* cloudformation:Get* cloudformation:List* cloudfront:Get* cloudfront:List*
     cloudtrail:Describe* cloudtrail:Get* cloudtrail:List* cloudtrail:LookupEvents cloudwatch:Describe* cloudwatch:Get* cloudwatch:List*
     codebuild:BatchGet* codebuild:List* codecommit:BatchGet* codecommit:Get* codecommit:GitPull codecommit:List* codepipeline:Get*
     codepipeline:List* config:Describe* config:Get* config:List* dynamodb:BatchGet* dynamodb:Describe* dynamodb:Get* dynamodb:List*
     dynamodb:Query dynamodb:Scan ec2:Describe* ec2:Get* ecr:BatchCheck* ecr:BatchGet* ecr:Describe* ecr:Get* ecr:List* ecs:Describe* ecs:List*
     eks:Describe* eks:List* elasticfilesystem:Describe* elasticloadbalancing:Describe* events:Describe* events:List* firehose:Describe*
     firehose:List* glue:BatchGet* glue:Get* glue:List* iam:Generate* iam:Get* iam:List* iam:Simulate* kinesis:Describe* kinesis:Get*
     kinesis:List* kms:Describe* kms:Get* kms:List* lambda:Get* lambda:List* logs:Describe* logs:FilterLogEvents logs:Get* logs:ListTagsLogGroup
     logs:StartQuery logs:StopQuery organizations:Describe* organizations:List* rds:Describe* rds:Download* rds:List* route53:Get* route53:List*
     route53:Test* route53resolver:Get* route53resolver:List* s3:DescribeJob s3:Get* s3:List* secretsmanager:Describe*
     secretsmanager:GetResourcePolicy secretsmanager:List* sns:Check* sns:Get* sns:List* sqs:Get* sqs:List* sqs:Receive* ssm:Describe* ssm:Get*
     ssm:List* states:Describe* states:GetExecutionHistory states:List* sts:GetAccessKeyInfo sts:GetCallerIdentity sts:GetSessionToken
     tag:Get* vpc-lattice:Get* waf:Get* xray:BatchGet* xray:Get* *:Describe* *:List*`,
  ],
  SecurityAudit: [
    `acm:Describe* acm:List* autoscaling:Describe* cloudformation:Describe* cloudformation:GetStackPolicy cloudformation:GetTemplate
     cloudformation:List* cloudtrail:Describe* cloudtrail:Get* cloudtrail:List* cloudwatch:Describe* cloudwatch:Get* cloudwatch:ListMetrics
     codebuild:BatchGetProjects codebuild:List* config:Describe* config:Get* dynamodb:Describe* dynamodb:List* ec2:Describe* ec2:Get*
     ecr:Describe* ecr:GetRepositoryPolicy ecr:List* ecs:Describe* ecs:List* eks:Describe* eks:List* elasticloadbalancing:Describe* events:Describe*
     events:List* iam:Generate* iam:Get* iam:List* iam:Simulate* kms:Describe* kms:Get* kms:List* lambda:GetAccountSettings
     lambda:GetFunctionConfiguration lambda:GetPolicy lambda:List* logs:Describe* logs:ListTagsLogGroup rds:Describe* rds:List* route53:Get*
     route53:List* route53resolver:Get* route53resolver:List* s3:GetBucket* s3:GetEncryptionConfiguration s3:GetLifecycleConfiguration
     s3:GetObjectAcl s3:List* secretsmanager:DescribeSecret secretsmanager:GetResourcePolicy secretsmanager:ListSecrets
     secretsmanager:ListSecretVersionIds sns:GetTopicAttributes sns:List* sqs:GetQueueAttributes sqs:List* ssm:Describe* ssm:GetDocument
     ssm:List* states:Describe* states:List* sts:GetAccessKeyInfo tag:Get* *:Describe* *:List*`,
  ],
  'job-function/ViewOnlyAccess': [
    `autoscaling:Describe* cloudformation:DescribeStacks cloudformation:List* cloudwatch:Describe* cloudwatch:Get* cloudwatch:List* dynamodb:List*
     dynamodb:DescribeTable ec2:Describe* ecr:Describe* ecr:List* ecs:Describe* ecs:List* elasticloadbalancing:Describe* iam:Get* iam:List*
     kms:List* lambda:List* logs:Describe* rds:Describe* route53:Get* route53:List* s3:ListAllMyBuckets s3:ListBucket s3:GetBucketLocation
     secretsmanager:List* sns:List* sqs:List* ssm:List* ssm:DescribeParameters states:List* *:Describe* *:List*`,
  ],
  'service-role/AmazonECSTaskExecutionRolePolicy': [
    `ecr:GetAuthorizationToken ecr:BatchCheckLayerAvailability ecr:GetDownloadUrlForLayer ecr:BatchGetImage logs:CreateLogStream
     logs:PutLogEvents`,
  ],
  'service-role/AmazonEC2ContainerServiceforEC2Role': [
    `ec2:DescribeTags ecs:CreateCluster ecs:DeregisterContainerInstance ecs:DiscoverPollEndpoint ecs:Poll ecs:RegisterContainerInstance
     ecs:StartTelemetrySession ecs:UpdateContainerInstancesState ecs:Submit* ecr:GetAuthorizationToken ecr:BatchCheckLayerAvailability
     ecr:GetDownloadUrlForLayer ecr:BatchGetImage logs:CreateLogStream logs:PutLogEvents`,
    'ecs:TagResource',
  ],
  'service-role/AmazonEC2ContainerServiceEventsRole': [
    'ecs:RunTask',
    'iam:PassRole ? iam:PassedToService=ecs-tasks.amazonaws.com',
    'ecs:TagResource',
  ],
  AmazonECS_FullAccess: [
    `application-autoscaling:* appmesh:Describe* appmesh:List* autoscaling:CreateAutoScalingGroup autoscaling:CreateLaunchConfiguration
     autoscaling:DeleteAutoScalingGroup autoscaling:DeleteLaunchConfiguration autoscaling:Describe* autoscaling:UpdateAutoScalingGroup
     cloudformation:CreateStack cloudformation:DeleteStack cloudformation:DescribeStack* cloudformation:UpdateStack cloudwatch:*
     codedeploy:* ec2:AssociateRouteTable ec2:AttachInternetGateway ec2:AuthorizeSecurityGroupIngress ec2:CancelSpotFleetRequests
     ec2:CreateInternetGateway ec2:CreateLaunchTemplate ec2:CreateRoute ec2:CreateRouteTable ec2:CreateSecurityGroup ec2:CreateSubnet
     ec2:CreateVpc ec2:DeleteLaunchTemplate ec2:DeleteSubnet ec2:DeleteVpc ec2:Describe* ec2:DetachInternetGateway ec2:DisassociateRouteTable
     ec2:ModifySubnetAttribute ec2:ModifyVpcAttribute ec2:RequestSpotFleet ec2:RunInstances ecs:* ec2:DeleteInternetGateway ec2:DeleteRoute ec2:DeleteRouteTable
     ec2:DeleteSecurityGroup elasticfilesystem:Describe* elasticloadbalancing:Create* elasticloadbalancing:Delete* elasticloadbalancing:Describe*
     elasticloadbalancing:AddTags events:DeleteRule
     events:DescribeRule events:List* events:PutRule events:PutTargets events:RemoveTargets iam:ListAttachedRolePolicies iam:ListInstanceProfiles
     iam:ListRoles lambda:ListFunctions logs:CreateLogGroup logs:DescribeLogGroups logs:FilterLogEvents route53:* servicediscovery:* sns:ListTopics`,
    'ssm:GetParameter ssm:GetParameters ssm:GetParametersByPath @ arn:aws:ssm:*:*:parameter/aws/service/ecs*',
    'iam:PassRole ? iam:PassedToService=ecs-tasks.amazonaws.com',
    'iam:PassRole @ arn:aws:iam::*:role/ecsInstanceRole* ? iam:PassedToService=ec2.amazonaws.com',
    'iam:PassRole @ arn:aws:iam::*:role/ecsInfrastructureRole ? iam:PassedToService=ecs.amazonaws.com',
    'iam:PassRole @ arn:aws:iam::*:role/ecsAutoscaleRole* ? iam:PassedToService=application-autoscaling.amazonaws.com',
    'iam:CreateServiceLinkedRole',
  ],
  'service-role/AWSLambdaBasicExecutionRole': ['logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents'],
  'service-role/AWSLambdaVPCAccessExecutionRole': [
    `logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents ec2:CreateNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets
     ec2:DeleteNetworkInterface ec2:AssignPrivateIpAddresses ec2:UnassignPrivateIpAddresses`,
  ],
  'service-role/AWSLambdaSQSQueueExecutionRole': [
    'sqs:ReceiveMessage sqs:DeleteMessage sqs:GetQueueAttributes logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents',
  ],
  'service-role/AWSLambdaKinesisExecutionRole': [
    `kinesis:DescribeStream kinesis:DescribeStreamSummary kinesis:GetRecords kinesis:GetShardIterator kinesis:ListShards kinesis:ListStreams
     kinesis:SubscribeToShard logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents`,
  ],
  'service-role/AWSLambdaDynamoDBExecutionRole': [
    `dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator dynamodb:ListStreams logs:CreateLogGroup logs:CreateLogStream
     logs:PutLogEvents`,
  ],
  'service-role/AWSLambdaRole': ['lambda:InvokeFunction'],
  AWSLambdaExecute: ['logs:* @ arn:aws:logs:*:*:*', 's3:GetObject s3:PutObject @ arn:aws:s3:::*'],
  AWSLambda_ReadOnlyAccess: [
    'lambda:Get* lambda:List* logs:Describe* logs:Get* logs:FilterLogEvents logs:StartQuery iam:Get* iam:List* ec2:Describe*',
  ],
  AWSLambda_FullAccess: [
    `cloudformation:DescribeStacks cloudformation:ListStackResources cloudwatch:ListMetrics cloudwatch:GetMetricData ec2:Describe* kms:ListAliases
     iam:GetPolicy iam:GetPolicyVersion iam:GetRole iam:GetRolePolicy iam:ListAttachedRolePolicies iam:ListRolePolicies iam:ListRoles lambda:*
     logs:DescribeLogGroups states:DescribeStateMachine states:ListStateMachines tag:GetResources xray:GetTraceSummaries xray:BatchGetTraces`,
    'iam:PassRole ? iam:PassedToService=lambda.amazonaws.com',
    'logs:DescribeLogStreams logs:GetLogEvents logs:FilterLogEvents logs:StartLiveTail @ arn:aws:logs:*:*:log-group:/aws/lambda/*',
  ],
  AmazonSSMManagedInstanceCore: [
    `ssm:DescribeAssociation ssm:GetDeployablePatchSnapshotForInstance ssm:GetDocument ssm:DescribeDocument ssm:GetManifest ssm:GetParameter
     ssm:GetParameters ssm:ListAssociations ssm:ListInstanceAssociations ssm:PutInventory ssm:PutComplianceItems
     ssm:PutConfigurePackageResult ssm:UpdateAssociationStatus ssm:UpdateInstanceAssociationStatus ssm:UpdateInstanceInformation
     ssmmessages:* ec2messages:*`,
  ],
  'service-role/AmazonEC2RoleforSSM': [
    `ssm:DescribeAssociation ssm:GetDeployablePatchSnapshotForInstance ssm:GetDocument ssm:DescribeDocument ssm:GetManifest ssm:GetParameters
     ssm:ListAssociations ssm:ListInstanceAssociations ssm:PutInventory ssm:PutComplianceItems ssm:PutConfigurePackageResult
     ssm:UpdateAssociationStatus ssm:UpdateInstanceAssociationStatus ssm:UpdateInstanceInformation ssmmessages:* ec2messages:*
     cloudwatch:PutMetricData ec2:DescribeInstanceStatus ds:CreateComputer ds:DescribeDirectories logs:CreateLogGroup logs:CreateLogStream
     logs:DescribeLogGroups logs:DescribeLogStreams logs:PutLogEvents s3:GetBucketLocation s3:PutObject s3:GetObject s3:GetEncryptionConfiguration
     s3:AbortMultipartUpload s3:ListMultipartUploadParts s3:ListBucket s3:ListBucketMultipartUploads`,
  ],
  AmazonSSMPatchAssociation: ['ssm:DescribeEffectivePatchesForPatchBaseline ssm:GetPatchBaseline tag:GetResources'],
  AmazonSSMFullAccess: [
    `cloudwatch:PutMetricData ds:CreateComputer ds:DescribeDirectories ec2:DescribeInstanceStatus logs:* ssm:* ec2messages:* ssmmessages:*`,
    'iam:CreateServiceLinkedRole',
  ],
  AmazonSSMReadOnlyAccess: ['ssm:Describe* ssm:Get* ssm:List*'],
  CloudWatchAgentServerPolicy: [
    `cloudwatch:PutMetricData ec2:DescribeVolumes ec2:DescribeTags logs:PutLogEvents logs:PutRetentionPolicy logs:DescribeLogStreams
     logs:DescribeLogGroups logs:CreateLogStream logs:CreateLogGroup xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules
     xray:GetSamplingTargets xray:GetSamplingStatisticSummaries`,
    'ssm:GetParameter @ arn:aws:ssm:*:*:parameter/AmazonCloudWatch-*',
  ],
  CloudWatchAgentAdminPolicy: [
    `cloudwatch:PutMetricData ec2:DescribeTags logs:PutLogEvents logs:PutRetentionPolicy logs:DescribeLogStreams logs:DescribeLogGroups
     logs:CreateLogStream logs:CreateLogGroup xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules xray:GetSamplingTargets
     xray:GetSamplingStatisticSummaries`,
    'ssm:GetParameter ssm:PutParameter @ arn:aws:ssm:*:*:parameter/AmazonCloudWatch-*',
  ],
  CloudWatchLogsFullAccess: ['logs:* cloudwatch:GenerateQuery'],
  CloudWatchLogsReadOnlyAccess: [
    'logs:Describe* logs:Get* logs:List* logs:StartQuery logs:StopQuery logs:TestMetricFilter logs:FilterLogEvents logs:StartLiveTail',
  ],
  CloudWatchReadOnlyAccess: [
    `autoscaling:Describe* cloudwatch:BatchGet* cloudwatch:Describe* cloudwatch:Get* cloudwatch:List* logs:Get* logs:List* logs:Describe*
     logs:StartQuery logs:StopQuery logs:TestMetricFilter logs:FilterLogEvents sns:Get* sns:List* xray:BatchGet* xray:Get*`,
  ],
  CloudWatchFullAccess: [
    'autoscaling:Describe* cloudwatch:* logs:* sns:* iam:GetPolicy iam:GetPolicyVersion iam:GetRole oam:ListSinks',
    'iam:CreateServiceLinkedRole',
  ],
  AWSXRayDaemonWriteAccess: [
    'xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules xray:GetSamplingTargets xray:GetSamplingStatisticSummaries',
  ],
  AWSDenyAll: ['-*'],
  AWSXrayWriteOnlyAccess: [
    'xray:PutTraceSegments xray:PutTelemetryRecords xray:GetSamplingRules xray:GetSamplingTargets xray:GetSamplingStatisticSummaries',
  ],
};
