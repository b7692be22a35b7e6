import type { WorkloadShape } from './workload-shape';

const agentCoreTool: WorkloadShape = {
  subnets: ['NetworkConfiguration.VpcConfig.Subnets'],
  groups: ['NetworkConfiguration.VpcConfig.SecurityGroups'],
  roles: ['ExecutionRoleArn'],
  otherwise: 'outside',
  // "AgentCore Code Interpreter: Network settings": even SANDBOX reaches Amazon S3 and resolves names
  outside: { path: 'NetworkConfiguration.NetworkMode', wanted: ['public', 'sandbox'], otherwise: true },
};

/** Managed services that run a user's code, by the CloudFormation Template Reference's page of each type. */
export const codeShapes: Readonly<Record<string, WorkloadShape>> = {
  'AWS::Lambda::Function': {
    subnets: ['VpcConfig.SubnetIds'],
    groups: ['VpcConfig.SecurityGroupIds'],
    roles: ['Role'],
    variables: ['Environment.Variables'],
    texts: ['Code.ZipFile'],
    accessPoints: ['FileSystemConfigs.Arn'],
    otherwise: 'outside',
    ipv6: { path: 'VpcConfig.Ipv6AllowedForDualStack', wanted: ['true'], otherwise: false },
  },
  'AWS::CodeBuild::Project': {
    subnets: ['VpcConfig.Subnets'],
    groups: ['VpcConfig.SecurityGroupIds'],
    roles: ['ServiceRole'],
    texts: ['Source.BuildSpec'],
    otherwise: 'outside',
  },
  'AWS::BedrockAgentCore::Runtime': {
    subnets: ['NetworkConfiguration.NetworkModeConfig.Subnets'],
    groups: ['NetworkConfiguration.NetworkModeConfig.SecurityGroups'],
    roles: ['RoleArn'],
    variables: ['EnvironmentVariables'],
    otherwise: 'outside',
    outside: { path: 'NetworkConfiguration.NetworkMode', wanted: ['public'], otherwise: true },
  },
  'AWS::BedrockAgentCore::CodeInterpreterCustom': agentCoreTool,
  'AWS::BedrockAgentCore::BrowserCustom': agentCoreTool,
  'AWS::SageMaker::NotebookInstance': {
    subnets: ['SubnetId'],
    groups: ['SecurityGroupIds'],
    roles: ['RoleArn'],
    otherwise: 'outside',
    outside: { path: 'DirectInternetAccess', wanted: ['enabled'], otherwise: true },
  },
  'AWS::SageMaker::Domain': {
    subnets: ['SubnetIds'],
    groups: ['DefaultUserSettings.SecurityGroups', 'DefaultSpaceSettings.SecurityGroups'],
    roles: ['DefaultUserSettings.ExecutionRole', 'DefaultSpaceSettings.ExecutionRole'],
    otherwise: 'outside',
    outside: { path: 'AppNetworkAccessType', wanted: ['publicinternetonly'], otherwise: true },
    ownGroup: "the security group that SageMaker makes for the domain isn't in the inputs",
  },
  'AWS::SageMaker::Model': {
    subnets: ['VpcConfig.Subnets'],
    groups: ['VpcConfig.SecurityGroupIds'],
    roles: ['ExecutionRoleArn'],
    variables: ['PrimaryContainer.Environment', 'Containers.Environment'],
    otherwise: 'outside',
    isolated: { path: 'EnableNetworkIsolation', wanted: ['true'], otherwise: false },
  },
  'AWS::SageMaker::ProcessingJob': {
    subnets: ['NetworkConfig.VpcConfig.Subnets'],
    groups: ['NetworkConfig.VpcConfig.SecurityGroupIds'],
    roles: ['RoleArn'],
    variables: ['Environment'],
    otherwise: 'outside',
    isolated: { path: 'NetworkConfig.EnableNetworkIsolation', wanted: ['true'], otherwise: false },
  },
  'AWS::EMRServerless::Application': {
    subnets: ['NetworkConfiguration.SubnetIds'],
    groups: ['NetworkConfiguration.SecurityGroupIds'],
    otherwise: 'outside',
  },
  'AWS::EMR::Cluster': {
    subnets: ['Instances.Ec2SubnetId', 'Instances.Ec2SubnetIds'],
    groups: [
      'Instances.EmrManagedMasterSecurityGroup',
      'Instances.EmrManagedSlaveSecurityGroup',
      'Instances.AdditionalMasterSecurityGroups',
      'Instances.AdditionalSlaveSecurityGroups',
    ],
    profiles: ['JobFlowRole'],
    otherwise: 'default VPC',
    publicIp: 'subnet',
    ownGroup: "the security groups that EMR makes for the cluster aren't in the inputs",
  },
  'AWS::MWAA::Environment': {
    subnets: ['NetworkConfiguration.SubnetIds'],
    groups: ['NetworkConfiguration.SecurityGroupIds'],
    roles: ['ExecutionRoleArn'],
    otherwise: 'nowhere',
  },
  'AWS::Synthetics::Canary': {
    subnets: ['VPCConfig.SubnetIds'],
    groups: ['VPCConfig.SecurityGroupIds'],
    roles: ['ExecutionRoleArn'],
    variables: ['RunConfig.EnvironmentVariables'],
    texts: ['Code.Script'],
    otherwise: 'outside',
  },
  'AWS::KinesisAnalyticsV2::Application': {
    subnets: ['ApplicationConfiguration.VpcConfigurations.SubnetIds'],
    groups: ['ApplicationConfiguration.VpcConfigurations.SecurityGroupIds'],
    roles: ['ServiceExecutionRole'],
    otherwise: 'outside',
  },
  'AWS::KafkaConnect::Connector': {
    subnets: ['KafkaCluster.ApacheKafkaCluster.Vpc.Subnets'],
    groups: ['KafkaCluster.ApacheKafkaCluster.Vpc.SecurityGroups'],
    roles: ['ServiceExecutionRoleArn'],
    otherwise: 'outside',
  },
  'AWS::Lightsail::Instance': { subnets: [], groups: [], texts: ['UserData'], otherwise: 'outside' },
  'AWS::Lightsail::Container': { subnets: [], groups: [], otherwise: 'outside' },
};
