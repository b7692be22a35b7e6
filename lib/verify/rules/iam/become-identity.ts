import type { Rule } from '../rule';
import { capabilityRule } from './capability-rule';
import { signingIdentities } from './signing-identity';

const becoming = capabilityRule({
  id: 'AIRLOCK-IAM-002',
  title: "An agent's identity can't become another",
  kind: 'become-identity',
  message: 'can become another identity',
});

export const becomeIdentity: Rule = {
  ...becoming,
  judge: (facts) => [...becoming.judge(facts), ...signingIdentities(becoming.id, facts)],
};
