import { type Capability, capability } from './capability-row';

const passing = 'iam:PassRole';

/** What gives an identity more than it has. AWS Service Authorization Reference, by service. */
export const identityCapabilities: readonly Capability[] = [
  capability('read credentials', 'secretsmanager:GetSecretValue', 'gives a secret in clear', ['AWS::SecretsManager::Secret']),
  capability('read credentials', 'secretsmanager:BatchGetSecretValue', 'gives many secrets in clear'),
  capability('read credentials', 'secretsmanager:PutResourcePolicy', 'lets others, and itself, read a secret', [
    'AWS::SecretsManager::Secret',
  ]),
  capability('read credentials', 'secretsmanager:ReplicateSecretToRegions', 'copies a secret', ['AWS::SecretsManager::Secret']),
  capability(
    'read credentials',
    'ssm:GetParameter ssm:GetParameters ssm:GetParametersByPath ssm:GetParameterHistory',
    'gives a parameter in clear',
    ['AWS::SSM::Parameter'],
  ),
  capability('read credentials', 'kms:Decrypt kms:ReEncryptFrom', 'decrypts what the key protects', [
    'AWS::KMS::Key',
    'AWS::KMS::ReplicaKey',
  ]),
  capability('read credentials', 'kms:CreateGrant kms:PutKeyPolicy', 'lets others, and itself, decrypt', [
    'AWS::KMS::Key',
    'AWS::KMS::ReplicaKey',
  ]),
  capability(
    'read credentials',
    'lambda:GetFunction lambda:GetFunctionConfiguration',
    "gives a function's code and environment",
    ['AWS::Lambda::Function'],
  ),
  capability('become another identity', 'sts:AssumeRole', 'takes on a role', ['AWS::IAM::Role']),
  capability('become another identity', 'iam:UpdateAssumeRolePolicy', 'lets itself take on a role', ['AWS::IAM::Role']),
  capability(
    'become another identity',
    'iam:CreateAccessKey iam:CreateServiceSpecificCredential iam:UploadSSHPublicKey',
    'makes keys of a user',
    ['AWS::IAM::User'],
  ),
  capability('become another identity', 'iam:CreateLoginProfile iam:UpdateLoginProfile', "sets a user's password", [
    'AWS::IAM::User',
  ]),
  capability('become another identity', 'iam:DeactivateMFADevice iam:ResyncMFADevice', "takes away a user's second factor", [
    'AWS::IAM::User',
  ]),
  capability('become another identity', 'iam:AddUserToGroup', "gives a group's rights", ['AWS::IAM::Group']),
  capability(
    'become another identity',
    'ec2:RunInstances ec2:AssociateIamInstanceProfile ec2:ReplaceIamInstanceProfileAssociation',
    'runs code with a role',
    'any',
    passing,
  ),
  capability(
    'become another identity',
    'lambda:CreateFunction lambda:UpdateFunctionConfiguration',
    'runs code with a role',
    'any',
    passing,
  ),
  capability('become another identity', 'ecs:RegisterTaskDefinition', 'runs containers with a role', 'any', passing),
  capability(
    'become another identity',
    'ecs:RunTask ecs:StartTask',
    'runs a task under roles of its choice',
    ['AWS::ECS::TaskDefinition'],
    passing,
  ),
  capability(
    'become another identity',
    'codebuild:CreateProject codebuild:UpdateProject',
    'runs builds with a role',
    'any',
    passing,
  ),
  capability(
    'become another identity',
    'glue:CreateJob glue:UpdateJob glue:CreateDevEndpoint glue:CreateSession',
    'runs code with a role',
    'any',
    passing,
  ),
  capability(
    'become another identity',
    'sagemaker:CreateNotebookInstance sagemaker:CreateProcessingJob sagemaker:CreateTrainingJob',
    'runs code with a role',
    'any',
    passing,
  ),
  capability(
    'become another identity',
    'states:CreateStateMachine states:UpdateStateMachine',
    'calls services with a role',
    'any',
    passing,
  ),
  capability(
    'become another identity',
    'batch:RegisterJobDefinition bedrock-agentcore:CreateCodeInterpreter',
    'runs containers with a role',
    'any',
    passing,
  ),
  capability(
    'become another identity',
    'scheduler:CreateSchedule scheduler:UpdateSchedule events:PutTargets pipes:CreatePipe',
    'calls services with a role',
    'any',
    passing,
  ),
  capability(
    'become another identity',
    'cloudformation:CreateStack cloudformation:UpdateStack cloudformation:CreateChangeSet',
    'makes resources with a role',
    'any',
    passing,
  ),
  capability(
    'become another identity',
    'datapipeline:PutPipelineDefinition ssm:StartAutomationExecution',
    'runs steps with a role',
    'any',
    passing,
  ),
  capability(
    'change identity',
    'iam:PutRolePolicy iam:AttachRolePolicy iam:DeleteRolePermissionsBoundary iam:PutRolePermissionsBoundary',
    "widens a role's rights",
    ['AWS::IAM::Role'],
  ),
  capability(
    'change identity',
    'iam:PutUserPolicy iam:AttachUserPolicy iam:DeleteUserPermissionsBoundary',
    "widens a user's rights",
    ['AWS::IAM::User'],
  ),
  capability('change identity', 'iam:PutGroupPolicy iam:AttachGroupPolicy', "widens a group's rights", ['AWS::IAM::Group']),
  capability('change identity', 'iam:CreatePolicyVersion iam:SetDefaultPolicyVersion', 'rewrites a policy', [
    'AWS::IAM::ManagedPolicy',
  ]),
  capability('change identity', 'iam:DeleteRolePolicy iam:DetachRolePolicy', 'takes away a deny', ['AWS::IAM::Role']),
  capability('change identity', 'iam:CreateRole iam:CreateUser', 'makes an identity'),
  capability(
    'change identity',
    'iam:CreateSAMLProvider iam:UpdateSAMLProvider iam:CreateOpenIDConnectProvider',
    'lets strangers in',
  ),
  capability(
    'change identity',
    'sso:CreateAccountAssignment sso:PutInlinePolicyToPermissionSet organizations:*',
    'gives rights in accounts',
  ),
  capability(
    'become another identity',
    'ec2:RequestSpotInstances ec2:RequestSpotFleet ec2:CreateFleet',
    'runs code with a role',
    'any',
    passing,
  ),
  capability('become another identity', 'iam:AddRoleToInstanceProfile', 'hands a role to hosts', 'any', passing),
  // whoever asks as a container instance is given the credentials of its tasks: they come with the answer
  capability('become another identity', 'ecs:Poll', 'takes the credentials of tasks in the place of a container instance'),
  capability(
    'become another identity',
    'sagemaker:CreatePresignedNotebookInstanceUrl sagemaker:CreatePresignedDomainUrl',
    "opens a notebook with the notebook's role",
  ),
];
