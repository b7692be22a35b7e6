import { credentialRule } from './credential-rule';

export const literalKey = credentialRule({
  id: 'AIRLOCK-SECRET-002',
  title: "No key stands in an agent's definition",
  kind: 'literal',
  message: (name) => `holds what looks like a key: '${name}'`,
});
