import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { type ConnectionOptions, connect } from 'node:tls';
import type { Resolve } from '../../envoy/bootstrap-props';
import { findResolve } from '../../envoy/upstreams/resolve';

/** What `run` was told of upstreams, which holds for what it asks for tokens as well. */
export interface ResolvingAgentProps {
  readonly resolve?: readonly Resolve[];
  /** File of the only authorities that may vouch. @default - Node's own */
  readonly upstreamCa?: string;
}

/** Connections of this process to fixed addresses, verified against the host and by the same authorities; undefined if nothing is fixed. */
export function resolvingAgent({ resolve = [], upstreamCa }: ResolvingAgentProps): Agent | undefined {
  if (resolve.length === 0 && upstreamCa === undefined) return undefined;
  const ca = upstreamCa === undefined ? {} : { ca: readFileSync(upstreamCa) };
  const createConnection = (options: ConnectionOptions) => {
    const { host = '', port = 443 } = options;
    const fixed = findResolve(resolve, host, Number(port));
    return connect({ ...options, ...ca, servername: host, ...(fixed && { host: fixed.address, port: fixed.addressPort }) });
  };
  return Object.assign(new Agent(), { createConnection });
}
