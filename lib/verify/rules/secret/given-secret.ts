import { credentialRule } from './credential-rule';

export const givenSecret = credentialRule({
  id: 'AIRLOCK-SECRET-001',
  title: 'No secret is given to an agent',
  kind: 'secret',
  message: (name) => `holds a secret: '${name}'`,
});
