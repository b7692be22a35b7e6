import type { DestinationCheck } from './flaw';

/** The token URL of `oauth2-client`: no secret inside, nothing that is never sent. */
export const credentialCheck: DestinationCheck = ({ credential }) => {
  if (credential?.type !== 'oauth2-client') return [];
  const url = new URL(credential.tokenUrl);
  const at = ['credential', 'tokenUrl'];
  // the value is not shown: it may hold a password
  if (url.username || url.password) return [{ at, message: 'credential.tokenUrl must not hold a user or password: remove it' }];
  return url.hash
    ? [{ at, message: `credential.tokenUrl must not hold a fragment: remove it, got '${credential.tokenUrl}'` }]
    : [];
};
