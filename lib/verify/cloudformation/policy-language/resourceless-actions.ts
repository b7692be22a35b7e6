import { actionGlyphs } from './action';
import type { Glyphs } from './glyph';

/**
 * Actions without resource types, by service: Service Authorization Reference, "Actions, resources, and condition keys for …". A policy
 * can't bind them to a resource; they act within the account of whoever calls. What isn't listed is taken to have a resource.
 */
const byService: Readonly<Record<string, string>> = {
  acm: 'ListCertificates GetAccountConfiguration',
  athena: 'ListDataCatalogs ListEngineVersions ListWorkGroups ListApplicationDPUSizes',
  autoscaling: 'Describe*',
  bedrock: `ListFoundationModels ListInferenceProfiles ListAgents ListKnowledgeBases ListFlows ListModelInvocationJobs
    GetFoundationModelAvailability ListCustomModels ListModelCustomizationJobs ListProvisionedModelThroughputs
    GetModelInvocationLoggingConfiguration GetUseCaseForModelAccess`,
  cloudformation: 'ListStacks ListExports ListImports ValidateTemplate EstimateTemplateCost DescribeAccountLimits',
  cloudwatch: `PutMetricData GetMetricData GetMetricStatistics ListMetrics DescribeAlarmsForMetric DescribeAnomalyDetectors
    GetMetricWidgetImage ListDashboards ListMetricStreams`,
  codebuild: 'ListBuilds ListProjects ListCuratedEnvironmentImages ListSourceCredentials',
  comprehend: 'DetectDominantLanguage DetectKeyPhrases DetectSentiment DetectSyntax DetectPiiEntities',
  dynamodb: `ListTables ListBackups ListStreams ListGlobalTables ListContributorInsights DescribeLimits
    DescribeEndpoints DescribeReservedCapacity`,
  ec2: 'Describe*',
  ec2messages: '*',
  ecr: `GetAuthorizationToken DescribeRegistry GetRegistryPolicy GetRegistryScanningConfiguration DescribePullThroughCacheRules
    PutRegistryPolicy DeleteRegistryPolicy PutRegistryScanningConfiguration PutReplicationConfiguration`,
  'ecr-public': 'GetAuthorizationToken',
  ecs: `ListClusters ListTaskDefinitions ListTaskDefinitionFamilies ListServicesByNamespace ListAccountSettings DiscoverPollEndpoint
    ListServices DescribeTaskDefinition DeregisterTaskDefinition PutAccountSetting PutAccountSettingDefault`,
  elasticloadbalancing: 'Describe*',
  events: `ListRules ListRuleNamesByTarget ListEventBuses ListApiDestinations ListConnections ListArchives ListReplays ListEndpoints ListEventSources TestEventPattern`,
  firehose: 'ListDeliveryStreams',
  glue: 'ListCrawlers ListJobs ListTriggers ListWorkflows ListDevEndpoints',
  kinesis: 'ListStreams DescribeLimits',
  kms: 'ListKeys ListAliases ListRetirableGrants GenerateRandom CreateKey DescribeCustomKeyStores',
  lambda: 'ListFunctions ListLayers ListEventSourceMappings ListCodeSigningConfigs GetAccountSettings',
  logs: `DescribeLogGroups DescribeAccountPolicies ListLogGroups ListLogGroupsForQuery DescribeDestinations DescribeExportTasks DescribeQueries DescribeQueryDefinitions DescribeResourcePolicies TestMetricFilter
    StopQuery ListLogDeliveries GetLogDelivery`,
  polly: 'DescribeVoices',
  rds: 'DescribeAccountAttributes DescribeCertificates DescribeSourceRegions DescribeOrderableDBInstanceOptions',
  rekognition: 'DetectFaces DetectLabels DetectText',
  s3: `ListAllMyBuckets ListAccessPoints ListJobs CreateJob GetAccountPublicAccessBlock PutAccountPublicAccessBlock
    ListStorageLensConfigurations`,
  secretsmanager: 'ListSecrets GetRandomPassword BatchGetSecretValue',
  servicediscovery: 'ListNamespaces ListServices ListOperations',
  sns: 'ListTopics ListSubscriptions ListPlatformApplications GetSMSAttributes SetSMSAttributes CheckIfPhoneNumberIsOptedOut',
  sqs: 'ListQueues',
  ssm: `DescribeParameters DescribeSessions DescribeInstanceInformation DescribeAvailablePatches DescribePatchBaselines
    DescribeMaintenanceWindows GetCommandInvocation GetInventory ListAssociations PutInventory ListCommands ListCommandInvocations ListDocuments GetManifest PutConfigurePackageResult`,
  ssmmessages: '*',
  states: 'ListStateMachines ListActivities SendTaskSuccess SendTaskFailure SendTaskHeartbeat ValidateStateMachineDefinition',
  sts: 'GetCallerIdentity GetSessionToken GetServiceBearerToken DecodeAuthorizationMessage GetAccessKeyInfo',
  textract: 'DetectDocumentText AnalyzeDocument AnalyzeExpense AnalyzeID',
  translate: 'ListLanguages',
  xray: `PutTraceSegments PutTelemetryRecords GetSamplingRules GetSamplingTargets GetSamplingStatisticSummaries GetTraceSummaries
    BatchGetTraces GetServiceGraph`,
};

const rows = (service: string, names: string): string[] => names.split(/\s+/).map((name) => `${service}:${name}`);

/** Patterns of all actions that name no resource. */
export const resourcelessActions: readonly Glyphs[] = Object.entries(byService)
  .flatMap(([service, names]) => rows(service, names))
  .map(actionGlyphs);
