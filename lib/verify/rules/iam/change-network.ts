import { capabilityRule } from './capability-rule';

export const changeNetwork = capabilityRule({
  id: 'AIRLOCK-IAM-003',
  title: "An agent's identity can't change the network",
  kind: 'change-network',
  message: 'can change the network',
});
