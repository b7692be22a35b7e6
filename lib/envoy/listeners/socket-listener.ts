import type { BootstrapProps } from '../bootstrap-props';
import type { EnvoyConfig } from '../extension';
import { type OwnPort, toOwnPort } from './own-port';

/** The address of a Unix socket, for its user only (mode 0600). */
export const socketAt = (path: string): EnvoyConfig => ({ pipe: { path, mode: 0o600 } });

/** A Unix socket that is as good as a port: bytes go on to it, and are judged there. */
export function socketListener(port: OwnPort, path: string, props: BootstrapProps): EnvoyConfig {
  return {
    name: `${port}-socket`,
    address: socketAt(path),
    per_connection_buffer_limit_bytes: 65_536,
    filter_chains: [{ filters: toOwnPort(port, props) }],
  };
}
