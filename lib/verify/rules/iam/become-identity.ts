import { capabilityRule } from './capability-rule';

export const becomeIdentity = capabilityRule({
  id: 'AIRLOCK-IAM-002',
  title: "An agent's identity can't become another",
  kind: 'become-identity',
  message: 'can become another identity',
});
