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
  'AWS::SSM::Parameter': modelled('Name Value'),
  'AWS::SSM::ResourcePolicy': modelled('ResourceArn Policy'),
  'AWS::SecretsManager::ResourcePolicy': modelled('SecretId ResourcePolicy', "a condition can't be told from the inputs"),
  'AWS::SecretsManager::Secret': modelled('Name'),
};
