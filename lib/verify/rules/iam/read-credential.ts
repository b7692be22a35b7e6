import { capabilityRule } from './capability-rule';

export const readCredential = capabilityRule({
  id: 'AIRLOCK-IAM-001',
  title: "An agent's identity can't read credentials",
  kind: 'read-credential',
  message: 'can read credentials',
});
