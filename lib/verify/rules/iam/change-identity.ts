import { capabilityRule } from './capability-rule';

export const changeIdentity = capabilityRule({
  id: 'AIRLOCK-IAM-004',
  title: "An agent's identity can't change identities or permissions",
  kind: 'change-identity',
  message: 'can change permissions',
});
