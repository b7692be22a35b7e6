/** Properties that decide nothing about what can be reached or read, whatever their resource: sizes, descriptions, tags. */
const properties = new Set([
  'AllocatedStorage',
  'AvailabilityZone',
  'CacheNodeType',
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
  'NodeType',
  'RetentionInDays',
  'TagList',
  'Tags',
  'Timeout',
  'VolumeSize',
  'VolumeType',
]);

/** Whether a property can't decide a verdict, so that its values needn't be enumerated. */
export const isHarmless = (type: string, property: string): boolean =>
  type === 'AWS::CDK::Metadata' ||
  type === 'AWS::CloudFormation::Stack' ||
  type === 'AWS::CloudFormation::WaitConditionHandle' ||
  properties.has(property);
