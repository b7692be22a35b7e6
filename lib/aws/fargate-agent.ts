import { Stack } from 'aws-cdk-lib';
import { CfnService, type CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { Grant, IGrantable, IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { type AgentVariables, agentVariables } from '../policy/agent-variables';
import type { IAirlock } from './agent-airlock';
import type { AgentProps } from './agent-props';
import { agentServiceProblems } from './agent-service-rules';
import { refuseOtherStack } from './agent-stack';
import { type AgentSize, agentTask } from './agent-task';
import { agentTaskProblems } from './agent-task-rules';
import { AirlockConstruct } from './airlock-construct';
import { ClosedSecurityGroup } from './closed-security-group';
import { allowStart, executionRole } from './execution-role';
import { hiddenParameters } from './hidden-parameters';
import type { PinnedImage } from './pinned-image';
import { markRole } from './role-metadata';
import { grantRun } from './run-grant';
import { templateProperties } from './template-properties';

export interface FargateAgentProps extends AgentProps {
  /** The agent, from a registry of your own. It declares `VOLUME /workspace`, owned by its user. */
  readonly image: PinnedImage;
  /** @default - one vCPU and 2 GiB for ARM64, as user 1000 */
  readonly size?: AgentSize;
  /** Keeps this many running, for agents that wait for work. @default - none: a job, which somebody runs */
  readonly replicas?: number;
  /** Starts the tasks; what that takes is added to it. @default - a new one */
  readonly executionRole?: IRole;
}

/**
 * An agent as a Fargate task in a sealed network: no role, no credential, no way out but the door.
 *
 * It writes to /workspace, and to /tmp, which is memory. Fargate makes a volume root's, with mode 0755, unless the image declares it with VOLUME;
 * then it has the owner and the mode that the path has in the image (Amazon ECS Developer Guide, "Use bind mounts with Amazon ECS").
 *
 * It is neither grantable nor connectable: what it may reach is the policy's to say.
 *
 * @example
 * const agent = new FargateAgent(this, 'Agent', { airlock, image, command: ['claude', '-p', 'Fix the failing test'] });
 * agent.grantRun(pipeline);
 */
export class FargateAgent extends AirlockConstruct {
  /** Of the policy. */
  readonly agent: string;
  readonly taskDefinition: CfnTaskDefinition;
  /** The service, if it is one. */
  readonly service?: CfnService;
  private readonly airlock: IAirlock;
  private readonly group: ClosedSecurityGroup;
  private readonly executionRole: IRole;

  constructor(scope: Construct, id: string, props: FargateAgentProps) {
    super(scope, id);
    const { airlock, image, size = {} } = props;
    refuseOtherStack(this, airlock);
    this.airlock = airlock;
    this.agent = airlock.policy.agent(props.agent).name;
    this.executionRole = props.executionRole ?? executionRole(this, 'ExecutionRole');
    this.group = new ClosedSecurityGroup(this, 'Group', airlock.sealed.vpc, `Agent ${this.agent}`);
    const logGroup = airlock.audit.agents;
    const { environment, caFile = '/etc/airlock/ca.pem' } = props;
    const variables = agentVariables(airlock, { agent: this.agent, environment, caFile });
    allowStart(this.executionRole, { image, logGroup, only: airlock.sealed.vpc });
    airlock.sealed.admit({ group: this.group, executionRole: this.executionRole, image, logGroup });
    airlock.door.admit(this.group);
    this.taskDefinition = agentTask(this, {
      ...{ image, size, logGroup, command: props.command, environment: variables.all },
      ...{ executionRole: this.executionRole, streamPrefix: this.agent },
    });
    markRole(this.taskDefinition, { role: 'agent', subnets: this.subnetIds, securityGroups: [this.group.securityGroupId] });
    if (props.replicas !== undefined) this.service = this.serviceOf(props.replicas);
    this.node.addValidation({ validate: () => this.problems(variables) });
  }

  /** Lets someone run this agent's task definition, in its own cluster and subnets, without a public address and without ECS Exec. */
  grantRun(grantee: IGrantable): Grant {
    return grantRun(grantee, {
      taskDefinitionArn: this.taskDefinition.ref,
      clusterArn: this.airlock.sealed.cluster.clusterArn,
      subnetIds: this.subnetIds,
      executionRole: this.executionRole,
    });
  }

  /** The AWS CLI command that runs it once. */
  get runCommand(): string {
    const network = `subnets=[${this.subnetIds.join(',')}],securityGroups=[${this.group.securityGroupId}],assignPublicIp=DISABLED`;
    return [
      `aws ecs run-task --cluster ${this.airlock.sealed.cluster.clusterArn} --task-definition ${this.taskDefinition.ref}`,
      '--launch-type FARGATE --platform-version 1.4.0 --no-enable-execute-command',
      `--network-configuration 'awsvpcConfiguration={${network}}'`,
    ].join(' ');
  }

  private get subnetIds(): string[] {
    return this.airlock.sealed.subnetsOf(this.agent).map(({ subnetId }) => subnetId);
  }

  private serviceOf(replicas: number): CfnService {
    const service = new CfnService(this, 'Service', {
      cluster: this.airlock.sealed.cluster.clusterArn,
      taskDefinition: this.taskDefinition.ref,
      desiredCount: replicas,
      launchType: 'FARGATE',
      platformVersion: '1.4.0',
      enableExecuteCommand: false,
      // it is on by default, and needs room for more than `replicas`
      availabilityZoneRebalancing: 'DISABLED',
      deploymentConfiguration: {
        minimumHealthyPercent: 0,
        maximumPercent: 100,
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: this.subnetIds,
          securityGroups: [this.group.securityGroupId],
          assignPublicIp: 'DISABLED',
        },
      },
    });
    // its first task needs the endpoints
    service.node.addDependency(this.airlock.sealed, this.airlock.door);
    return service;
  }

  private problems({ fixed }: AgentVariables): string[] {
    const resolved = Stack.of(this).resolve({ fixed, groups: [this.group.securityGroupId], subnets: this.subnetIds });
    const task = agentTaskProblems(templateProperties(this.taskDefinition), { environment: resolved.fixed });
    const service = this.service ? agentServiceProblems(templateProperties(this.service), resolved) : [];
    const hidden = hiddenParameters(this.taskDefinition).map(
      (name) => `parameter '${name}' is NoEcho: an agent may hold no credential`,
    );
    return [...task, ...hidden, ...service].map((what) => `agent '${this.agent}': ${what}`);
  }
}
