import type { CapabilityKind } from '../../model/identity';
import { capabilities } from '../policy-language/capability';

/** Actions that give a capability, and what they must be allowed on. */
export interface CapabilityRow {
  readonly kind: CapabilityKind;
  readonly actions: readonly string[];
  readonly on: readonly string[] | 'any';
  /** Whether a role must be passed along. */
  readonly passesRole: boolean;
}

const kinds: Readonly<Record<string, CapabilityKind>> = {
  'read credentials': 'read-credential',
  'become another identity': 'become-identity',
  'change the network': 'change-network',
  'change identity': 'change-identity',
  'control the proxy': 'control-proxy',
  'run elsewhere': 'run-elsewhere',
};

const elsewhere = (actions: string, passesRole = false): CapabilityRow => ({
  kind: 'run-elsewhere',
  actions: actions.split(' '),
  on: 'any',
  passesRole,
});

/** What starts code in a place that whoever starts it chooses, or outside every network: Service Authorization Reference, by service. */
const starters: readonly CapabilityRow[] = [
  elsewhere('ec2:RunInstances ec2:RequestSpotInstances ec2:RequestSpotFleet ec2:CreateFleet ec2:RunScheduledInstances'),
  elsewhere('lambda:CreateFunction', true),
  elsewhere('ecs:CreateService'),
  elsewhere('codebuild:StartBuild codebuild:StartBuildBatch codebuild:RetryBuild codebuild:StartSandbox'),
  elsewhere('batch:SubmitJob'),
  elsewhere('glue:CreateSession glue:RunStatement sagemaker:CreateProcessingJob sagemaker:CreateTrainingJob', true),
  elsewhere('emr-serverless:StartJobRun elasticmapreduce:RunJobFlow', true),
  elsewhere('elasticmapreduce:AddJobFlowSteps'),
  elsewhere('bedrock-agentcore:InvokeCodeInterpreter bedrock-agentcore:StartCodeInterpreterSession'),
  elsewhere('bedrock-agentcore:StartBrowserSession bedrock-agentcore:ConnectBrowserAutomationStream'),
  elsewhere('lightsail:CreateInstances lightsail:CreateContainerServiceDeployment'),
  elsewhere('cloud9:CreateEnvironmentEC2 cloudshell:CreateEnvironment cloudshell:CreateSession'),
  elsewhere('apprunner:CreateService apprunner:UpdateService elasticbeanstalk:CreateEnvironment'),
];

/** Every row, those of the policy language first. Tasks that are run and keys that decrypt are judged by themselves. */
export const capabilityRows: readonly CapabilityRow[] = [
  ...capabilities.map(({ kind, actions, on, ...more }) => ({
    kind: kinds[kind] as CapabilityKind,
    actions,
    on,
    passesRole: more.with !== undefined,
  })),
  ...starters,
];
