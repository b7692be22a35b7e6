import type { Role } from '../model/role';
import type { Workload } from '../model/workload';
import type { Facts } from './facts';

/** An agent, and one workload that is it. */
export interface AgentWorkload {
  readonly agent: Role;
  readonly workload: Workload;
}

/** The workloads of every agent; a forwarder has no code to judge. */
export function agentWorkloads({ model }: Facts): AgentWorkload[] {
  const byId = new Map(model.workloads.map((workload) => [workload.id, workload]));
  return model.agents.flatMap((agent) =>
    agent.members.flatMap((member) => {
      const workload = byId.get(member);
      return workload ? [{ agent, workload }] : [];
    }),
  );
}
