import { openingRule } from './opening-rule';

export const sharedHost = openingRule({
  id: 'AIRLOCK-WORKLOAD-003',
  title: "An agent doesn't use its host's network, processes or devices",
  kind: 'host',
  message: 'is not kept apart from its host',
  fix: 'give the agent a network interface and namespaces of its own, and no privileges',
});
