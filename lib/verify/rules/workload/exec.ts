import { openingRule } from './opening-rule';

export const exec = openingRule({
  id: 'AIRLOCK-WORKLOAD-002',
  title: 'No session can be opened into an agent beside the door',
  kind: 'exec',
  message: 'has a session channel beside the door',
  fix: 'turn ECS Exec and its like off for agents',
});
