import { type ModelledType, modelled } from '../../coverage/modelled-type';
import { shapeTypes } from './shape-types';

const launching = 'SubnetId PrivateIpAddress SecurityGroupIds NetworkInterfaces IamInstanceProfile UserData MetadataOptions';
const foreignTemplate = "its launch template isn't in the inputs";
const subnetGroup = modelled('SubnetIds');

/** Types that run code, take connections or say where something else does. */
export const workloadTypes: Readonly<Record<string, ModelledType>> = {
  ...shapeTypes,
  'AWS::AppRunner::Service': modelled(
    'NetworkConfiguration InstanceConfiguration SourceConfiguration',
    "its connector isn't in the inputs",
  ),
  'AWS::AppRunner::VpcConnector': modelled('Subnets SecurityGroups VpcConnectorName'),
  'AWS::AutoScaling::AutoScalingGroup': modelled(
    'VPCZoneIdentifier LaunchTemplate MixedInstancesPolicy LaunchConfigurationName TargetGroupARNs LoadBalancerNames',
    foreignTemplate,
  ),
  'AWS::AutoScaling::LaunchConfiguration': modelled(
    'SecurityGroups AssociatePublicIpAddress IamInstanceProfile UserData MetadataOptions',
  ),
  'AWS::Batch::ComputeEnvironment': modelled('ComputeResources', foreignTemplate),
  'AWS::Batch::JobDefinition': modelled(
    'ContainerProperties EcsProperties NodeProperties PlatformCapabilities',
    'no compute environment of its platform is in the inputs',
  ),
  'AWS::Batch::JobQueue': modelled('ComputeEnvironmentOrder'),
  'AWS::CodeBuild::Fleet': modelled('FleetVpcConfig'),
  'AWS::CodeBuild::Project': modelled(
    'VpcConfig Environment ServiceRole Source.BuildSpec',
    "a subnet, a group or a role isn't in the inputs",
  ),
  'AWS::DAX::SubnetGroup': subnetGroup,
  'AWS::DMS::ReplicationSubnetGroup': subnetGroup,
  'AWS::DocDB::DBSubnetGroup': subnetGroup,
  'AWS::EC2::EC2Fleet': modelled('LaunchTemplateConfigs', foreignTemplate),
  'AWS::EC2::Instance': modelled(`${launching} LaunchTemplate SecurityGroups SourceDestCheck`, foreignTemplate),
  'AWS::EC2::LaunchTemplate': modelled(`LaunchTemplateName LaunchTemplateData`, 'an agent is named by it, and it says no subnet'),
  'AWS::EC2::SpotFleet': modelled('SpotFleetRequestConfigData', foreignTemplate),
  'AWS::ECS::CapacityProvider': modelled('AutoScalingGroupProvider'),
  'AWS::ECS::Cluster': modelled('ClusterName CapacityProviders DefaultCapacityProviderStrategy'),
  'AWS::ECS::ClusterCapacityProviderAssociations': modelled('Cluster CapacityProviders DefaultCapacityProviderStrategy'),
  'AWS::ECS::Service': modelled(
    'TaskDefinition Cluster NetworkConfiguration LaunchType CapacityProviderStrategy EnableExecuteCommand LoadBalancers',
    "its task definition or its container instances aren't in the inputs",
  ),
  'AWS::ECS::TaskDefinition': modelled(
    'ContainerDefinitions NetworkMode PidMode IpcMode TaskRoleArn ExecutionRoleArn RequiresCompatibilities Volumes Family',
    'nothing in the inputs runs it, or it takes an environment file',
  ),
  'AWS::ECS::TaskSet': modelled('Service TaskDefinition NetworkConfiguration LaunchType CapacityProviderStrategy LoadBalancers'),
  'AWS::EFS::AccessPoint': modelled('FileSystemId RootDirectory'),
  'AWS::EFS::FileSystem': modelled(
    'ReplicationConfiguration',
    "it is replicated to a file system that could be another account's",
  ),
  'AWS::EKS::Cluster': modelled(
    'ResourcesVpcConfig',
    'an agent or the proxy runs on it, or an agent reaches it: pods are not in the inputs',
  ),
  'AWS::EKS::FargateProfile': modelled('ClusterName Subnets PodExecutionRoleArn', 'always: pods are not in the inputs'),
  'AWS::EKS::Nodegroup': modelled('ClusterName Subnets NodeRole LaunchTemplate', 'always: pods are not in the inputs'),
  'AWS::ElastiCache::SubnetGroup': subnetGroup,
  'AWS::Events::Rule': modelled('Targets State EventPattern EventBusName', "a task definition that it runs isn't in the inputs"),
  'AWS::Glue::Connection': modelled('ConnectionInput'),
  'AWS::Glue::DevEndpoint': modelled('SubnetId SecurityGroupIds RoleArn'),
  'AWS::Glue::Job': modelled('Connections Role DefaultArguments', "its connection isn't in the inputs"),
  'AWS::Lambda::Alias': modelled('FunctionName'),
  'AWS::Lambda::Url': modelled('TargetFunctionArn'),
  'AWS::Lambda::Version': modelled('FunctionName'),
  'AWS::MemoryDB::SubnetGroup': subnetGroup,
  'AWS::Neptune::DBSubnetGroup': subnetGroup,
  'AWS::Pipes::Pipe': modelled(
    'Source Enrichment Target TargetParameters DesiredState',
    "a task definition that it runs isn't in the inputs",
  ),
  'AWS::RDS::DBSubnetGroup': subnetGroup,
  'AWS::Redshift::ClusterSubnetGroup': subnetGroup,
  'AWS::Scheduler::Schedule': modelled('Target', "a task definition that it runs isn't in the inputs"),
  'AWS::StepFunctions::StateMachine': modelled('Definition DefinitionString DefinitionSubstitutions', 'an agent may start it'),
};
