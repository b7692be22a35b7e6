import type { EnvoyConfig } from '../extension';
import { type OwnPort, toOwnPort } from './own-port';

/** A Unix socket, for its user only (mode 0600), that is as good as a port: bytes go on to it, and are judged there. */
export function socketListener(port: OwnPort, path: string): EnvoyConfig {
  return {
    name: `${port}-socket`,
    address: { pipe: { path, mode: 0o600 } },
    per_connection_buffer_limit_bytes: 65_536,
    filter_chains: [{ filters: [toOwnPort(port)] }],
  };
}
