import { capabilityRule } from './capability-rule';

export const controlProxy = capabilityRule({
  id: 'AIRLOCK-IAM-005',
  title: "An agent's identity can't control the proxy",
  kind: 'control-proxy',
  message: 'can control the proxy, and so its credentials',
});
