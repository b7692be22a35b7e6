import { capabilityRule } from './capability-rule';

export const runElsewhere = capabilityRule({
  id: 'AIRLOCK-IAM-006',
  title: "An agent's identity can't run code outside the sealed network, or have data carried there",
  kind: 'run-elsewhere',
  message: 'can run code or have data carried outside the sealed network',
});
