import { CfnResource } from 'aws-cdk-lib';
import type { AgentHosts } from './agent-hosts';
import { changedProperties, type HeldProperties } from './changed-properties';
import { type Properties, templateProperties } from './template-properties';

/** What an agent's container instances were made to be. */
export type MadeHosts = ReadonlyMap<CfnResource, Properties>;

export const madeHosts = (hosts: AgentHosts): MadeHosts =>
  new Map(held(hosts).map((resource) => [resource, templateProperties(resource)]));

/** One message for each thing in an agent's container instances that breaks the seal, or that isn't known to keep it; for use while the app is validated. */
export function hostProblems(hosts: AgentHosts, made: MadeHosts): string[] {
  return held(hosts).flatMap((resource) => {
    const path = resource.node.path.slice(hosts.node.path.length + 1);
    const problems = problemsOf(resource, templateProperties(resource), made.get(resource) ?? {});
    return problems.map((what) => `instances: ${path}: ${what}`);
  });
}

/** Resources that say what the instances are and may do; one that is added is none that was made. */
const held = (hosts: AgentHosts): CfnResource[] =>
  hosts.node
    .findAll()
    .filter(CfnResource.isCfnResource)
    .filter(({ cfnResourceType: type }) => type in rules);

function problemsOf(resource: CfnResource, now: Properties, made: Properties): string[] {
  const rule = rules[resource.cfnResourceType] as HeldProperties;
  if (resource.cfnResourceType !== 'AWS::EC2::LaunchTemplate') return changedProperties(now, made, rule);
  return changedProperties(dataOf(now), dataOf(made), rule).map((what) => `LaunchTemplateData.${what}`);
}

const dataOf = ({ LaunchTemplateData }: Properties): Properties => (LaunchTemplateData ?? {}) as Properties;

const whatItMay = 'the instances join their cluster, and may do nothing else';

const rules: Readonly<Record<string, HeldProperties>> = {
  'AWS::EC2::LaunchTemplate': {
    free: 'InstanceType TagSpecifications Placement CpuOptions EnclaveOptions EbsOptimized',
    reasons: {
      BlockDeviceMappings: 'its disk is encrypted',
      ImageId: 'the agent is on this image: use the prop bootImage',
      KeyName: 'nobody logs in',
      MetadataOptions: "the instance's role is no task's",
      NetworkInterfaces: 'the instance reaches what starts tasks, and nothing else',
      SecurityGroupIds: 'the instance reaches what starts tasks, and nothing else',
      UserData: 'it says what an agent is held to',
    },
  },
  'AWS::AutoScaling::AutoScalingGroup': {
    free: 'MinSize MaxSize DesiredCapacity Cooldown DefaultInstanceWarmup MetricsCollection NotificationConfigurations Tags TerminationPolicies',
    reasons: {
      VPCZoneIdentifier: "the instances are in the agent's own subnets",
      LaunchTemplate: 'it says what the instances are',
    },
  },
  'AWS::IAM::InstanceProfile': { free: '', reasons: { Roles: whatItMay } },
  'AWS::IAM::Role': {
    free: 'Description Tags PermissionsBoundary',
    reasons: { ManagedPolicyArns: whatItMay, Policies: whatItMay },
  },
  'AWS::IAM::Policy': { free: '', reasons: { PolicyDocument: whatItMay } },
};
