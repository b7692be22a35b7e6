import { Stack } from 'aws-cdk-lib';
import { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { writable } from '../policy/agent-variables';
import { agentContainer, heldMount, type TaskParts, tmpMount, unprivileged } from './agent-container';
import type { Ec2Size } from './ec2-size';

export interface Ec2TaskProps extends TaskParts {
  readonly size: Ec2Size;
}

/**
 * An agent's task definition, with what the guide "Securely deploying AI agents" (Claude Agent SDK documentation) asks of Docker, as far as
 * Amazon ECS passes it on: the instance does the rest.
 */
export function ec2Task(scope: Construct, props: Ec2TaskProps): CfnTaskDefinition {
  const { cpu, memoryMiB, architecture } = props.size;
  const task = new CfnTaskDefinition(scope, 'Task', {
    requiresCompatibilities: ['EC2'],
    // an interface of its own: its security group is the agent's, and not the instance's
    networkMode: 'awsvpc',
    runtimePlatform: { cpuArchitecture: architecture, operatingSystemFamily: 'LINUX' },
    cpu: String(cpu),
    memory: String(memoryMiB),
    executionRoleArn: props.executionRole.roleArn,
    containerDefinitions: [container(Stack.of(scope), props)],
  });
  task.node.addDependency(props.executionRole);
  return task;
}

function container(stack: Stack, props: Ec2TaskProps): CfnTaskDefinition.ContainerDefinitionProperty {
  const { memoryMiB, workspaceMiB, tmpMiB } = props.size;
  const workspace = {
    containerPath: writable.workspace,
    size: workspaceMiB,
    mountOptions: [...heldMount, 'exec', 'mode=0700', 'uid=1000', 'gid=1000'],
  };
  return {
    ...agentContainer(stack, props),
    user: '1000:1000',
    privileged: false,
    memory: memoryMiB,
    // a profile of system calls isn't among its values: dockerd's own is the default
    dockerSecurityOptions: ['no-new-privileges'],
    // files in memory are not to end on a disk
    linuxParameters: { ...unprivileged, maxSwap: 0, tmpfs: [workspace, tmpMount(tmpMiB)] },
  };
}
