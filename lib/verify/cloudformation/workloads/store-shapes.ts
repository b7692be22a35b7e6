import type { Setting, WorkloadShape } from './workload-shape';

const subnetGroup = (path: string, type: string, name: string) => ({ path, type, name });
const publiclyAccessible = (otherwise: boolean): Setting => ({ path: 'PubliclyAccessible', wanted: ['true'], otherwise });
const rdsSubnets = subnetGroup('DBSubnetGroupName', 'AWS::RDS::DBSubnetGroup', 'DBSubnetGroupName');

/**
 * Databases, caches, brokers and file systems: hosts that others connect to. A database engine may be told to open connections itself (by
 * links, federation, replication), so that its way on is in doubt; caches, brokers and file systems have no command for it.
 */
export const storeShapes: Readonly<Record<string, WorkloadShape>> = {
  'AWS::RDS::DBCluster': {
    subnets: [],
    groups: ['VpcSecurityGroupIds'],
    subnetGroup: rdsSubnets,
    otherwise: 'nowhere',
    publicIp: publiclyAccessible(false),
    opens: 'perhaps',
  },
  'AWS::RDS::DBInstance': {
    subnets: [],
    groups: ['VPCSecurityGroups'],
    subnetGroup: rdsSubnets,
    parent: { path: 'DBClusterIdentifier', type: 'AWS::RDS::DBCluster' },
    otherwise: 'nowhere',
    publicIp: publiclyAccessible(false),
    opens: 'perhaps',
  },
  'AWS::RDS::DBProxy': { subnets: ['VpcSubnetIds'], groups: ['VpcSecurityGroupIds'], otherwise: 'nowhere', opens: 'perhaps' },
  'AWS::Neptune::DBCluster': {
    subnets: [],
    groups: ['VpcSecurityGroupIds'],
    subnetGroup: subnetGroup('DBSubnetGroupName', 'AWS::Neptune::DBSubnetGroup', 'DBSubnetGroupName'),
    otherwise: 'nowhere',
    opens: 'perhaps',
  },
  'AWS::Redshift::Cluster': {
    subnets: [],
    groups: ['VpcSecurityGroupIds'],
    subnetGroup: subnetGroup('ClusterSubnetGroupName', 'AWS::Redshift::ClusterSubnetGroup', 'ClusterSubnetGroupName'),
    otherwise: 'nowhere',
    publicIp: publiclyAccessible(false),
    opens: 'perhaps',
  },
  'AWS::RedshiftServerless::Workgroup': {
    subnets: ['SubnetIds'],
    groups: ['SecurityGroupIds'],
    otherwise: 'nowhere',
    publicIp: publiclyAccessible(false),
    opens: 'perhaps',
  },
  // "AWS::DMS::ReplicationInstance": public where PubliclyAccessible is left out
  'AWS::DMS::ReplicationInstance': {
    subnets: [],
    groups: ['VpcSecurityGroupIds'],
    subnetGroup: subnetGroup(
      'ReplicationSubnetGroupIdentifier',
      'AWS::DMS::ReplicationSubnetGroup',
      'ReplicationSubnetGroupIdentifier',
    ),
    otherwise: 'nowhere',
    publicIp: publiclyAccessible(true),
    opens: 'perhaps',
  },
  'AWS::OpenSearchService::Domain': {
    subnets: ['VPCOptions.SubnetIds'],
    groups: ['VPCOptions.SecurityGroupIds'],
    otherwise: 'nowhere',
    opens: 'perhaps',
  },
  'AWS::Elasticsearch::Domain': {
    subnets: ['VPCOptions.SubnetIds'],
    groups: ['VPCOptions.SecurityGroupIds'],
    otherwise: 'nowhere',
    opens: 'perhaps',
  },
  'AWS::DocDB::DBCluster': {
    subnets: [],
    groups: ['VpcSecurityGroupIds'],
    subnetGroup: subnetGroup('DBSubnetGroupName', 'AWS::DocDB::DBSubnetGroup', 'DBSubnetGroupName'),
    otherwise: 'nowhere',
    opens: 'never',
  },
  'AWS::ElastiCache::CacheCluster': {
    subnets: [],
    groups: ['VpcSecurityGroupIds'],
    subnetGroup: subnetGroup('CacheSubnetGroupName', 'AWS::ElastiCache::SubnetGroup', 'CacheSubnetGroupName'),
    otherwise: 'nowhere',
    opens: 'never',
  },
  'AWS::ElastiCache::ReplicationGroup': {
    subnets: [],
    groups: ['SecurityGroupIds'],
    subnetGroup: subnetGroup('CacheSubnetGroupName', 'AWS::ElastiCache::SubnetGroup', 'CacheSubnetGroupName'),
    otherwise: 'nowhere',
    opens: 'never',
  },
  'AWS::ElastiCache::ServerlessCache': {
    subnets: ['SubnetIds'],
    groups: ['SecurityGroupIds'],
    otherwise: 'nowhere',
    opens: 'never',
  },
  'AWS::MemoryDB::Cluster': {
    subnets: [],
    groups: ['SecurityGroupIds'],
    subnetGroup: subnetGroup('SubnetGroupName', 'AWS::MemoryDB::SubnetGroup', 'SubnetGroupName'),
    otherwise: 'nowhere',
    opens: 'never',
  },
  'AWS::DAX::Cluster': {
    subnets: [],
    groups: ['SecurityGroupIds'],
    subnetGroup: subnetGroup('SubnetGroupName', 'AWS::DAX::SubnetGroup', 'SubnetGroupName'),
    otherwise: 'nowhere',
    opens: 'never',
  },
  'AWS::MSK::Cluster': {
    subnets: ['BrokerNodeGroupInfo.ClientSubnets'],
    groups: ['BrokerNodeGroupInfo.SecurityGroups'],
    otherwise: 'nowhere',
    opens: 'never',
  },
  'AWS::MSK::ServerlessCluster': {
    subnets: ['VpcConfigs.SubnetIds'],
    groups: ['VpcConfigs.SecurityGroups'],
    otherwise: 'nowhere',
    opens: 'never',
  },
  'AWS::AmazonMQ::Broker': {
    subnets: ['SubnetIds'],
    groups: ['SecurityGroups'],
    otherwise: 'nowhere',
    publicIp: publiclyAccessible(false),
    opens: 'never',
  },
  'AWS::EFS::MountTarget': { subnets: ['SubnetId'], groups: ['SecurityGroups'], otherwise: 'nowhere', opens: 'never' },
  'AWS::FSx::FileSystem': { subnets: ['SubnetIds'], groups: ['SecurityGroupIds'], otherwise: 'nowhere', opens: 'never' },
  'AWS::Transfer::Server': {
    subnets: ['EndpointDetails.SubnetIds'],
    groups: ['EndpointDetails.SecurityGroupIds'],
    otherwise: 'nowhere',
    opens: 'never',
  },
};
