import { CfnParameter, Stack } from 'aws-cdk-lib';
import type { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { Grant, IGrantable, IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { agentVariables } from '../policy/agent-variables';
import type { IAirlock } from './agent-airlock';
import { AgentHosts } from './agent-hosts';
import type { AgentProps } from './agent-props';
import { refuseOtherStack } from './agent-stack';
import { AirlockConstruct } from './airlock-construct';
import { ClosedSecurityGroup } from './closed-security-group';
import { type Ec2AgentSize, type Ec2Size, wholeSize } from './ec2-size';
import { ec2Task } from './ec2-task';
import { ec2TaskProblems } from './ec2-task-rules';
import { allowStart, executionRole } from './execution-role';
import { hiddenParameters } from './hidden-parameters';
import { hostProblems, madeHosts } from './host-rules';
import { markRole } from './role-metadata';
import { grantRun } from './run-grant';
import { templateProperties } from './template-properties';

export interface Ec2AgentProps extends AgentProps {
  /** @default - two vCPU and 2 GiB for ARM64 */
  readonly size?: Ec2AgentSize;
  /**
   * What the instances start from: an AMI id or a token for one, of an image that was made from the Amazon ECS-optimized one.
   * @default - the Amazon ECS-optimized AMI of Amazon Linux 2023 that is the newest when the stack is deployed, by a parameter
   */
  readonly bootImage?: string;
}

/**
 * An agent as a job on a container instance of its own cluster in a sealed network, for those whom Fargate's limits don't suit: its files are
 * memory, no program gives it privileges, its root is nobody on the instance, and its processes are counted. `docs/ec2-agent.md` lists what
 * holds it.
 *
 * It writes to /workspace and /tmp, as user 1000. It is neither grantable nor connectable: what it may reach is the policy's to say.
 *
 * @example
 * const agent = new Ec2Agent(this, 'Agent', { airlock, image, command: ['claude', '-p', 'Fix the failing test'] });
 * agent.grantRun(pipeline);
 */
export class Ec2Agent extends AirlockConstruct {
  /** Of the policy. */
  readonly agent: string;
  readonly taskDefinition: CfnTaskDefinition;
  private readonly airlock: IAirlock;
  private readonly group: ClosedSecurityGroup;
  private readonly executionRole: IRole;
  private readonly hosts: AgentHosts;

  constructor(scope: Construct, id: string, props: Ec2AgentProps) {
    super(scope, id);
    const { airlock, image, environment, caFile = '/etc/airlock/ca.pem', size: given = {} } = props;
    const size = wholeSize(given);
    refuseOtherStack(this, airlock);
    this.airlock = airlock;
    this.agent = airlock.policy.agent(props.agent).name;
    this.executionRole = executionRole(this, 'ExecutionRole');
    this.group = new ClosedSecurityGroup(this, 'Group', airlock.sealed.vpc, `Agent ${this.agent}`);
    this.hosts = this.agentHosts(size, props.bootImage);
    const logGroup = airlock.audit.agents;
    const variables = agentVariables(airlock, { agent: this.agent, environment, caFile });
    allowStart(this.executionRole, { image, logGroup, only: airlock.sealed.vpc });
    // the instance pulls and logs: the agent itself reaches no endpoint but the door
    airlock.sealed.admit({ group: this.hosts.group, executionRole: this.executionRole, image, logGroup });
    airlock.door.admit(this.group);
    this.taskDefinition = ec2Task(this, {
      ...{ image, size, logGroup, command: props.command, environment: variables.all },
      ...{ executionRole: this.executionRole, streamPrefix: this.agent },
    });
    this.mark();
    this.guard(variables.fixed);
  }

  /** Lets someone run this agent's task definition, in its own cluster and subnets, without a public address and without ECS Exec. */
  grantRun(grantee: IGrantable): Grant {
    return grantRun(grantee, {
      taskDefinitionArn: this.taskDefinition.ref,
      clusterArn: this.hosts.cluster.clusterArn,
      subnetIds: this.subnetIds,
      executionRole: this.executionRole,
    });
  }

  /** The AWS CLI command that runs it once; it waits for an instance to start. */
  get runCommand(): string {
    const network = `subnets=[${this.subnetIds.join(',')}],securityGroups=[${this.group.securityGroupId}],assignPublicIp=DISABLED`;
    return [
      `aws ecs run-task --cluster ${this.hosts.cluster.clusterArn} --task-definition ${this.taskDefinition.ref}`,
      `--capacity-provider-strategy capacityProvider=${this.hosts.capacityProvider}`,
      '--placement-constraints type=distinctInstance --no-enable-execute-command',
      `--network-configuration 'awsvpcConfiguration={${network}}'`,
    ].join(' ');
  }

  private get subnetIds(): string[] {
    return this.airlock.sealed.subnetsOf(this.agent).map(({ subnetId }) => subnetId);
  }

  private agentHosts(size: Ec2Size, bootImage = this.newestImage(size)): AgentHosts {
    return new AgentHosts(this, 'Hosts', { sealed: this.airlock.sealed, subnetIds: this.subnetIds, bootImage, size });
  }

  private newestImage({ architecture }: Ec2Size): string {
    const place = architecture === 'ARM64' ? 'amazon-linux-2023/arm64' : 'amazon-linux-2023';
    return new CfnParameter(this, 'BootImage', {
      type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>',
      default: `/aws/service/ecs/optimized-ami/${place}/recommended/image_id`,
      description: 'Public parameter that names the AMI of the container instances',
    }).valueAsString;
  }

  private mark(): void {
    const securityGroups = [this.group.securityGroupId];
    const cluster = this.hosts.cluster.clusterName;
    markRole(this.taskDefinition, { role: 'agent', subnets: this.subnetIds, securityGroups, cluster });
  }

  private guard(environment: Readonly<Record<string, string>>): void {
    const task = templateProperties(this.taskDefinition);
    const hosts = madeHosts(this.hosts);
    this.node.addValidation({
      validate: () => {
        const broken = ec2TaskProblems(templateProperties(this.taskDefinition), task, {
          environment: Stack.of(this).resolve(environment),
        });
        const hidden = hiddenParameters(this.taskDefinition).map(
          (name) => `parameter '${name}' is NoEcho: an agent may hold no credential`,
        );
        return [...broken, ...hidden, ...hostProblems(this.hosts, hosts)].map((what) => `agent '${this.agent}': ${what}`);
      },
    });
  }
}
