/** The rest of the AWS managed policies that are known, those of one service each; as in `managed-policy-table.ts`. */
export const managedServicePolicies: Readonly<Record<string, readonly string[]>> = {
  AmazonS3ReadOnlyAccess: ['s3:Get* s3:List* s3:Describe* s3-object-lambda:Get* s3-object-lambda:List*'],
  AmazonS3FullAccess: ['s3:* s3-object-lambda:*'],
  AmazonBedrockFullAccess: [
    'bedrock:*',
    'kms:DescribeKey @ arn:aws:kms:*:*:*',
    'iam:ListRoles ec2:DescribeVpcs ec2:DescribeSubnets ec2:DescribeSecurityGroups',
    'sagemaker:CreateEndpoint sagemaker:CreateEndpointConfig sagemaker:CreateModel sagemaker:Describe* sagemaker:List* sagemaker:InvokeEndpoint* sagemaker:UpdateEndpoint sagemaker:DeleteEndpoint sagemaker:AddTags sagemaker:DeleteTags',
    'iam:PassRole @ arn:aws:iam::*:role/*SageMaker*ForBedrock* ? iam:PassedToService=sagemaker.amazonaws.com,bedrock.amazonaws.com',
    'iam:PassRole @ arn:aws:iam::*:role/*AmazonBedrock* ? iam:PassedToService=bedrock.amazonaws.com',
  ],
  AmazonBedrockReadOnly: ['bedrock:Get* bedrock:List* sagemaker:Describe* sagemaker:List*'],
  SecretsManagerReadWrite: [
    `secretsmanager:* cloudformation:CreateChangeSet cloudformation:DescribeChangeSet cloudformation:DescribeStackResource
     cloudformation:DescribeStacks cloudformation:ExecuteChangeSet docdb-elastic:GetCluster docdb-elastic:ListClusters ec2:DescribeSecurityGroups
     ec2:DescribeSubnets ec2:DescribeVpcs kms:DescribeKey kms:ListAliases kms:ListKeys lambda:ListFunctions rds:DescribeDBClusters
     rds:DescribeDBInstances redshift:DescribeClusters redshift-serverless:ListWorkgroups redshift-serverless:GetNamespace tag:GetResources`,
    `lambda:AddPermission lambda:CreateFunction lambda:GetFunction lambda:InvokeFunction lambda:UpdateFunctionConfiguration
     @ arn:aws:lambda:*:*:function:SecretsManager*`,
    'serverlessrepo:CreateCloudFormationChangeSet serverlessrepo:GetApplication @ arn:aws:serverlessrepo:*:*:applications/SecretsManager*',
    's3:GetObject @ arn:aws:s3:::awsserverlessrepo-changesets* arn:aws:s3:::secrets-manager-rotation-apps-*/*',
  ],
  AmazonEC2ContainerRegistryReadOnly: [
    `ecr:GetAuthorizationToken ecr:BatchCheckLayerAvailability ecr:GetDownloadUrlForLayer ecr:GetRepositoryPolicy ecr:DescribeRepositories
     ecr:ListImages ecr:DescribeImages ecr:BatchGetImage ecr:GetLifecyclePolicy ecr:GetLifecyclePolicyPreview ecr:ListTagsForResource
     ecr:DescribeImageScanFindings`,
  ],
  AmazonEC2ContainerRegistryPullOnly: [
    'ecr:GetAuthorizationToken ecr:BatchCheckLayerAvailability ecr:GetDownloadUrlForLayer ecr:BatchGetImage ecr:BatchImportUpstreamImage',
  ],
  AmazonEC2ContainerRegistryPowerUser: [
    `ecr:GetAuthorizationToken ecr:BatchCheckLayerAvailability ecr:GetDownloadUrlForLayer ecr:GetRepositoryPolicy ecr:DescribeRepositories
     ecr:ListImages ecr:DescribeImages ecr:BatchGetImage ecr:GetLifecyclePolicy ecr:GetLifecyclePolicyPreview ecr:ListTagsForResource
     ecr:DescribeImageScanFindings ecr:InitiateLayerUpload ecr:UploadLayerPart ecr:CompleteLayerUpload ecr:PutImage`,
  ],
  AmazonEC2ContainerRegistryFullAccess: ['ecr:* cloudtrail:LookupEvents', 'iam:CreateServiceLinkedRole'],
  'service-role/AWSAppRunnerServicePolicyForECRAccess': [
    'ecr:GetDownloadUrlForLayer ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:DescribeImages ecr:GetAuthorizationToken',
  ],
  AmazonEKSWorkerNodePolicy: ['ec2:Describe* eks:DescribeCluster eks-auth:AssumeRoleForPodIdentity'],
  AmazonEKSWorkerNodeMinimalPolicy: ['ec2:Describe* eks-auth:AssumeRoleForPodIdentity'],
  AmazonEKS_CNI_Policy: [
    `ec2:AssignPrivateIpAddresses ec2:AttachNetworkInterface ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:Describe*
     ec2:DetachNetworkInterface ec2:ModifyNetworkInterfaceAttribute ec2:UnassignPrivateIpAddresses`,
    'ec2:CreateTags @ arn:aws:ec2:*:*:network-interface/*',
  ],
  AmazonEKSClusterPolicy: [
    `autoscaling:DescribeAutoScalingGroups autoscaling:UpdateAutoScalingGroup ec2:AttachVolume ec2:AuthorizeSecurityGroupIngress ec2:CreateRoute
     ec2:CreateSecurityGroup ec2:CreateTags ec2:CreateVolume ec2:DeleteRoute ec2:DeleteSecurityGroup ec2:DeleteVolume ec2:Describe*
     ec2:DetachVolume ec2:ModifyInstanceAttribute ec2:ModifyVolume ec2:RevokeSecurityGroupIngress elasticloadbalancing:AddTags elasticloadbalancing:Apply*
     elasticloadbalancing:Attach* elasticloadbalancing:Configure* elasticloadbalancing:CreateListener elasticloadbalancing:CreateLoadBalancer*
     elasticloadbalancing:CreateTargetGroup elasticloadbalancing:Delete* elasticloadbalancing:Deregister* elasticloadbalancing:Describe*
     elasticloadbalancing:Detach* elasticloadbalancing:Modify* elasticloadbalancing:Register* elasticloadbalancing:Set* kms:DescribeKey`,
    'iam:CreateServiceLinkedRole',
  ],
  IAMFullAccess: [
    'iam:* organizations:DescribeAccount organizations:DescribeOrganization organizations:DescribeOrganizationalUnit organizations:List*',
  ],
  IAMReadOnlyAccess: ['iam:GenerateCredentialReport iam:GenerateServiceLastAccessedDetails iam:Get* iam:List* iam:Simulate*'],
  IAMUserChangePassword: [`iam:ChangePassword @ arn:aws:iam::*:user/\${aws:username}`, 'iam:GetAccountPasswordPolicy'],
  AmazonVPCFullAccess: [
    `ec2:Accept* ec2:Allocate* ec2:AssignIpv6Addresses ec2:AssignPrivateIpAddresses ec2:AssociateAddress ec2:AssociateDhcpOptions ec2:AssociateRouteTable
     ec2:AssociateSecurityGroupVpc ec2:AssociateSubnetCidrBlock ec2:AssociateVpcCidrBlock ec2:Attach* ec2:Authorize* ec2:CreateCarrierGateway
     ec2:CreateCustomerGateway ec2:CreateDefault* ec2:CreateDhcpOptions ec2:CreateEgressOnlyInternetGateway ec2:CreateFlowLogs
     ec2:CreateInternetGateway ec2:CreateLocalGatewayRoute* ec2:CreateNatGateway ec2:CreateNetworkAcl* ec2:CreateNetworkInterface*
     ec2:CreateRoute* ec2:CreateSecurityGroup ec2:CreateSubnet ec2:CreateTags ec2:CreateVpc* ec2:CreateVpn* ec2:Delete* ec2:Describe* ec2:GetSecurityGroupsForVpc ec2:Detach*
     ec2:Disable* ec2:Disassociate* ec2:Enable* ec2:Modify*SecurityGroup* ec2:ModifyNetworkInterfaceAttribute ec2:ModifySubnetAttribute
     ec2:ModifyVpc* ec2:Move* ec2:Reject* ec2:Release* ec2:ReplaceNetworkAcl* ec2:ReplaceRoute* ec2:Reset* ec2:Restore* ec2:Revoke* ec2:Unassign* ec2:UpdateSecurityGroup*
     autoscaling:Describe* cloudwatch:DescribeAlarms* elasticbeanstalk:Describe* elasticloadbalancing:Describe* route53:* s3:GetBucketLocation`,
  ],
  AmazonVPCReadOnlyAccess: ['ec2:Describe* ec2:Get*'],
  AmazonEC2FullAccess: ['ec2:* elasticloadbalancing:* cloudwatch:* autoscaling:*', 'iam:CreateServiceLinkedRole'],
  AmazonEC2ReadOnlyAccess: [
    'ec2:Describe* ec2:GetSecurityGroupsForVpc elasticloadbalancing:Describe* cloudwatch:ListMetrics cloudwatch:GetMetricStatistics cloudwatch:Describe* autoscaling:Describe*',
  ],
  AmazonDynamoDBFullAccess: [
    `dynamodb:* dax:* application-autoscaling:* cloudwatch:* datapipeline:* ec2:DescribeVpcs ec2:DescribeSubnets ec2:DescribeSecurityGroups
     iam:GetRole iam:ListRoles kms:DescribeKey kms:ListAliases sns:CreateTopic sns:DeleteTopic sns:ListSubscriptions sns:ListTopics sns:Subscribe
     sns:Unsubscribe sns:SetTopicAttributes lambda:CreateFunction lambda:ListFunctions lambda:ListEventSourceMappings lambda:CreateEventSourceMapping
     lambda:DeleteEventSourceMapping lambda:GetFunctionConfiguration lambda:DeleteFunction resource-groups:* tag:GetResources kinesis:List* kinesis:Describe*`,
    'iam:PassRole ? iam:PassedToService=application-autoscaling.amazonaws.com,dax.amazonaws.com',
    'iam:CreateServiceLinkedRole',
  ],
  AmazonDynamoDBReadOnlyAccess: [
    'dynamodb:BatchGetItem dynamodb:Describe* dynamodb:List* dynamodb:Get* dynamodb:Query dynamodb:Scan dynamodb:PartiQLSelect cloudwatch:Get* cloudwatch:Describe* application-autoscaling:Describe* dax:Get* dax:Query dax:Scan ec2:Describe* iam:GetRole kms:DescribeKey lambda:List* lambda:GetFunctionConfiguration sns:List* kinesis:Describe*',
  ],
  AmazonSQSFullAccess: ['sqs:*'],
  AmazonSQSReadOnlyAccess: [
    'sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ListDeadLetterSourceQueues sqs:ListQueues sqs:ListMessageMoveTasks sqs:ListQueueTags',
  ],
  AmazonSNSFullAccess: ['sns:* sms-voice:*'],
  AmazonSNSReadOnlyAccess: ['sns:GetTopicAttributes sns:List* sns:Get* sns:CheckIfPhoneNumberIsOptedOut'],
  AmazonKinesisFullAccess: ['kinesis:*'],
  AmazonAthenaFullAccess: [
    'athena:* glue:*Catalog* glue:*Database* glue:*Table glue:*Tables glue:*Partition* glue:*ColumnStatistics* cloudwatch:* sns:ListTopics sns:GetTopicAttributes lakeformation:GetDataAccess datazone:List*',
    's3:GetBucketLocation s3:GetObject s3:ListBucket* s3:ListMultipartUploadParts s3:AbortMultipartUpload s3:CreateBucket s3:PutObject s3:PutBucketPublicAccessBlock @ arn:aws:s3:::aws-athena-query-results-*',
    's3:GetObject s3:ListBucket @ arn:aws:s3:::athena-examples*',
    's3:ListBucket s3:GetBucketLocation s3:ListAllMyBuckets',
  ],
  AmazonElasticFileSystemClientReadWriteAccess: [
    'elasticfilesystem:ClientMount elasticfilesystem:ClientWrite elasticfilesystem:DescribeMountTargets',
  ],
  AmazonElasticFileSystemClientFullAccess: [
    'elasticfilesystem:ClientMount elasticfilesystem:ClientWrite elasticfilesystem:ClientRootAccess elasticfilesystem:DescribeMountTargets',
  ],
  AWSCloudFormationFullAccess: ['cloudformation:*'],
  AWSCloudFormationReadOnlyAccess: [
    'cloudformation:Describe* cloudformation:EstimateTemplateCost cloudformation:Get* cloudformation:List* cloudformation:ValidateTemplate cloudformation:Detect*',
  ],
  AWSKeyManagementServicePowerUser: [
    `kms:CreateAlias kms:CreateKey kms:DeleteAlias kms:Describe* kms:GenerateRandom kms:Get* kms:List* kms:TagResource kms:UntagResource
     iam:ListGroups iam:ListRoles iam:ListUsers`,
  ],
  AWSMarketplaceMeteringFullAccess: ['aws-marketplace:MeterUsage'],
  AWSStepFunctionsFullAccess: ['states:*'],
  AmazonEventBridgeReadOnlyAccess: ['events:Describe* events:List* events:TestEventPattern'],
  AWSStepFunctionsReadOnlyAccess: [
    'states:List* states:Describe* states:GetExecutionHistory states:ValidateStateMachineDefinition',
  ],
  AmazonRDSFullAccess: [
    `rds:* application-autoscaling:* cloudwatch:DescribeAlarms cloudwatch:GetMetricStatistics cloudwatch:PutMetricAlarm cloudwatch:DeleteAlarms
     cloudwatch:ListMetrics cloudwatch:GetMetricData ec2:Describe* ec2:GetCoipPoolUsage sns:ListSubscriptions sns:ListTopics sns:Publish
     logs:DescribeLogStreams logs:GetLogEvents outposts:GetOutpostInstanceTypes devops-guru:GetResourceCollection devops-guru:SearchInsights
     devops-guru:ListAnomaliesForInsight`,
    'pi:* @ arn:aws:pi:*:*:metrics/rds/* arn:aws:pi:*:*:perf-reports/rds/*',
    'iam:CreateServiceLinkedRole',
  ],
  AmazonRDSReadOnlyAccess: [
    `rds:Describe* rds:ListTagsForResource ec2:Describe* cloudwatch:GetMetricStatistics cloudwatch:ListMetrics cloudwatch:GetMetricData
     logs:DescribeLogStreams logs:GetLogEvents devops-guru:*`,
  ],
  AmazonRDSDataFullAccess: [
    `secretsmanager:GetSecretValue secretsmanager:PutResourcePolicy secretsmanager:PutSecretValue secretsmanager:DeleteSecret
     secretsmanager:DescribeSecret secretsmanager:TagResource @ arn:aws:secretsmanager:*:*:secret:rds-db-credentials/*`,
    'dbqms:* rds-data:* secretsmanager:CreateSecret secretsmanager:ListSecrets secretsmanager:GetRandomPassword tag:GetResources',
  ],
  AmazonAPIGatewayInvokeFullAccess: ['execute-api:Invoke execute-api:ManageConnections @ arn:aws:execute-api:*:*:*'],
  'service-role/AmazonAPIGatewayPushToCloudWatchLogs': [
    'logs:Create* logs:Describe* logs:PutLogEvents logs:GetLogEvents logs:FilterLogEvents',
  ],
  AmazonKinesisFirehoseFullAccess: ['firehose:*'],
  AmazonKinesisReadOnlyAccess: ['kinesis:Get* kinesis:List* kinesis:Describe*'],
  AutoScalingFullAccess: [
    'autoscaling:* cloudwatch:PutMetricAlarm ec2:Describe* elasticloadbalancing:DescribeLoadBalancers elasticloadbalancing:DescribeTargetGroups',
    'iam:CreateServiceLinkedRole',
  ],
  ElasticLoadBalancingFullAccess: [
    'elasticloadbalancing:* ec2:Describe* ec2:Get* cognito-idp:DescribeUserPoolClient arc-zonal-shift:*',
    'iam:CreateServiceLinkedRole',
  ],
  AmazonRoute53FullAccess: [
    `route53:* route53domains:* cloudfront:ListDistributions elasticloadbalancing:Describe* elasticbeanstalk:Describe* s3:ListBucket
     s3:GetBucketLocation s3:GetBucketWebsite ec2:Describe* sns:List* cloudwatch:DescribeAlarms cloudwatch:GetMetricStatistics apigateway:GET`,
  ],
  AmazonSESFullAccess: ['ses:*'],
  AmazonTextractFullAccess: ['textract:*'],
  AmazonRekognitionFullAccess: ['rekognition:*'],
  AmazonPollyFullAccess: ['polly:*'],
  AmazonTranscribeFullAccess: ['transcribe:*', 's3:GetObject @ arn:aws:s3:::*transcribe*'],
  ComprehendFullAccess: ['comprehend:* s3:ListAllMyBuckets s3:ListBucket s3:GetBucketLocation iam:ListRoles iam:GetRole'],
  TranslateFullAccess: [
    `translate:* comprehend:DetectDominantLanguage cloudwatch:GetMetricStatistics cloudwatch:ListMetrics s3:ListAllMyBuckets s3:ListBucket
     s3:GetBucketLocation iam:ListRoles iam:GetRole`,
  ],
  AmazonElasticFileSystemClientReadOnlyAccess: ['elasticfilesystem:ClientMount elasticfilesystem:DescribeMountTargets'],
  'service-role/AWSLambdaMSKExecutionRole': [
    `kafka:DescribeCluster kafka:DescribeClusterV2 kafka:GetBootstrapBrokers ec2:CreateNetworkInterface ec2:Describe* ec2:DeleteNetworkInterface
     logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents`,
  ],
  CloudWatchLambdaInsightsExecutionRolePolicy: [
    'logs:CreateLogGroup',
    'logs:CreateLogStream logs:PutLogEvents @ arn:aws:logs:*:*:log-group:/aws/lambda-insights:*',
  ],
  AmazonSSMDirectoryServiceAccess: ['ds:CreateComputer ds:DescribeDirectories'],
  AWSCloudMapDiscoverInstanceAccess: ['servicediscovery:DiscoverInstances servicediscovery:DiscoverInstancesRevision'],
  AmazonPrometheusRemoteWriteAccess: ['aps:RemoteWrite'],
  AWSCodeBuildDeveloperAccess: [
    `codebuild:StartBuild codebuild:StopBuild codebuild:StartBuildBatch codebuild:StopBuildBatch codebuild:RetryBuild codebuild:RetryBuildBatch
     codebuild:BatchGet* codebuild:GetResourcePolicy codebuild:Describe* codebuild:List* codecommit:Get* codecommit:ListBranches events:Describe*
     events:List* cloudwatch:GetMetricStatistics logs:GetLogEvents s3:GetBucketLocation s3:ListAllMyBuckets sns:ListTopics sns:GetTopicAttributes
     codestar-notifications:* chatbot:Describe* chatbot:List*`,
    'ssm:PutParameter @ arn:aws:ssm:*:*:parameter/CodeBuild/*',
    'ssm:StartSession @ arn:aws:ecs:*:*:task/*/*',
    'codestar-connections:ListConnections codestar-connections:GetConnection',
  ],
};
