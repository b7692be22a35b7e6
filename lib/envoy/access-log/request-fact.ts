/** An Envoy format command and what it is asked for. */
interface Operator {
  readonly command: string;
  readonly param?: string;
}

/** What the first of several operators gives that gives anything. */
export const firstOf = (...operators: readonly Operator[]): string => `%COALESCE(${JSON.stringify({ operators })})%`;

// what was noted before the request is changed for its upstream
const noted = (key: 'host' | 'request') => ({ command: 'DYNAMIC_METADATA', param: `airlock:${key}` });

/** The host that the request is about: the gateway's upstream, or what the agent asked for. */
export const requestHost = firstOf({ command: 'METADATA', param: 'ROUTE:airlock:host' }, noted('host'));

/** The request's id; the upstream chain strips the header that Envoy would read it from. */
export const requestId = firstOf(noted('request'), { command: 'STREAM_ID' });
