/** Properties that decide nothing about what can be reached or read, whatever their resource: sizes, descriptions, tags. */
const properties = new Set([
  'AllocatedStorage',
  'AvailabilityZone',
  'CacheNodeType',
  'BlockDeviceMappings',
  'Cpu',
  'DBInstanceClass',
  'Description',
  'DesiredCapacity',
  'DesiredCount',
  'GroupDescription',
  'ImageId',
  'InstanceClass',
  'InstanceType',
  'InstanceTypes',
  'KeyName',
  'MaxCapacity',
  'MaxSize',
  'Memory',
  'MemorySize',
  'MinCapacity',
  'MinSize',
  'Monitoring',
  'NodeType',
  'RetentionInDays',
  'SpotPrice',
  'TagSpecifications',
  'TagList',
  'Tags',
  'Timeout',
  'VolumeSize',
  'VolumeType',
]);

/** Properties inside which the same names decide nothing, wherever they stand. */
const containers = new Set([
  'ContainerDefinitions',
  'ContainerProperties',
  'InstancesDistribution',
  'LaunchSpecification',
  'LaunchSpecifications',
  'LaunchTemplate',
  'LaunchTemplateData',
  'MixedInstancesPolicy',
  'Overrides',
]);

/** Whether what a property holds is looked into, name by name. */
export const isContainer = (property: string): boolean => containers.has(property);

/** Whether a property can't decide a verdict, so that its values needn't be enumerated. */
export const isHarmless = (type: string, property: string): boolean =>
  type === 'AWS::CDK::Metadata' ||
  type === 'AWS::CloudFormation::Stack' ||
  type === 'AWS::CloudFormation::WaitConditionHandle' ||
  properties.has(property);
