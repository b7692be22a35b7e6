import { capabilityRule } from './capability-rule';

export const runElsewhere = capabilityRule({
  id: 'AIRLOCK-IAM-006',
  title: "An agent's identity can't run code outside the sealed network",
  kind: 'run-elsewhere',
  message: 'can run code outside the sealed network',
});
