export interface HostUserDataProps {
  /** Name of the cluster that the instance joins. */
  readonly cluster: string;
  /** How many processes and threads a task may have. */
  readonly processes: number;
}

/**
 * What a container instance does before its container agent starts, which is after the user data on the Amazon ECS-optimized AMI. It powers
 * off, and joins nothing, if any of it fails.
 *
 * The settings are those of the container agent's own README, "Environment Variables". A task's containers are in a user namespace of
 * Docker's, where root is nobody; the container agent isn't, by `ecs-init` (Docker documentation, "Isolate containers with a user namespace").
 */
export const hostUserData = (props: HostUserDataProps): string =>
  [
    '#!/bin/bash',
    'set -euo pipefail',
    "trap 'systemctl poweroff' ERR",
    ...nobodyLogsIn,
    ...remapped,
    "cat > /etc/ecs/ecs.config <<'EOF'",
    ...Object.entries(settings(props)).map(([name, value]) => `${name}=${value}`),
    'EOF',
    '',
  ].join('\n');

const logins = 'sshd.socket sshd.service amazon-ssm-agent.service';

const nobodyLogsIn = [
  // not each is there
  `systemctl stop ${logins} || true`,
  `systemctl mask ${logins}`,
  `if systemctl is-active --quiet ${logins}; then false; fi`,
];

const remapped = [
  'mkdir -p /etc/docker /etc/ecs',
  `echo '${JSON.stringify({ 'userns-remap': 'default' })}' > /etc/docker/daemon.json`,
  'systemctl restart docker.service',
  "security=$(docker info --format '{{json .SecurityOptions}}')",
  '[[ $security == *name=userns* ]]',
  '[[ $security =~ name=seccomp,profile=(builtin|default) ]]',
];

const settings = ({ cluster, processes }: HostUserDataProps) => ({
  ECS_CLUSTER: cluster,
  // the instance's role is no task's
  ECS_AWSVPC_BLOCK_IMDS: 'true',
  ECS_DISABLE_PRIVILEGED: 'true',
  ECS_TASK_PIDS_LIMIT: processes,
  ECS_ENABLE_TASK_CPU_MEM_LIMIT: 'true',
  ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE: 'true',
  ECS_IMAGE_PULL_BEHAVIOR: 'always',
  // what an ended agent left isn't kept for hours
  ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION: '1m',
});
