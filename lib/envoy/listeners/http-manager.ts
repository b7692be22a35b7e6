import type { AuditLog } from '../access-log/audit-log';
import { localReplies } from '../denials/denial';
import type { Alternatives } from '../denials/hint';
import { type EnvoyConfig, extension } from '../extension';

/** An HTTP/1 connection manager that parses strictly, bounds what it holds, and tells a denied agent why. */
export function httpManager({ reportEnd }: AuditLog, others: Alternatives, fields: EnvoyConfig): EnvoyConfig {
  return extension(
    'envoy.filters.network.http_connection_manager',
    'extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
    {
      stat_prefix: 'airlock',
      codec_type: 'HTTP1',
      ...strictParsing,
      ...bounds,
      use_remote_address: true,
      skip_xff_append: true,
      // upstreams are reached by TLS, however the agent reached the proxy; HTTP/2 tells them
      scheme_header_transformation: { match_upstream: true },
      // no source is trusted to set Envoy's own headers or the request's id; by default private addresses are
      internal_address_config: { cidr_ranges: [{ address_prefix: '255.255.255.255', prefix_len: 32 }] },
      server_header_transformation: 'PASS_THROUGH',
      local_reply_config: localReplies(others, reportEnd),
      ...fields,
    },
  );
}

// what is judged is what is sent: paths are refused or passed on as they are, never rewritten into shape
const strictParsing: EnvoyConfig = {
  normalize_path: false,
  merge_slashes: false,
  path_with_escaped_slashes_action: 'KEEP_UNCHANGED',
  // pip and Python's urllib send CONNECT with HTTP/1.0
  http_protocol_options: { accept_http_10: true, allow_chunked_length: false },
};

const bounds: EnvoyConfig = {
  max_request_headers_kb: 60,
  common_http_protocol_options: {
    headers_with_underscores_action: 'REJECT_REQUEST',
    max_headers_count: 100,
    idle_timeout: '3600s',
  },
  request_headers_timeout: '10s',
  // a stalled body must end; tunnels are answered at once, which stops this clock
  request_timeout: '600s',
  // a refused tunnel must be seen to close; Envoy's default lingers for a second
  delayed_close_timeout: '0.2s',
  stream_idle_timeout: '900s',
};
