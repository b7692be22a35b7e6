/** Why a request was allowed or denied; the closed list of the audit record's `reason`. */
export const reasons = {
  allowed: 'the policy allows it',
  'upstream-failed': 'allowed, but the upstream did not answer, or its certificate did not verify',
  'host-not-allowed': 'no destination of this agent has that host and port',
  'use-gateway': 'the host is a gateway: use its URL at the proxy, not CONNECT',
  'no-such-gateway': 'the first path segment names no gateway of this agent',
  'method-not-allowed': 'no rule of the destination allows that method on that path',
  'path-not-allowed': 'no rule of the destination allows that path',
  'path-ambiguous': 'the path holds a dot segment, //, a backslash, %2F, %5C, %00, a broken escape or other than printable ASCII',
  'plain-http': 'plain HTTP through the proxy is offered for intercepted hosts only: use https, or the gateway',
  'connect-at-gateway': 'CONNECT is answered by the proxy port only',
  'address-not-allowed': 'the host resolves to no address that the destination may have',
  'name-not-resolved': 'the host has no address',
  'server-name-mismatch':
    'the TLS server name is missing, or it or the Host header in an intercepted connection is not the host that CONNECT named',
  'not-tls': 'what came through the tunnel is not TLS',
  'credential-missing': 'the proxy has no credential for the destination',
  'rate-limited': 'the agent sent more requests a minute than its limit',
  'request-too-large': 'the request body is larger than the limit',
  overloaded: 'the proxy is short of memory and takes no requests for now',
  malformed: 'the request is not well-formed HTTP, or its headers are too many or too large',
  'timed-out': 'the request did not arrive in time',
  interrupted: 'the agent or the proxy ended it before a decision',
} as const;

/** One of the closed list of reasons. */
export type Reason = keyof typeof reasons;
