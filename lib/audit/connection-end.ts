/** Who or what ended a connection that CONNECT opened: the record's `end`. Those with a capital are Envoy's words. */
export const connectionEnds = {
  RemoteReset: 'the agent closed it',
  Normal: 'the upstream closed it, or reset it where its name was resolved',
  LocalReset: 'the upstream reset it',
  tcp_session_idle_timeout: 'nothing passed for an hour',
  Active_Internal_Listener_destructor: 'the proxy ended',
  closed: 'its requests had come to an end: their records say more',
  failed: 'the upstream was not reached',
  refused: 'the proxy refused what came: the reason says why',
  unfinished: 'the agent or the proxy closed it before the handshake was done, for which there are 5 s',
} as const;
