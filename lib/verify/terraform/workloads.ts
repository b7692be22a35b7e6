import type { ResourceIndex } from './resource-index';
import { appEngine } from './workloads/app-engine';
import { cloudRun } from './workloads/cloud-run';
import { cloudRunV1 } from './workloads/cloud-run-v1';
import type { FoundWorkload } from './workloads/found-workload';
import { functions } from './workloads/functions';
import { instances } from './workloads/instance';
import { instanceGroups } from './workloads/instance-group';
import { loneTemplates } from './workloads/instance-template';
import { kubernetes } from './workloads/kubernetes';
import { notJudged } from './workloads/not-judged';
import { shapedHosts } from './workloads/shaped-host';

/** Everything in a world that runs code. A template that nothing starts counts only if it is named as an agent or a proxy. */
export function workloads(index: ResourceIndex, named: ReadonlySet<string>): FoundWorkload[] {
  const launched = [...instances(index), ...instanceGroups(index)];
  const started = new Set(launched.flatMap(({ workload }) => workload.aliases));
  return [
    ...launched,
    ...loneTemplates(index, started).filter(({ workload }) => named.has(workload.id)),
    ...notJudged(index, named),
    ...cloudRun(index),
    ...cloudRunV1(index),
    ...functions(index),
    ...appEngine(index),
    ...kubernetes(index),
    ...shapedHosts(index),
  ];
}
