import type { ResourceIndex } from './resource-index';
import { batchJobs } from './workloads/batch-job';
import { buildProjects } from './workloads/build-project';
import { codeShapes } from './workloads/code-shapes';
import { connectedServices } from './workloads/connected-service';
import { serviceRuns } from './workloads/ecs-service';
import { taskWorkload } from './workloads/ecs-task';
import type { FoundWorkload } from './workloads/found-workload';
import { instances } from './workloads/instance';
import { instanceGroups } from './workloads/instance-group';
import { kubernetesClusters, kubernetesNodes } from './workloads/kubernetes';
import { loneRuns } from './workloads/lone-task';
import { loneTemplates } from './workloads/lone-template';
import { scheduledRuns } from './workloads/scheduled-task';
import { shapedWorkloads } from './workloads/shaped-workload';
import { stateMachineRuns } from './workloads/state-machine-task';
import { storeShapes } from './workloads/store-shapes';

/** Everything in a world that runs code or takes connections, load balancers and endpoints aside. */
export function workloads(index: ResourceIndex): FoundWorkload[] {
  const { 'AWS::CodeBuild::Project': _, ...shapes } = codeShapes;
  const launched = [...instances(index), ...instanceGroups(index), ...kubernetesNodes(index)];
  const started = new Set(launched.flatMap(({ workload }) => workload.aliases));
  return [
    ...launched,
    ...loneTemplates(index, started),
    ...tasks(index),
    ...batchJobs(index),
    ...buildProjects(index),
    ...connectedServices(index),
    ...kubernetesClusters(index),
    ...shapedWorkloads(index, shapes),
    ...shapedWorkloads(index, storeShapes),
  ];
}

function tasks(index: ResourceIndex): FoundWorkload[] {
  const runs = [...serviceRuns(index), ...scheduledRuns(index), ...stateMachineRuns(index)];
  return [...runs, ...loneRuns(index, runs)].map((run) => taskWorkload(index, run));
}
