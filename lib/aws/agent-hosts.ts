import { Fn, Names, Stack } from 'aws-cdk-lib';
import { CfnAutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import { CfnLaunchTemplate } from 'aws-cdk-lib/aws-ec2';
import { CfnCapacityProvider, CfnClusterCapacityProviderAssociations, Cluster, ContainerInsights } from 'aws-cdk-lib/aws-ecs';
import { CfnInstanceProfile } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';
import { ClosedSecurityGroup } from './closed-security-group';
import type { Ec2Size } from './ec2-size';
import { hostRole } from './host-role';
import { hostUserData } from './host-user-data';
import type { SealedNetwork } from './sealed-network';

export interface AgentHostsProps {
  readonly sealed: SealedNetwork;
  readonly subnetIds: readonly string[];
  readonly bootImage: string;
  readonly size: Ec2Size;
}

/**
 * The container instances of one agent, in a cluster of their own: nobody else's tasks are beside it. There is none while no task runs, and
 * none is taken away while one does (Amazon ECS Developer Guide, "Automatically manage Amazon ECS capacity with cluster auto scaling").
 */
export class AgentHosts extends AirlockConstruct {
  readonly cluster: Cluster;
  readonly group: ClosedSecurityGroup;
  readonly template: CfnLaunchTemplate;
  readonly instances: CfnAutoScalingGroup;
  readonly profile: CfnInstanceProfile;
  /** Name of what starts and ends the instances. */
  readonly capacityProvider: string;

  constructor(scope: Construct, id: string, props: AgentHostsProps) {
    super(scope, id);
    const { vpc } = props.sealed;
    this.cluster = new Cluster(this, 'Cluster', { vpc, containerInsightsV2: ContainerInsights.ENABLED });
    this.group = new ClosedSecurityGroup(this, 'Group', vpc, 'Container instances of an agent');
    const role = hostRole(this, 'Role', this.cluster);
    this.profile = new CfnInstanceProfile(this, 'Profile', { roles: [role.roleName] });
    this.template = this.launchTemplate(props);
    this.instances = this.scalingGroup(props);
    this.capacityProvider = this.capacity();
    props.sealed.admitHosts({ group: this.group, role, cluster: this.cluster });
    // they have nobody to ask before
    this.instances.node.addDependency(props.sealed, role);
  }

  private launchTemplate({ bootImage, size }: AgentHostsProps): CfnLaunchTemplate {
    const { processes, instanceType } = size;
    return new CfnLaunchTemplate(this, 'Template', {
      launchTemplateData: {
        imageId: bootImage,
        instanceType,
        iamInstanceProfile: { arn: this.profile.attrArn },
        securityGroupIds: [this.group.securityGroupId],
        metadataOptions: closedMetadata,
        blockDeviceMappings: [
          { deviceName: '/dev/xvda', ebs: { encrypted: true, volumeType: 'gp3', deleteOnTermination: true } },
        ],
        userData: Fn.base64(hostUserData({ cluster: this.cluster.clusterName, processes })),
      },
    });
  }

  private scalingGroup({ subnetIds, size }: AgentHostsProps): CfnAutoScalingGroup {
    return new CfnAutoScalingGroup(this, 'Instances', {
      minSize: '0',
      maxSize: String(size.instances),
      vpcZoneIdentifier: [...subnetIds],
      launchTemplate: { launchTemplateId: this.template.ref, version: this.template.attrLatestVersionNumber },
      // a job isn't ended because its instance is one too many
      newInstancesProtectedFromScaleIn: true,
    });
  }

  private capacity(): string {
    const provider = new CfnCapacityProvider(this, 'Capacity', {
      name: nameFor(this),
      autoScalingGroupProvider: {
        autoScalingGroupArn: this.instances.ref,
        managedScaling: { status: 'ENABLED', targetCapacity: 100 },
        managedTerminationProtection: 'ENABLED',
        managedDraining: 'ENABLED',
      },
    });
    const strategy = [{ capacityProvider: provider.ref, weight: 1 }];
    new CfnClusterCapacityProviderAssociations(this, 'Capacities', {
      cluster: this.cluster.clusterName,
      capacityProviders: [provider.ref],
      defaultCapacityProviderStrategy: strategy,
    });
    return provider.ref;
  }
}

/** The container agent asks the metadata service from the instance itself, one hop away. */
const closedMetadata = {
  httpEndpoint: 'enabled',
  httpTokens: 'required',
  httpPutResponseHopLimit: 1,
  httpProtocolIpv6: 'disabled',
  instanceMetadataTags: 'disabled',
};

/** CloudFormation's own name begins with the stack's, which some may not: "AWS::ECS::CapacityProvider", Name. */
const nameFor = (scope: Construct): string | undefined =>
  /^(aws|ecs|fargate)/i.test(Stack.of(scope).stackName) ? `cp-${Names.uniqueId(scope)}` : undefined;
