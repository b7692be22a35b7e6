/** An Envoy format command and what it is asked for. */
interface Operator {
  readonly command: string;
  readonly param?: string;
  /** Characters that are kept. @default - all */
  readonly max_length?: number;
}

/** What the first of several operators gives that gives anything. */
export const firstOf = (...operators: readonly Operator[]): string => `%COALESCE(${JSON.stringify({ operators })})%`;

// what was noted before the request is changed for its upstream
const noted = (key: 'host' | 'path' | 'request') => ({ command: 'DYNAMIC_METADATA', param: `airlock:${key}` });

/** Characters of a path or a host that are kept: Docker cuts a line after 16 KiB, and JSON may need two for one. */
const longest = { max_length: 4096 };

/** The path that the request is about, without its query; one over 8 KiB, which can't be noted, with the name of its gateway if it was refused. */
export const requestPath = firstOf({ ...noted('path'), ...longest }, { command: 'PATH', param: 'NQ:PATH', ...longest });

/** The host that the request is about: the gateway's upstream, or what the agent asked for; one over 8 KiB can't be noted, and is as it was sent. */
export const requestHost = firstOf(
  { command: 'METADATA', param: 'ROUTE:airlock:host' },
  { ...noted('host'), ...longest },
  { command: 'REQ', param: ':AUTHORITY', ...longest },
);

/** The request's id; the upstream chain strips the header that Envoy would read it from. */
export const requestId = firstOf(noted('request'), { command: 'STREAM_ID' });
